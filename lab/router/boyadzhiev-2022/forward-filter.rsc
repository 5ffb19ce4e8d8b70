# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): a forwarded port behind the knock, controlled in filter forward: the way is
# translated for everybody, and let through for whoever has knocked. Ours: addresses, times, ports.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=add-src-to-address-list address-list=knock1 address-list-timeout=30s chain=input dst-port=2022 protocol=tcp
add action=add-src-to-address-list address-list=knock2 address-list-timeout=30s chain=input dst-port=9090 protocol=udp \
    src-address-list=knock1
add action=add-src-to-address-list address-list=knock3 address-list-timeout=1h chain=input dst-port=4022 protocol=tcp \
    src-address-list=knock2
add action=drop chain=input
add action=accept chain=forward connection-state=established,related
add action=accept chain=forward dst-port=80 protocol=tcp src-address-list=knock3
add action=drop chain=forward in-interface=ether1
/ip firewall nat
add action=dst-nat chain=dstnat dst-port=8080 in-interface=ether1 protocol=tcp to-addresses=192.168.88.10 to-ports=80
