# nov/21/2026 08:00:00 by RouterOS 7.18
# software id =
#
# Ventura and Caeiro 2024: the improvement that the paper cites as "dynamic change of port knocking sequences", as a sequence that
# is good for one time.
#
# Theirs: the idea. Ours: both sides know a secret and count the knocks; the three ports are the first twelve hexadecimal digits of
# SHA-256 of "SECRET:NUMBER", four for each port. The third knock puts the router's own address on the list "spent", in the packet
# path: from that very packet on nobody's knocks count, until the script has set the next sequence, at most five seconds later. The
# number stands in the rules' comments and so outlives a restart.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.50.1/24 interface=ether2 network=192.168.50.0
/ipv6 address
add address=2001:db8:113::1/64 interface=ether1 advertise=no
add address=2001:db8:50::1/64 interface=ether2 advertise=no
/ip firewall filter
add action=accept chain=input comment="Answers to the router itself" connection-state=established,related
add action=drop chain=input comment="This sequence has been used; the next one comes within five seconds" dst-address-list=spent \
    in-interface=ether1
add action=drop chain=input comment="What looks like a scan does not finish its knock" in-interface=ether1 protocol=tcp \
    src-address-list=spoiled
add action=jump chain=input comment="Whoever has sent two knocks has one to go" in-interface=ether1 jump-target=third \
    protocol=tcp src-address-list=stage2
add action=jump chain=input comment="Whoever has sent one" in-interface=ether1 jump-target=second protocol=tcp \
    src-address-list=stage1
add action=add-src-to-address-list address-list=stage1 address-list-timeout=10s chain=input comment="knock 1 of 1" \
    dst-port=47386 in-interface=ether1 protocol=tcp
add action=drop chain=input comment="The router itself serves nobody outside" in-interface=ether1
add action=add-src-to-address-list address-list=stage2 address-list-timeout=10s chain=second comment="knock 2 of 1" \
    dst-port=31452 protocol=tcp
add action=drop chain=second comment="knock 2 of 1" dst-port=31452 protocol=tcp
add action=drop chain=second comment="knock 1 of 1" dst-port=47386 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=second comment="A scan"
add action=add-src-to-address-list address-list=allowed address-list-timeout=10m chain=third comment="knock 3 of 1" \
    dst-port=20609 protocol=tcp
add action=add-dst-to-address-list address-list=spent address-list-timeout=1m chain=third comment="knock 3 of 1" \
    dst-port=20609 protocol=tcp
add action=drop chain=third comment="knock 3 of 1" dst-port=20609 protocol=tcp
add action=drop chain=third comment="knock 2 of 1" dst-port=31452 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=10s chain=third comment="A scan"
add action=accept chain=forward comment="The service, for who knocked; connections end with the entry" \
    connection-nat-state=dstnat in-interface=ether1 src-address-list=allowed
add action=drop chain=forward comment="Nobody else gets past the router" in-interface=ether1
/ip firewall nat
add action=dst-nat chain=dstnat comment="the service is the server's" dst-port=2222 in-interface=ether1 protocol=tcp \
    to-addresses=192.168.50.10
/ipv6 firewall filter
add action=drop chain=forward comment="The same servers over IPv6" in-interface=ether1
/system script
add dont-require-permissions=no name=next-sequence owner=admin policy=read,write,test source="\
    :local secret \"knocklab-lab-secret-not-a-secret\"\r\
    \n:local comment [/ip firewall filter get ([/ip firewall filter find comment~\"^knock 1 of \"]->0) comment]\r\
    \n:local number ([:tonum [:pick \$comment 11 [:len \$comment]]] + 1)\r\
    \n:local digest [:convert (\$secret . \":\" . \$number) transform=sha256]\r\
    \n:for knock from=1 to=3 do={\r\
    \n  :local digits [:pick \$digest ((\$knock - 1) * 4) (\$knock * 4)]\r\
    \n  :local port (10000 + ([:tonum (\"0x\" . \$digits)] % 50000))\r\
    \n  :local rules [/ip firewall filter find comment~(\"^knock \" . \$knock . \" of \")]\r\
    \n  /ip firewall filter set \$rules dst-port=\$port comment=(\"knock \" . \$knock . \" of \" . \$number)\r\
    \n}\r\
    \n/ip firewall address-list remove [find list~\"^stage\"]\r\
    \n/ip firewall address-list remove [find list=spent]"
/system scheduler
add interval=5s name=next-sequence on-event=":if ([:len [/ip firewall address-list find list=spent]] > 0) do={ /system script run next-sequence }" \
    policy=read,write,test start-time=startup
