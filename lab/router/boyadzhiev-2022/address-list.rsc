# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): an address list of host names. The name is that of a dynamic DNS service; who sits
# behind it at the moment is let in. Ours: addresses, the name.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip dns
set servers=192.168.169.53
/ip firewall address-list
add address=home.example.net list=friends
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=friends
add action=drop chain=input
