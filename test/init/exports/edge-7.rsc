# 2026-10-02 22:10:35 by RouterOS 7.14.3
# software id = NP34-QR56
#
# model = CCR2004-16G-2S+
# serial number = HD908XXXXXX
/interface bridge
add name=loopback
add name=br-servers
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan-a
set [ find default-name=ether2 ] name=ether2-wan-b
set [ find default-name=ether3 ] name=ether3-lan
set [ find default-name=ether16 ] comment="out of band"
/interface vlan
add interface=ether3-lan name=voice vlan-id=40
/interface list
add name=WAN
add name=INSIDE
/routing table
add disabled=no fib name=via-a
add disabled=no fib name=via-b
/ip pool
add name=lan ranges=172.20.0.100-172.20.0.250
add name=voice ranges=172.20.40.10-172.20.40.250
/ip dhcp-server
add address-pool=lan interface=ether3-lan name=lan
add address-pool=voice interface=voice name=voice
/interface bridge port
add bridge=br-servers interface=ether4
add bridge=br-servers interface=ether5
/ip firewall connection tracking
set udp-timeout=20s
/ip settings
set tcp-syncookies=yes
/interface list member
add interface=ether1-wan-a list=WAN
add interface=ether2-wan-b list=WAN
add interface=ether3-lan list=INSIDE
add interface=voice list=INSIDE
add interface=br-servers list=INSIDE
/ip address
add address=203.0.113.2/28 comment="provider A" interface=ether1-wan-a network=203.0.113.0
add address=198.51.100.34/28 comment="provider B" interface=ether2-wan-b network=198.51.100.32
add address=172.20.0.1/24 interface=ether3-lan network=172.20.0.0
add address=172.20.40.1/24 interface=voice network=172.20.40.0
add address=172.20.50.1/24 interface=br-servers network=172.20.50.0
add address=172.31.255.1/32 interface=loopback network=172.31.255.1
/ip dhcp-server network
add address=172.20.0.0/24 dns-server=172.20.0.1 gateway=172.20.0.1
add address=172.20.40.0/24 dns-server=172.20.0.1 gateway=172.20.40.1
/ip dns
set allow-remote-requests=yes cache-size=8192KiB servers=9.9.9.9,149.112.112.112
/ip firewall address-list
add address=0.0.0.0/8 comment="this network" list=bogons
add address=127.0.0.0/8 comment="loopback" list=bogons
add address=169.254.0.0/16 comment="link local" list=bogons
add address=192.0.0.0/24 comment="protocols" list=bogons
add address=192.0.2.0/24 comment="documentation" list=bogons
add address=198.18.0.0/15 comment="benchmarks" list=bogons
add address=224.0.0.0/4 comment="multicast" list=bogons
add address=240.0.0.0/4 comment="reserved" list=bogons
add address=10.0.0.0/8 comment="private" list=bogons
add address=172.16.0.0/12 comment="private" list=bogons
add address=192.168.0.0/16 comment="private" list=bogons
add address=100.64.0.0/10 comment="carrier NAT" list=bogons
add address=172.20.0.0/16 list=inside
add address=172.20.0.0/24 list=staff
add address=172.20.0.20-172.20.0.29 comment="administrators" list=admins
add address=172.20.50.10 comment="mail" list=servers
add address=172.20.50.11 comment="web" list=servers
add address=172.20.50.12 comment="files" list=servers
/ip firewall filter
add action=accept chain=input comment="known connections" connection-state=established,related,untracked
add action=drop chain=input comment="stray packets" connection-state=invalid
add action=drop chain=input comment="banned" in-interface-list=WAN src-address-list=banned
add action=jump chain=input comment="ping and the like" jump-target=icmp protocol=icmp
add action=jump chain=input comment="from the world" in-interface-list=WAN jump-target=from-world
add action=jump chain=input comment="from inside" in-interface-list=INSIDE jump-target=from-inside
add action=drop chain=input comment="nobody else"
add action=add-src-to-address-list address-list=banned address-list-timeout=1d chain=from-world comment="whoever scans" \
    log=yes log-prefix=scan protocol=tcp psd=21,3s,3,1
add action=add-src-to-address-list address-list=banned address-list-timeout=1d chain=from-world comment="the trap" dst-port=\
    23,2323,5555 protocol=tcp
add action=jump chain=from-world comment="the knock" jump-target=knock protocol=tcp
add action=accept chain=from-world comment="who has knocked" dst-port=22,8291 protocol=tcp src-address-list=knock-open
add action=accept chain=from-world comment="tunnels of the branches" dst-port=500,4500 protocol=udp
add action=accept chain=from-world protocol=ipsec-esp
add action=drop chain=from-world comment="everything else"
add action=add-src-to-address-list address-list=knock-open address-list-timeout=2h chain=knock comment="third knock" dst-port=\
    47113 protocol=tcp src-address-list=knock-2
add action=add-src-to-address-list address-list=knock-2 address-list-timeout=10s chain=knock comment="second knock" dst-port=\
    31007 protocol=tcp src-address-list=knock-1
add action=add-src-to-address-list address-list=knock-1 address-list-timeout=10s chain=knock comment="first knock" dst-port=\
    52301 protocol=tcp
add action=return chain=knock
add action=accept chain=icmp comment="echo" icmp-options=8:0 limit=20,40:packet protocol=icmp
add action=accept chain=icmp comment="unreachable" icmp-options=3:0-255 protocol=icmp
add action=accept chain=icmp comment="time exceeded" icmp-options=11:0-255 protocol=icmp
add action=drop chain=icmp
add action=accept chain=from-inside comment="administrators" src-address-list=admins
add action=accept chain=from-inside comment="names" dst-port=53 protocol=udp
add action=accept chain=from-inside comment="names" dst-port=53 protocol=tcp
add action=accept chain=from-inside comment="time" dst-port=123 protocol=udp
add action=accept chain=from-inside comment="addresses" dst-port=67 protocol=udp
add action=reject chain=from-inside comment="everything else" reject-with=icmp-admin-prohibited
add action=fasttrack-connection chain=forward comment="known connections" connection-mark=no-mark connection-state=\
    established,related hw-offload=yes
add action=accept chain=forward comment="known connections" connection-state=established,related,untracked
add action=drop chain=forward comment="stray packets" connection-state=invalid
add action=drop chain=forward comment="banned" src-address-list=banned
add action=drop chain=forward comment="forged inside addresses" in-interface-list=WAN src-address-list=inside
add action=jump chain=forward comment="to the servers" jump-target=to-servers out-interface=br-servers
add action=accept chain=forward comment="forwarded ports" connection-nat-state=dstnat in-interface-list=WAN
add action=drop chain=forward comment="from the world" in-interface-list=WAN
add action=jump chain=forward comment="out of the house" jump-target=to-world out-interface-list=WAN
add action=accept chain=forward comment="administrators go everywhere" src-address-list=admins
add action=drop chain=forward comment="everything else"
add action=accept chain=to-servers comment="mail" dst-address=172.20.50.10 dst-port=25,465,587,993 protocol=tcp
add action=accept chain=to-servers comment="web" dst-address=172.20.50.11 dst-port=80,443 protocol=tcp
add action=accept chain=to-servers comment="files for the staff" dst-address=172.20.50.12 dst-port=445 protocol=tcp \
    src-address-list=staff
add action=accept chain=to-servers comment="administrators" src-address-list=admins
add action=accept chain=to-servers comment="ping from inside" in-interface-list=INSIDE protocol=icmp
add action=drop chain=to-servers comment="everything else"
add action=drop chain=to-world comment="nobody mails but the mail server" dst-port=25 protocol=tcp src-address=!172.20.50.10
add action=drop chain=to-world comment="file shares stay at home" dst-port=135,137-139,445 protocol=tcp
add action=drop chain=to-world comment="file shares stay at home" dst-port=135,137-139,445 protocol=udp
add action=accept chain=to-world comment="telephones to their provider" dst-port=5060,10000-20000 in-interface=voice protocol=udp
add action=drop chain=to-world comment="telephones do nothing else" in-interface=voice
add action=accept chain=to-world comment="everything else"
/ip firewall mangle
add action=mark-connection chain=prerouting comment="in by a, out by a" connection-mark=no-mark in-interface=ether1-wan-a \
    new-connection-mark=from-a passthrough=yes
add action=mark-routing chain=output comment="answers of the router" connection-mark=from-a new-routing-mark=via-a passthrough=no
add action=mark-routing chain=prerouting comment="answers from inside" connection-mark=from-a in-interface-list=INSIDE \
    new-routing-mark=via-a passthrough=no
add action=mark-connection chain=prerouting comment="in by b, out by b" connection-mark=no-mark in-interface=ether2-wan-b \
    new-connection-mark=from-b passthrough=yes
add action=mark-routing chain=output comment="answers of the router" connection-mark=from-b new-routing-mark=via-b passthrough=no
add action=mark-routing chain=prerouting comment="answers from inside" connection-mark=from-b in-interface-list=INSIDE \
    new-routing-mark=via-b passthrough=no
add action=mark-connection chain=prerouting comment="half of the new ones by a" connection-mark=no-mark connection-state=new \
    dst-address-type=!local in-interface=ether3-lan new-connection-mark=out-a passthrough=yes \
    per-connection-classifier=src-address:2/0
add action=mark-connection chain=prerouting comment="half of the new ones by b" connection-mark=no-mark connection-state=new \
    dst-address-type=!local in-interface=ether3-lan new-connection-mark=out-b passthrough=yes \
    per-connection-classifier=src-address:2/1
add action=mark-routing chain=prerouting connection-mark=out-a dst-address-list=!inside in-interface=ether3-lan \
    new-routing-mark=via-a passthrough=no
add action=mark-routing chain=prerouting connection-mark=out-b dst-address-list=!inside in-interface=ether3-lan \
    new-routing-mark=via-b passthrough=no
add action=change-mss chain=forward comment="tunnels in between" new-mss=clamp-to-pmtu out-interface-list=WAN passthrough=yes protocol=tcp \
    tcp-flags=syn
/ip firewall nat
add action=masquerade chain=srcnat comment="out by A" out-interface=ether1-wan-a
add action=masquerade chain=srcnat comment="out by B" out-interface=ether2-wan-b
add action=dst-nat chain=dstnat comment="mail by a" dst-address=203.0.113.2 dst-port=25,465,587,993 protocol=tcp to-addresses=172.20.50.10
add action=dst-nat chain=dstnat comment="mail by b" dst-address=198.51.100.34 dst-port=25,465,587,993 protocol=tcp to-addresses=172.20.50.10
add action=dst-nat chain=dstnat comment="web by a" dst-address=203.0.113.2 dst-port=80,443 protocol=tcp to-addresses=172.20.50.11
add action=dst-nat chain=dstnat comment="web by b" dst-address=198.51.100.34 dst-port=80,443 protocol=tcp to-addresses=172.20.50.11
add action=redirect chain=dstnat comment="names are asked here" dst-port=53 in-interface-list=INSIDE protocol=udp to-ports=53
add action=redirect chain=dstnat comment="names are asked here" dst-port=53 in-interface-list=INSIDE protocol=tcp to-ports=53
/ip firewall raw
add action=drop chain=prerouting comment="no such sources" in-interface-list=WAN src-address-list=bogons
add action=drop chain=prerouting comment="no such targets" dst-address-list=bogons in-interface-list=WAN
add action=drop chain=prerouting comment="no flags" in-interface-list=WAN protocol=tcp tcp-flags=!fin,!syn,!rst,!ack
add action=drop chain=prerouting comment="syn and fin" in-interface-list=WAN protocol=tcp tcp-flags=fin,syn
add action=drop chain=prerouting comment="fin and rst" in-interface-list=WAN protocol=tcp tcp-flags=fin,rst
add action=drop chain=prerouting comment="fin without ack" in-interface-list=WAN protocol=tcp tcp-flags=fin,!ack
add action=drop chain=prerouting comment="fin and urg" in-interface-list=WAN protocol=tcp tcp-flags=fin,urg
add action=drop chain=prerouting comment="syn and rst" in-interface-list=WAN protocol=tcp tcp-flags=syn,rst
add action=drop chain=prerouting comment="rst and urg" in-interface-list=WAN protocol=tcp tcp-flags=rst,urg
add action=drop chain=prerouting comment="port 0" dst-port=0 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="port 0" dst-port=0 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="chargen" dst-port=19 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="SSDP" dst-port=1900 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="memcached" dst-port=11211 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="portmapper" dst-port=111 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="portmapper" dst-port=111 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="NFS" dst-port=2049 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="SNMP" dst-port=161-162 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="CLDAP" dst-port=389 in-interface-list=WAN protocol=udp
add action=drop chain=prerouting comment="remote desktop" dst-port=3389 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="VNC" dst-port=5900-5910 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="Redis" dst-port=6379 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="Elasticsearch" dst-port=9200 in-interface-list=WAN protocol=tcp
add action=drop chain=prerouting comment="MongoDB" dst-port=27017 in-interface-list=WAN protocol=tcp
/ip route
add comment="provider A" distance=1 dst-address=0.0.0.0/0 gateway=203.0.113.1
add comment="provider B" distance=2 dst-address=0.0.0.0/0 gateway=198.51.100.33
add dst-address=0.0.0.0/0 gateway=203.0.113.1 routing-table=via-a
add dst-address=0.0.0.0/0 gateway=198.51.100.33 routing-table=via-b
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
set winbox address=172.20.0.0/16,198.51.100.0/24,203.0.113.0/24
/ip ssh
set strong-crypto=yes
/snmp
set contact=noc@edge.example enabled=yes
/snmp community
set [ find default=yes ] addresses=172.20.0.20/32 name=edge-read
/system identity
set name=edge
/system logging
add action=memory topics=firewall
/system ntp client
set enabled=yes
/system ntp client servers
add address=pool.ntp.org
/system scheduler
add interval=1d name=backup-daily on-event="/system backup save name=daily dont-encrypt=yes" policy=read,write,policy,test \
    start-date=2026-01-01 start-time=03:00:00
/tool netwatch
add disabled=no down-script="/ip route disable [find comment=\"provider A\"]" host=203.0.113.1 interval=10s type=simple \
    up-script="/ip route enable [find comment=\"provider A\"]"
/user group
add name=monitoring policy=read,api,rest-api
