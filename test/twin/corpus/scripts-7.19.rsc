# 2025-06-01 08:00:00 by RouterOS 7.19.1
/system script
add name=functions policy=read,write source={ :global upper do={ :return [:convert transform=uc $1] } }
add name=caller source=":global upper\r\n:put [\$upper \"abc\"]\r\n:onerror e in={ :error \"no\" } do={ :put \$e }\r\n"
/system scheduler
add name=poll interval=10m on-event=caller start-time=startup
/ip firewall connection tracking
set udp-timeout=10s tcp-established-timeout=1h
/ip settings
set tcp-syncookies=yes rp-filter=strict
/routing table
add disabled=no fib name=isp2
/routing rule
add action=lookup-only-in-table disabled=no src-address=10.2.0.0/24 table=isp2
/ip route
add blackhole disabled=no dst-address=192.0.2.0/24 distance=254
add disabled=no distance=1 dst-address=0.0.0.0/0 gateway=198.51.100.1 routing-table=isp2
/routing bgp template
set default as=65001 router-id=192.0.2.1
/routing bgp connection
add name=up remote.address=198.51.100.1 remote.as=65002 local.role=ebgp templates=default
/routing ospf instance
add disabled=no name=v2 router-id=192.0.2.1
/routing ospf area
add disabled=no instance=v2 name=backbone
/interface wifi security
add authentication-types=wpa2-psk,wpa3-psk name=sec passphrase=secretphrase
/ip cloud
set ddns-enabled=yes update-time=no
/tool sniffer
set filter-interface=ether1
