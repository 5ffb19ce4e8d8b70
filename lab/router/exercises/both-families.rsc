# 2026-09-29 10:00:00 by RouterOS 7.16.2
# software id =
#
# A router with IPv4 and IPv6: the outside (ether1) may ping it and nothing else, the LAN (ether2) may do everything.
/ip address
add address=198.51.100.1/24 interface=ether1 network=198.51.100.0
add address=192.0.2.1/24 interface=ether2 network=192.0.2.0
/ipv6 address
add address=2001:db8:a::1/64 advertise=no interface=ether1
add address=2001:db8:b::1/64 advertise=no interface=ether2
/ip firewall filter
add action=accept chain=input comment="accept established,related" connection-state=established,related
add action=accept chain=input comment="accept ICMP" protocol=icmp
add action=drop chain=input comment="drop all from outside" in-interface=ether1
/ipv6 firewall filter
add action=accept chain=input comment="accept established,related" connection-state=established,related
add action=accept chain=input comment="accept ICMPv6" protocol=icmpv6
add action=drop chain=input comment="drop all from outside" in-interface=ether1
/system identity
set name=both-families
