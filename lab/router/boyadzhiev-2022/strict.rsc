# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): the strict sequence. Three rules that each ask for the list of the one before
# it, established and related first, drop last; the sequence is that of the slide with the clients. Ours: addresses, times (the slides
# give none).
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=accept chain=input comment="Good practice 1" connection-state=established,related
add action=add-src-to-address-list address-list=knock1 address-list-timeout=30s chain=input dst-port=2022 protocol=tcp
add action=add-src-to-address-list address-list=knock2 address-list-timeout=30s chain=input dst-port=9090 protocol=udp \
    src-address-list=knock1
add action=add-src-to-address-list address-list=knock3 address-list-timeout=1h chain=input dst-port=4022 protocol=tcp \
    src-address-list=knock2
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=knock3
add action=drop chain=input
