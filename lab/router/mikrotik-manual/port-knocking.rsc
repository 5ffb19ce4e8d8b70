# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# MikroTik's own manual, page "Port knocking": 888, 555 and 222 within thirty seconds of each other, half an hour inside, and port 666
# as the trap. Rules, lists, ports and times are the manual's; addresses and the interface list are ours. The manual's second trap
# ("slow down") is added disabled there, as here. A router that knocks are meant for drops the rest: the last rule is ours.
/interface list
add name=WAN
/interface list member
add interface=ether1 list=WAN
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input comment="Blacklist" in-interface-list=WAN src-address-list=blacklist
add action=add-src-to-address-list address-list=888 address-list-timeout=30s chain=input dst-port=888 in-interface-list=WAN protocol=tcp
add action=add-src-to-address-list address-list=555 address-list-timeout=30s chain=input dst-port=555 in-interface-list=WAN protocol=tcp \
    src-address-list=888
add action=add-src-to-address-list address-list=secured address-list-timeout=30m chain=input dst-port=222 in-interface-list=WAN \
    protocol=tcp src-address-list=555
add action=accept chain=input in-interface-list=WAN src-address-list=secured
add action=add-src-to-address-list address-list=blacklist address-list-timeout=1000m chain=input comment="The trap" dst-port=666 \
    in-interface-list=WAN protocol=tcp
add action=add-src-to-address-list address-list=blacklist address-list-timeout=1m chain=input comment="Slow down" disabled=yes \
    dst-port=21,22,23,8291,10000-60000 in-interface-list=WAN protocol=tcp src-address-list=!secured
add action=drop chain=input in-interface-list=WAN
