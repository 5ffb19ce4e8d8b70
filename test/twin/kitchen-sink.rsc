# Everything that the twin keeps, once; spelled as people spell it, not as an export does.
/interface bridge add name="the lan" admin-mac=02:00:00:00:00:aa auto-mac=no comment="all of \"us\""
/interface ethernet set [ find default-name=ether1 ] name=ether1-wan comment="to the provider; don't touch"
/interface list
add name=WAN comment="the outside"
add name=LAN
add name=BOTH include=WAN,LAN exclude=none
/interface bridge port add bridge="the lan" interface=ether2
/interface list member
add list=WAN interface=ether1-wan
add list=LAN interface="the lan" disabled=yes comment=off
/ip pool add name=lan ranges=192.0.2.100-192.0.2.110,192.0.2.120
/ip address
add address=198.51.100.1/24 interface=ether1-wan
add address=192.0.2.1/24 interface="the lan" comment=lan
add address=192.0.2.2/24 interface="the lan" disabled=yes
/ip dhcp-server add name=lan interface="the lan" address-pool=lan lease-time=00:30:00 disabled=no
/ip dhcp-server network add address=192.0.2.7/24 gateway=192.0.2.1 dns-server=192.0.2.1,198.51.100.53 domain=lan.example
/ip dhcp-server lease add address=192.0.2.10 mac-address=02-00-00-00-00-0a server=lan comment="the client"
/ip dns set servers=198.51.100.53 allow-remote-requests=true
/ip dns static
add name=router.lan address=192.0.2.1 ttl=300
add name=lab.example address=192.0.2.2 match-subdomain=yes disabled=yes
/ip route
add dst-address=203.0.113.9/24 gateway=198.51.100.66 distance=5 comment="a far net"
add gateway=ether1-wan disabled=yes
/ip firewall address-list
add list=good address=192.0.2.9/24
add list=good address=198.51.100.66 disabled=yes comment="caf\C3\A9 \$5"
add list="bad people" address=203.0.113.0-203.0.113.255
add list="bad people" address=203.0.113.5-203.0.113.7
/ip firewall filter
add chain=input connection-state=established,related
add chain=input action=jump jump-target="port scans" protocol=6 in-interface-list=!LAN
add chain="port scans" action=add-src-to-address-list address-list="bad people" address-list-timeout=1:00:00 protocol=tcp dst-port=23,8291,1000-2000 tcp-flags=syn,!ack log=yes log-prefix="trap: "
add chain="port scans" action=return src-address-list=good
add chain=input protocol=icmp icmp-options=8:0 packet-size=720 action=log log-prefix=ping
add chain=input protocol=udp dst-port=!53 content="open\r\nsesame\\?" action=accept
add chain=input src-mac-address=02:00:00:00:00:0A src-address-type=!local,broadcast ttl=greater-than:1 action=passthrough
add chain=input in-interface="!the lan" dst-address=198.51.100.1-198.51.100.9 action=reject reject-with=icmp-admin-prohibited comment="a very long comment that goes on and on until no line of eighty characters could ever hold it, as comments do"
add chain=input protocol=tcp action=reject reject-with=tcp-reset disabled=yes
add chain=forward action=fasttrack-connection connection-state=established
add chain=forward connection-nat-state=!dstnat connection-state=new in-interface=ether1-wan action=drop
/ip firewall nat
add chain=srcnat out-interface-list=WAN action=masquerade
add chain=dstnat protocol=tcp dst-port=8443 action=dst-nat to-addresses=192.0.2.10 to-ports=443 src-address-list=good
add chain=dstnat protocol=tcp dst-port=2222 action=redirect to-ports=22 disabled=yes
add chain=srcnat src-address=192.0.2.0/24 action=src-nat to-addresses=198.51.100.8/30
/ip service
set telnet disabled=yes
set ssh port=2200 address=192.0.2.0/24,198.51.100.66/32
/tool bandwidth-server set enabled=no
/system identity set name="gate \"way\""
/system clock set time-zone-name=Europe/Riga time-zone-autodetect=no
/system logging action set memory memory-lines=500
/system logging add topics=firewall,!debug prefix=FW
/system script add name=tell source=":foreach entry in=[/ip firewall address-list find list=\"bad people\"] do={\r\n\t:log info [/ip firewall address-list get \$entry address]\r\n}" policy=read,test
/system scheduler
add name=nightly start-date=jan/01/2030 start-time=03:00:00 interval=1d on-event=tell policy=read,test
add name=often interval=5m start-date=jan/01/2030 start-time=startup on-event=":put \"a;b\"; # not a comment" disabled=yes
