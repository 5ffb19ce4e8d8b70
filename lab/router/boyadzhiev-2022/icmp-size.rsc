# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): ping as the knock, by its size: ping -s 692, which is 692 + 28 = 720 bytes. In a
# chain of its own (good practice 3). Ours: addresses, times.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=jump chain=input jump-target=ICMP protocol=icmp
add action=accept chain=input connection-state=established,related
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=knock
add action=drop chain=input
add action=add-src-to-address-list address-list=knock address-list-timeout=1h chain=ICMP packet-size=720 protocol=icmp
