# nov/21/2026 08:00:00 by RouterOS 7.16
# software id =
#
# Ventura and Caeiro 2024, the RouterOS firewall knock, hardened: the same three knocks, the same times, the same lists; the
# administrator types what he typed before. What each rule is good for stands in its comment; docs/hardened-rules.md says
# which scenario misses it.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.50.1/24 interface=ether2 network=192.168.50.0
/ipv6 address
add address=2001:db8:113::1/64 interface=ether1 advertise=no
add address=2001:db8:50::1/64 interface=ether2 advertise=no
/ip firewall filter
add action=accept chain=input comment="Answers to the router itself" connection-state=established,related
add action=drop chain=input comment="What looks like a scan does not finish its knock" \
    connection-state=!established,related dst-port=7000,8000,9000 in-interface=ether1 protocol=tcp src-address-list=spoiled
add action=jump chain=input comment="Whoever has sent two knocks has one to go" in-interface=ether1 jump-target=third \
    protocol=tcp src-address-list=stage2
add action=jump chain=input comment="Whoever has sent one" in-interface=ether1 jump-target=second protocol=tcp \
    src-address-list=stage1
add action=add-src-to-address-list address-list=stage1 address-list-timeout=10s chain=input comment="first knock" \
    dst-port=7000 in-interface=ether1 protocol=tcp
add action=drop chain=input comment="The router itself serves nobody outside" in-interface=ether1
add action=add-src-to-address-list address-list=stage2 address-list-timeout=10s chain=second comment="second knock" \
    dst-port=9000 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=second comment=\
    "Neither the first knock again nor the second: a scan" dst-port=!7000,9000 protocol=tcp
add action=add-src-to-address-list address-list=allowed address-list-timeout=1h chain=third comment="third knock" \
    dst-port=8000 protocol=tcp
add action=drop chain=third comment="The third knock is no wrong second one" dst-port=8000 protocol=tcp
add action=accept chain=forward comment="The service, for who knocked; connections end with the entry" \
    connection-nat-state=dstnat in-interface=ether1 src-address-list=allowed
add action=drop chain=forward comment="The service, for nobody else, and not after the hour" connection-nat-state=dstnat \
    in-interface=ether1
add action=accept chain=forward comment="Answers to the servers" connection-state=established,related in-interface=ether1
add action=drop chain=forward comment="Nobody gets past the router to the servers" in-interface=ether1
/ip firewall nat
add action=dst-nat chain=dstnat comment="The service is the server's" dst-port=2222 in-interface=ether1 protocol=tcp \
    to-addresses=192.168.50.10
/ipv6 firewall filter
add action=accept chain=forward comment="Answers to the servers over IPv6" connection-state=established,related in-interface=ether1
add action=drop chain=forward comment="The same servers over IPv6" in-interface=ether1
add action=drop chain=input comment="The router's own services over IPv6" in-interface=ether1 protocol=tcp
