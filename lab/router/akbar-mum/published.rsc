# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# Akbar, "Mikrotik Firewall: Securing Your Router With Port Knocking" (MikroTik User Meeting), rules as the slides print them.
#
# Theirs: the four rules, both lists, the LAN's range, the router's .254. The slides speak of "Safe Haven" and type "Save Haven";
# what is typed counts. One slide has the range as "10-192.168.33.20" (cut off); the export beside it is whole.
# Ours: interfaces, the internet's addresses, and an IPv6 address, which routers have and the slides do not speak of.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.33.254/24 interface=ether2 network=192.168.33.0
/ipv6 address
add address=2001:db8:33::1/64 interface=ether1 advertise=no
/ip firewall address-list
add address=192.168.33.10-192.168.33.20 list="Save Haven"
/ip firewall filter
add action=add-src-to-address-list address-list=knock-knock address-list-timeout=15s chain=input comment="Knock 1" \
    dst-port=1337 protocol=tcp
add action=add-src-to-address-list address-list="Save Haven" address-list-timeout=3h chain=input comment="Knock 2 - OK" \
    dst-port=17954 protocol=udp src-address-list=knock-knock
add action=accept chain=input comment="Only Allow Access from Save Haven" src-address-list="Save Haven"
add action=drop chain=input comment="Drop Everything Else"
