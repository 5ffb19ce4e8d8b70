# 2026-09-29 10:00:00 by RouterOS 7.16.2
# software id =
#
# Two sites behind one router: north may knock at south's door, the uplinks may not even do that.
/interface list
add name=uplinks
add name=sites
/interface list member
add interface=ether1 list=uplinks
add interface=ether2 list=uplinks
add interface=ether3 list=sites
add interface=ether4 list=sites
/ip address
add address=198.51.100.1/25 interface=ether1 network=198.51.100.0
add address=198.51.100.129/25 interface=ether2 network=198.51.100.128
add address=192.0.2.1/24 interface=ether3 network=192.0.2.0
add address=203.0.113.1/24 interface=ether4 network=203.0.113.0
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=drop chain=input in-interface-list=uplinks
add action=add-src-to-address-list address-list=visitor address-list-timeout=1m chain=input comment="the door of the south" \
    dst-port=7000 in-interface=ether3 protocol=tcp
add action=accept chain=forward connection-state=established,related
add action=accept chain=forward comment="visitors from the north" in-interface=ether3 out-interface=ether4 src-address-list=visitor
add action=reject chain=forward comment="the sites keep to themselves" in-interface-list=sites out-interface-list=sites reject-with=\
    icmp-admin-prohibited
add action=drop chain=forward in-interface-list=uplinks
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=uplinks
/ip route
add distance=1 gateway=198.51.100.2
add distance=2 gateway=198.51.100.130
/system identity
set name=two-sites
