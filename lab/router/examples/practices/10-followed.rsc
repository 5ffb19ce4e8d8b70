# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Practice 10, not the only layer: followed. What nobody uses is off, the rest is for named networks; everything else is dropped, over IPv6 as well.
/interface list
add name=WAN
add name=LAN
/interface list member
add interface=ether1 list=WAN
add interface=ether2 list=LAN
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ipv6 address
add address=2001:db8:51::1/64 interface=ether1
/ipv6 firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input protocol=icmpv6
add action=drop chain=input in-interface-list=WAN
add action=drop chain=forward in-interface-list=WAN
/ip dns
set servers=198.51.100.53
/ip firewall address-list
add address=home.example.net comment="Dynamic DNS: where the administrator is at the moment" list=friends
/ip firewall filter
add action=accept chain=input comment="What is open stays open, and the router gets its answers" connection-state=established,related
add action=drop chain=input comment="Who scans does not knock" in-interface-list=WAN src-address-list=scanners
add action=add-src-to-address-list address-list=scanners address-list-timeout=5m chain=input in-interface-list=WAN protocol=tcp \
    psd=21,3s,3,1
add action=add-src-to-address-list address-list=first address-list-timeout=10s chain=input connection-state=new dst-port=41873 \
    protocol=tcp src-address-list=friends
add action=add-src-to-address-list address-list=second address-list-timeout=10s chain=input connection-state=new dst-port=23611 \
    protocol=udp src-address-list=first
add action=add-src-to-address-list address-list=allowed address-list-timeout=1h chain=input connection-state=new dst-port=30977 \
    protocol=tcp src-address-list=second
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=allowed
add action=accept chain=input in-interface-list=LAN
add action=drop chain=input
add action=accept chain=forward connection-state=established,related
add action=accept chain=forward in-interface-list=LAN
add action=drop chain=forward
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set ssh address=192.0.2.0/24,203.0.113.0/24
set api disabled=yes
set winbox address=192.0.2.0/24
set api-ssl disabled=yes
