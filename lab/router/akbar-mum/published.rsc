# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# Akbar, "Mikrotik Firewall: Securing Your Router With Port Knocking" (MikroTik User Meeting), as on the slides.
# The slides print the rules as exports; "Safe Haven" is once written "Save Haven", and so it is everywhere.
# Interfaces and addresses are ours, but for the LAN and the router's own .254, which the slides give.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.33.254/24 interface=ether2 network=192.168.33.0
/ip firewall address-list
add address=192.168.33.10-192.168.33.20 list="Save Haven"
/ip firewall filter
add action=add-src-to-address-list address-list=knock-knock address-list-timeout=15s chain=input comment="Knock 1" \
    dst-port=1337 protocol=tcp
add action=add-src-to-address-list address-list="Save Haven" address-list-timeout=3h chain=input comment="Knock 2 - OK" \
    dst-port=17954 protocol=udp src-address-list=knock-knock
add action=accept chain=input comment="Only Allow Access from Save Haven" src-address-list="Save Haven"
add action=drop chain=input comment="Drop Everything Else"
