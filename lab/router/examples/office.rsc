# 2026-11-21 10:00:00 by RouterOS 7.16.2
# An office behind one provider: ether1 is the world, the other ports are the local network. The administrator knocks.
/interface bridge
add name=bridge
/interface list
add name=WAN
add name=LAN
/ip pool
add name=office ranges=192.168.88.100-192.168.88.199
/ip dhcp-server
add address-pool=office interface=bridge name=office
/interface bridge port
add bridge=bridge interface=ether2
add bridge=bridge interface=ether3
/interface list member
add interface=ether1 list=WAN
add interface=bridge list=LAN
/ip address
add address=192.168.88.1/24 interface=bridge network=192.168.88.0
/ip dhcp-client
add interface=ether1
/ip dhcp-server network
add address=192.168.88.0/24 dns-server=192.168.88.1 gateway=192.168.88.1
/ip dns
set allow-remote-requests=yes
/ip firewall filter
add action=accept chain=input comment="known connections" connection-state=established,related,untracked
add action=drop chain=input comment="stray packets" connection-state=invalid
add action=accept chain=input comment="ping" protocol=icmp
add action=accept chain=input comment="the local network" in-interface-list=LAN
add action=add-src-to-address-list address-list=admin address-list-timeout=1h chain=input comment="third knock" \
    dst-port=40877 in-interface-list=WAN protocol=tcp src-address-list=knocked-twice
add action=add-src-to-address-list address-list=knocked-twice address-list-timeout=15s chain=input comment="second knock" \
    dst-port=23145 in-interface-list=WAN protocol=tcp src-address-list=knocked-once
add action=add-src-to-address-list address-list=knocked-once address-list-timeout=15s chain=input comment="first knock" \
    dst-port=58211 in-interface-list=WAN protocol=tcp
add action=accept chain=input comment="who has knocked" dst-port=22,8291 protocol=tcp src-address-list=admin
add action=drop chain=input comment="everything else"
add action=accept chain=forward comment="known connections" connection-state=established,related,untracked
add action=drop chain=forward comment="stray packets" connection-state=invalid
add action=accept chain=forward comment="the local network to the world" in-interface-list=LAN out-interface-list=WAN
add action=accept chain=forward comment="forwarded ports" connection-nat-state=dstnat in-interface-list=WAN
add action=drop chain=forward comment="everything else"
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=dst-nat chain=dstnat comment="web server" dst-port=443 in-interface-list=WAN protocol=tcp to-addresses=192.168.88.10
/ip service
set telnet disabled=yes
set ftp disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/system identity
set name=office
