# 2026-11-21 08:00:00 by RouterOS 7.16.2
# software id =
#
# Boyadzhiev, seminar "Port knocking for security" (SoftUni, 2022): an HTTP GET as the knock, http://router/mikrotik. "It requires extra logic": the
# connection must be let through first, or there is no request that could be read. So port 80 is open to everybody, and the page of the
# router behind it. Ours: addresses, times.
/ip address
add address=192.168.169.1/24 interface=ether1
add address=192.168.88.1/24 interface=ether2
/ip firewall filter
add action=add-src-to-address-list address-list=knock address-list-timeout=1h chain=input comment="The request is part of an established \
    connection, so this stands first" content="GET /mikrotik" dst-port=80 protocol=tcp
add action=accept chain=input connection-state=established,related
add action=accept chain=input comment="The extra logic: without a connection there is no request" dst-port=80 protocol=tcp
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=knock
add action=drop chain=input
