# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# MikroTik's manual, page "Bruteforce prevention": every new SSH connection climbs a stage, the fourth is the last. Rules as printed there;
# addresses are ours.
/interface list
add name=WAN
/interface list member
add interface=ether1 list=WAN
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input comment="drop ssh brute forcers" dst-port=22 in-interface-list=WAN protocol=tcp \
    src-address-list=bruteforce_blacklist
add action=add-src-to-address-list address-list=bruteforce_blacklist address-list-timeout=1d chain=input connection-state=new dst-port=22 \
    in-interface-list=WAN protocol=tcp src-address-list=connection3
add action=add-src-to-address-list address-list=connection3 address-list-timeout=1h chain=input connection-state=new dst-port=22 \
    in-interface-list=WAN protocol=tcp src-address-list=connection2
add action=add-src-to-address-list address-list=connection2 address-list-timeout=15m chain=input connection-state=new dst-port=22 \
    in-interface-list=WAN protocol=tcp src-address-list=connection1
add action=add-src-to-address-list address-list=connection1 address-list-timeout=5m chain=input connection-state=new dst-port=22 \
    in-interface-list=WAN protocol=tcp
add action=accept chain=input dst-port=22 in-interface-list=WAN protocol=tcp
