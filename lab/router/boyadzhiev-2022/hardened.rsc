# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): the strict sequence, hardened: the same three knocks with the same times. What each
# rule is good for stands in its comment; docs/hardened-rules.md says which scenario misses it.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input comment="Passwords were guessed from here: no new login for ten minutes" connection-state=new dst-port=22 \
    protocol=tcp src-address-list=guessing
add action=add-src-to-address-list address-list=guessing address-list-timeout=10m chain=input comment=\
    "The fourth login within a minute is the last" connection-state=new dst-port=22 protocol=tcp src-address-list=login3
add action=add-src-to-address-list address-list=login3 address-list-timeout=1m chain=input comment="Third login" connection-state=new \
    dst-port=22 protocol=tcp src-address-list=login2
add action=add-src-to-address-list address-list=login2 address-list-timeout=1m chain=input comment="Second login" connection-state=new \
    dst-port=22 protocol=tcp src-address-list=login1
add action=add-src-to-address-list address-list=login1 address-list-timeout=1m chain=input comment="First login" connection-state=new \
    dst-port=22 protocol=tcp src-address-list=knock3
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment="Another port between the knocks: a scan" \
    dst-port=!22,2022,4022 protocol=tcp src-address-list=knock1
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment=\
    "The same for UDP; hosts ask for names and addresses all the time" dst-port=!53,67,9090 protocol=udp src-address-list=knock1
add action=drop chain=input comment="What looks like a scan does not finish its knock" dst-port=4022 protocol=tcp src-address-list=spoiled
add action=add-src-to-address-list address-list=knock1 address-list-timeout=30s chain=input comment="First knock" dst-port=2022 protocol=tcp
add action=add-src-to-address-list address-list=knock2 address-list-timeout=30s chain=input comment="Second knock" dst-port=9090 \
    protocol=udp src-address-list=knock1
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment="The third knock too early" \
    dst-port=4022 protocol=tcp src-address-list=!knock2
add action=add-src-to-address-list address-list=knock3 address-list-timeout=1h chain=input comment="Third knock" dst-port=4022 protocol=tcp \
    src-address-list=knock2
add action=accept chain=input comment="Whoever has knocked; connections end with the entry" dst-port=22 protocol=tcp src-address-list=knock3
add action=drop chain=input comment="Everything else, whoever asks" in-interface=ether1
add action=drop chain=forward comment="Nobody gets past the router into the LAN" connection-state=new in-interface=ether1
