# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# The black-box study, hardened: 2001, 2002, 2003 with the same times and lists, the same services and ping behind them. The ports follow
# each other, so whoever knows them and asks them in ascending order has the sequence; a scan that comes from another port does not.
# What each rule is good for stands in its comment; docs/hardened-rules.md says which scenario misses it.
/ip address
add address=192.168.88.1/24 interface=ether1 network=192.168.88.0
add address=192.168.99.1/24 interface=ether2 network=192.168.99.0
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
    connection-state=new dst-port=22,23 protocol=tcp src-address-list="serangan ketiga"
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=input comment=\
    "No service and no knock: a scan, and the knocks are ports in a row" dst-port=!22,23,80,8291,2001,2002,2003 protocol=tcp
add action=drop chain=input comment="What looks like a scan does not knock" dst-port=2001,2002,2003 protocol=tcp \
    src-address-list=spoiled
add action=add-src-to-address-list address-list="hit pertama" address-list-timeout=10s chain=input comment="First knock" dst-port=2001 \
    protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=input comment=\
    "The second knock first: somebody tries the ports" dst-port=2002 protocol=tcp src-address-list="!hit pertama"
add action=add-src-to-address-list address-list="serangan kedua" address-list-timeout=10s chain=input comment="Second knock" \
    dst-port=2002 protocol=tcp src-address-list="hit pertama"
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=input comment=\
    "The third knock too early: somebody tries the ports" dst-port=2003 protocol=tcp src-address-list="!serangan kedua"
add action=add-src-to-address-list address-list="serangan ketiga" address-list-timeout=1h chain=input comment="Third knock" \
    dst-port=2003 protocol=tcp src-address-list="serangan kedua"
add action=accept chain=input comment="Whoever has knocked; connections end with the entry" src-address-list="serangan ketiga"
add action=accept chain=input comment="Names and addresses for everybody" dst-port=53,67 protocol=udp
add action=drop chain=input comment="Everything else, ping too, whoever asks"
add action=drop chain=forward comment="Only who has knocked gets to the servers" connection-state=new out-interface=ether2 \
    src-address-list="!serangan ketiga"
