# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): knocks in /ip/firewall/raw, "with some limits": raw comes before connection
# tracking, so it can count knocks early and drop early, but it knows no connection-state. Ours: addresses, times.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall raw
add action=add-src-to-address-list address-list=knock1 address-list-timeout=30s chain=prerouting dst-port=2022 protocol=tcp
add action=add-src-to-address-list address-list=knock2 address-list-timeout=30s chain=prerouting dst-port=9090 protocol=udp \
    src-address-list=knock1
add action=add-src-to-address-list address-list=knock3 address-list-timeout=1h chain=prerouting dst-port=4022 protocol=tcp \
    src-address-list=knock2
add action=drop chain=prerouting dst-port=22 in-interface=ether1 protocol=tcp src-address-list=!knock3
