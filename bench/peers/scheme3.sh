#!/bin/bash
# Scheme 3 as a shell script: the nmap, knock and ping calls of scenarios/husain/scheme3.scenario.ts in the same order, in
# a sandbox of the same shape, with the paper's 13 rules written by hand for iptables and ipset. It has no RouterOS, no
# scripts, no log, no Telegram and no report. It looks at each outcome, so that it can't be fast by being wrong.
set -euo pipefail

mount -t tmpfs -o mode=755 peer /run
mkdir -p /run/netns

# --- the paper's network, with fixed addresses

ip -batch - <<'END'
netns add router
netns add isp
netns add ap
netns add attacker
netns add client
netns add admin
link add ether1 netns router type veth peer name eth0 netns isp
link add br0 netns ap type bridge stp_state 0 forward_delay 0 mcast_snooping 0
link add port1 netns ap type veth peer name ether2 netns router
link add port2 netns ap type veth peer name eth0 netns attacker
link add port3 netns ap type veth peer name eth0 netns client
link add ether3 netns router type veth peer name eth0 netns admin
END

on() { nsenter --net="/run/netns/$1" "${@:2}"; }

on ap ip -batch - <<'END'
link set port1 master br0
link set port2 master br0
link set port3 master br0
link set port1 up
link set port2 up
link set port3 up
addr add 10.10.10.253/24 dev br0
link set br0 up
END
on router ip -batch - <<'END'
link set lo up
addr add 10.0.2.15/24 dev ether1
addr add 10.10.10.1/24 dev ether2
addr add 103.190.47.45/24 dev ether3
link set ether1 up
link set ether2 up
link set ether3 up
route add default via 10.0.2.2
END
host() {
  on "$1" ip -batch - <<END
link set lo up
addr add $2 dev eth0
link set eth0 up
${3:+route add default via $3}
END
}
host isp 10.0.2.2/24 ''
host attacker 10.10.10.254/24 10.10.10.1
host client 10.10.10.94/24 10.10.10.1
host admin 103.190.47.46/24 103.190.47.45
on router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'

for port in 22 23 80 8291; do
  on router socat -u "TCP-LISTEN:$port,fork,reuseaddr" OPEN:/dev/null &
done

# --- the 13 rules

on router ipset restore <<'END'
create knock_ports1 hash:net timeout 30
create knock_ports2 hash:net timeout 30
create knock_ports3 hash:net timeout 30
create authenticated_clients hash:net timeout 1800
create knock_ports_koneksi1 hash:net timeout 30
create knock_ports_koneksi2 hash:net timeout 30
create knock_ports_koneksi3 hash:net timeout 30
create authenticated_clients_koneksi hash:net timeout 1800
create port_scanners hash:net timeout 3600
END
# stage PORT LIST SECONDS PREFIX [SOURCE-LIST]
stage() {
  local match="-A INPUT -p tcp --dport $1${5:+ -m set --match-set $5 src}"
  echo "$match -j NFLOG --nflog-group 1 --nflog-threshold 1 --nflog-prefix $4"
  echo "$match -j SET --add-set $2 src --exist --timeout $3"
}
services='-p tcp -m multiport --dports 22,23,80,8291'
on router iptables-legacy-restore <<END
*nat
-A POSTROUTING -o ether1 -j MASQUERADE
COMMIT
*filter
$(stage 1000 knock_ports1 30 knock1)
$(stage 1000 knock_ports_koneksi1 30 knock1)
$(stage 1500 knock_ports2 30 knock2 knock_ports1)
$(stage 1500 knock_ports_koneksi2 30 knock2 knock_ports_koneksi1)
$(stage 3000 knock_ports3 30 knock3 knock_ports2)
$(stage 3000 knock_ports_koneksi3 30 knock3 knock_ports_koneksi2)
$(stage 4000 authenticated_clients 1800 knock4 knock_ports3)
$(stage 4000 authenticated_clients_koneksi 1800 knock4 knock_ports_koneksi3)
$(stage 5000 port_scanners 3600 PortScanner)
-A FORWARD -o ether1 -m set --match-set authenticated_clients_koneksi src -j ACCEPT
-A INPUT $services -m set --match-set authenticated_clients src -j NFLOG --nflog-group 1 --nflog-threshold 1 --nflog-prefix authenticated_clients
-A INPUT $services -m set --match-set authenticated_clients src -j ACCEPT
-A FORWARD -o ether1 -m set --match-set port_scanners src -j DROP
-A INPUT $services -m set --match-set port_scanners src -j NFLOG --nflog-group 1 --nflog-threshold 1 --nflog-prefix Blocked
-A INPUT $services -m set --match-set port_scanners src -j DROP
COMMIT
END
for port in 22 23 80 8291; do
  until on router bash -c ": < /dev/tcp/127.0.0.1/$port" 2> /dev/null; do sleep 0.005; done
done

# --- what the scenario does

fail() { echo "line ${BASH_LINENO[1]}: $1" >&2; exit 1; }

# scan HOST ADDRESS STATE: the four services are all in that state.
scan() {
  local seen
  seen=$(on "$1" nmap -n -oX - -Pn -p 22,23,80,8291 "$2" | grep -c "state=\"$3\"" || :)
  [ "$seen" = 4 ] || fail "$1 sees $seen of 4 services $3"
}
sweep() { on attacker nmap -n -oX - "$@" 10.10.10.1 > /dev/null; }
# reaches HOST yes|no
reaches() {
  local seen=no
  on "$1" ping -n -c 1 -W 1 10.0.2.2 > /dev/null && seen=yes
  [ "$seen" = "$2" ] || fail "$1 reaches the internet: $seen"
}
strike() { on attacker knock -d 100 10.10.10.1 "$@"; }
holds() { on router ipset test "$1" "$2" 2> /dev/null || fail "$1 does not hold $2"; }
holds_not() { ! on router ipset test "$1" "$2" 2> /dev/null || fail "$1 holds $2"; }

stages='knock_ports1 knock_ports2 knock_ports3 knock_ports_koneksi1 knock_ports_koneksi2 knock_ports_koneksi3'
doors='authenticated_clients authenticated_clients_koneksi'
# Instead of waiting until they expire.
forget() { for list in "$@"; do echo "flush $list"; done | on router ipset restore; }
outside() {
  holds_not authenticated_clients 10.10.10.254
  holds_not authenticated_clients_koneksi 10.10.10.254
}

scan attacker 10.10.10.1 open
scan admin 103.190.47.45 open
holds_not port_scanners 10.10.10.254

sweep
forget $stages $doors # A shuffled scan climbs the ladder now and then.
holds port_scanners 10.10.10.254

scan attacker 10.10.10.1 filtered
scan client 10.10.10.1 open
reaches attacker no
reaches client yes
forget $stages # a minute

strike 1500:tcp 1000:tcp 3000:tcp 4000:tcp
strike 4000:tcp 3000:tcp 1500:tcp
outside
forget $stages $doors

sequence=(1000:tcp 1500:tcp 3000:tcp 4000:tcp)
for stage in 1 2 3; do
  strike "${sequence[@]:0:stage}"
  holds "knock_ports$stage" 10.10.10.254
  holds "knock_ports_koneksi$stage" 10.10.10.254
  forget $stages # 31 seconds
  strike "${sequence[@]:stage}"
  outside
done

strike "${sequence[@]}"
scan attacker 10.10.10.1 open
reaches attacker yes
forget $stages # a minute

forget $doors # half an hour
scan attacker 10.10.10.1 filtered
reaches attacker no

on client knock -d 50 10.10.10.1 "${sequence[@]}" 5000:tcp
holds port_scanners 10.10.10.94
scan client 10.10.10.1 open
forget $stages $doors # half an hour
scan client 10.10.10.1 filtered

forget port_scanners # an hour
scan attacker 10.10.10.1 open
reaches attacker yes

sweep -r
holds port_scanners 10.10.10.254
holds authenticated_clients 10.10.10.254
scan attacker 10.10.10.1 open
