# 2026-11-21 08:00:00 by RouterOS 7.16.2
# The router of the seminar that knocks: nothing but an address.
/ip address
add address=192.168.169.101/24 interface=ether1
/ip route
add gateway=192.168.169.1
