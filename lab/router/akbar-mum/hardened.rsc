# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# Safe Haven, hardened: the same two knocks, the same times, the same lists; the administrator types what he typed before.
# What each rule is good for stands in its comment; docs/hardened-rules.md says which scenario misses it.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.33.254/24 interface=ether2 network=192.168.33.0
/ipv6 address
add address=2001:db8:33::1/64 interface=ether1 advertise=no
/ip firewall address-list
add address=192.168.33.10-192.168.33.20 list="Save Haven"
/ip firewall filter
add action=drop chain=input comment="Passwords were guessed from here: no new login for ten minutes" connection-state=new \
    dst-port=22,23 protocol=tcp src-address-list=guessing
add action=add-src-to-address-list address-list=guessing address-list-timeout=10m chain=input comment=\
    "The fifth login within a minute is the last" connection-state=new dst-port=22,23 protocol=tcp src-address-list=login4
add action=add-src-to-address-list address-list=login4 address-list-timeout=1m chain=input comment="Fourth login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login3
add action=add-src-to-address-list address-list=login3 address-list-timeout=1m chain=input comment="Third login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login2
add action=add-src-to-address-list address-list=login2 address-list-timeout=1m chain=input comment="Second login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login1
add action=add-src-to-address-list address-list=login1 address-list-timeout=1m chain=input comment="First login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list="Save Haven"
add action=add-src-to-address-list address-list=knock-knock address-list-timeout=15s chain=input comment="Knock 1" \
    dst-port=1337 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=15s chain=input comment=\
    "Another TCP port behind knock 1 is a scan" dst-port=!22,23,80,1337,8291 protocol=tcp src-address-list=knock-knock
add action=add-src-to-address-list address-list=spoiled address-list-timeout=15s chain=input comment=\
    "Another UDP port behind knock 1 is a scan; hosts of the LAN ask for names and addresses all the time" \
    dst-port=!53,67,17954 protocol=udp src-address-list=knock-knock
add action=drop chain=input comment="What looks like a scan does not finish its knock" dst-port=17954 protocol=udp \
    src-address-list=spoiled
add action=add-src-to-address-list address-list="Save Haven" address-list-timeout=3h chain=input comment="Knock 2 - OK" \
    dst-port=17954 protocol=udp src-address-list=knock-knock
add action=accept chain=input comment="Only Allow Access from Save Haven; connections end with the entry" src-address-list=\
    "Save Haven"
add action=drop chain=input comment="Drop Everything Else"
add action=drop chain=forward comment="Nobody gets past the router into the LAN" connection-state=new in-interface=ether1
/ipv6 firewall filter
add action=drop chain=input comment="The same services over IPv6" in-interface=ether1 protocol=!icmpv6
