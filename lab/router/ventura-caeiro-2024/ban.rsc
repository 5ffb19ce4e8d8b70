# nov/21/2026 08:00:00 by RouterOS 7.16
# software id =
#
# Ventura and Caeiro 2024: the improvement that the paper cites as "black listing after wrong scan".
#
# Theirs: the idea. Ours: who touches a port that is no knock and no service is shut out for an hour, whoever that seems to be.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.50.1/24 interface=ether2 network=192.168.50.0
/ipv6 address
add address=2001:db8:113::1/64 interface=ether1 advertise=no
add address=2001:db8:50::1/64 interface=ether2 advertise=no
/ip firewall filter
add action=drop chain=input comment="shut out" in-interface=ether1 src-address-list=banned
add action=add-src-to-address-list address-list=banned address-list-timeout=1h chain=input comment="a wrong knock" \
    connection-state=new dst-port=!7000,8000,9000 in-interface=ether1 protocol=tcp src-address-list=!allowed
add action=add-src-to-address-list address-list=stage1 address-list-timeout=10s chain=input comment="first knock" \
    dst-port=7000 protocol=tcp
add action=add-src-to-address-list address-list=stage2 address-list-timeout=10s chain=input comment="second knock" \
    dst-port=9000 protocol=tcp src-address-list=stage1
add action=add-src-to-address-list address-list=allowed address-list-timeout=1h chain=input comment="third knock" \
    dst-port=8000 protocol=tcp src-address-list=stage2
add action=accept chain=input comment="answers to the router" connection-state=established,related
add action=drop chain=input comment="the router itself serves nobody outside" in-interface=ether1
add action=accept chain=forward comment="connections that were let in" connection-state=established,related
add action=accept chain=forward comment="the service, for who knocked" dst-port=2222 protocol=tcp src-address-list=allowed
add action=drop chain=forward comment="the service, for nobody else" dst-port=2222 protocol=tcp
/ip firewall nat
add action=dst-nat chain=dstnat comment="the service is the server's" dst-port=2222 in-interface=ether1 protocol=tcp \
    to-addresses=192.168.50.10
