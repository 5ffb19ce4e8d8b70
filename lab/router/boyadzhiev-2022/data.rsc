# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): data in a segment. A datagram with the word, or a TCP segment with it, opens; the
# rule for data stands before the one for established connections, which would take its packets. Ours: addresses, times, ports.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=add-src-to-address-list address-list=knock address-list-timeout=1h chain=input content=mikrotik dst-port=9090 protocol=udp
add action=add-src-to-address-list address-list=knock address-list-timeout=1h chain=input content=mikrotik dst-port=9090 protocol=tcp
add action=accept chain=input connection-state=established,related
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=knock
add action=drop chain=input
