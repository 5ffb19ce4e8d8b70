# mar/02/2023 07:41:19 by RouterOS 6.49.10
# software id = EF56-GH78
#
# model = RB750Gr3
# serial number = CD560E123456
/interface bridge
add name=bridge-home protocol-mode=none
/interface ethernet
set [ find default-name=ether1 ] name=ether1-dsl
/interface pppoe-client
add add-default-route=yes disabled=no interface=ether1-dsl name=pppoe-out1 password=dsl-secret-1 use-peer-dns=yes \
    user=0815@provider.example
/interface list
add name=WAN
add name=LAN
/ip ipsec proposal
set [ find default=yes ] enc-algorithms=aes-256-cbc
/ip pool
add name=home ranges=10.20.0.100-10.20.0.199
/ip dhcp-server
add address-pool=home disabled=no interface=bridge-home name=home
/ppp profile
add local-address=10.20.1.1 name=travel
/ppp secret
add name=anna password=tunnel-secret-2 profile=travel remote-address=10.20.1.2 service=l2tp
/interface bridge port
add bridge=bridge-home interface=ether2
add bridge=bridge-home interface=ether3
add bridge=bridge-home interface=ether4
/interface l2tp-server server
set enabled=yes ipsec-secret=tunnel-secret-3 use-ipsec=yes
/interface list member
add interface=pppoe-out1 list=WAN
add interface=bridge-home list=LAN
/ip address
add address=10.20.0.1/24 interface=bridge-home network=10.20.0.0
/ip dhcp-server lease
add address=10.20.0.10 mac-address=02:4D:4B:00:00:10 server=home comment="disk station"
/ip dhcp-server network
add address=10.20.0.0/24 dns-server=10.20.0.1 gateway=10.20.0.1
/ip dns
set allow-remote-requests=yes
/ip firewall address-list
add address=10.20.0.0/24 list=home
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=drop chain=input connection-state=invalid
add action=accept chain=input comment=ping limit=50/5s,2:packet protocol=icmp
add action=accept chain=input comment="home manages the router" in-interface-list=LAN src-address-list=home
add action=accept chain=input comment="L2TP" dst-port=500,1701,4500 in-interface=pppoe-out1 protocol=udp
add action=accept chain=input in-interface=pppoe-out1 protocol=ipsec-esp
add action=drop chain=input comment="the rest"
add action=fasttrack-connection chain=forward connection-state=established,related
add action=accept chain=forward connection-state=established,related
add action=drop chain=forward connection-state=invalid
add action=accept chain=forward comment="home to the world" in-interface=bridge-home out-interface=pppoe-out1
add action=accept chain=forward comment="forwarded ports" connection-nat-state=dstnat in-interface=pppoe-out1
add action=drop chain=forward comment="the rest"
/ip firewall mangle
add action=change-mss chain=forward new-mss=clamp-to-pmtu out-interface=pppoe-out1 passthrough=yes protocol=tcp tcp-flags=syn
/ip firewall nat
add action=masquerade chain=srcnat out-interface=pppoe-out1
add action=dst-nat chain=dstnat comment="disk station, web" dst-port=8443 in-interface=pppoe-out1 protocol=tcp \
    to-addresses=10.20.0.10 to-ports=443
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www address=10.20.0.0/24
set api disabled=yes
set api-ssl disabled=yes
/system identity
set name=home-dsl
/system ntp client
set enabled=yes primary-ntp=10.20.0.1
