# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# MikroTik's recipe, hardened: 888, 555, 222 with the same times and lists. The trap on port 666 is gone, because one forged packet to it
# shut the administrator out for sixteen hours: a port that is no knock spoils the sequence instead, for half a minute.
# What each rule is good for stands in its comment; docs/hardened-rules.md says which scenario misses it.
/interface list
add name=WAN
/interface list member
add interface=ether1 list=WAN
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input comment="Passwords were guessed from here: no new login for ten minutes" connection-state=new dst-port=22 \
    in-interface-list=WAN protocol=tcp src-address-list=guessing
add action=add-src-to-address-list address-list=guessing address-list-timeout=10m chain=input comment="The fourth login within a minute is the last" \
    connection-state=new dst-port=22 in-interface-list=WAN protocol=tcp src-address-list=login3
add action=add-src-to-address-list address-list=login3 address-list-timeout=1m chain=input comment="Third login" connection-state=new \
    dst-port=22 in-interface-list=WAN protocol=tcp src-address-list=login2
add action=add-src-to-address-list address-list=login2 address-list-timeout=1m chain=input comment="Second login" connection-state=new \
    dst-port=22 in-interface-list=WAN protocol=tcp src-address-list=login1
add action=add-src-to-address-list address-list=login1 address-list-timeout=1m chain=input comment="First login" connection-state=new \
    dst-port=22 in-interface-list=WAN protocol=tcp src-address-list=secured
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment=\
    "Another port between the knocks: a scan" dst-port=!22,80,8291,888,555,222 in-interface-list=WAN protocol=tcp src-address-list=888
add action=drop chain=input comment="What looks like a scan does not knock" dst-port=888,555,222 in-interface-list=WAN protocol=tcp \
    src-address-list=spoiled
add action=add-src-to-address-list address-list=888 address-list-timeout=30s chain=input comment="First knock" dst-port=888 \
    in-interface-list=WAN protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment=\
    "The second knock first: somebody tries the ports" dst-port=555 in-interface-list=WAN protocol=tcp src-address-list=!888
add action=add-src-to-address-list address-list=555 address-list-timeout=30s chain=input comment="Second knock" dst-port=555 \
    in-interface-list=WAN protocol=tcp src-address-list=888
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=input comment=\
    "The third knock too early: somebody tries the ports" dst-port=222 in-interface-list=WAN protocol=tcp src-address-list=!555
add action=add-src-to-address-list address-list=secured address-list-timeout=30m chain=input comment="Third knock" dst-port=222 \
    in-interface-list=WAN protocol=tcp src-address-list=555
add action=accept chain=input comment="Secured; connections end with the entry" in-interface-list=WAN src-address-list=secured
add action=drop chain=input comment="Everything else, whoever asks" in-interface-list=WAN
add action=drop chain=forward comment="Nobody gets past the router into the LAN" connection-state=new in-interface-list=WAN
