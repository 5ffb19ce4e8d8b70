# nov/21/2026 08:00:00 by RouterOS 7.18
# software id =
#
# Ventura and Caeiro 2024: the improvement that the paper cites as "a two level host authentication".
#
# Theirs: the idea. Ours: the knock opens the router's SSH for two minutes and nothing else; who logs in there as "door", who may
# do nothing but read, is let in to the service for an hour: every five seconds a script looks who is logged in, and from where.
# The password is the lab's own.
/ip address
add address=203.0.113.1/24 interface=ether1 network=203.0.113.0
add address=192.168.50.1/24 interface=ether2 network=192.168.50.0
/ipv6 address
add address=2001:db8:113::1/64 interface=ether1 advertise=no
add address=2001:db8:50::1/64 interface=ether2 advertise=no
/ip firewall filter
add action=add-src-to-address-list address-list=stage1 address-list-timeout=10s chain=input comment="first knock" \
    dst-port=7000 protocol=tcp
add action=add-src-to-address-list address-list=stage2 address-list-timeout=10s chain=input comment="second knock" \
    dst-port=9000 protocol=tcp src-address-list=stage1
add action=add-src-to-address-list address-list=knocked address-list-timeout=2m chain=input comment="third knock" \
    dst-port=8000 protocol=tcp src-address-list=stage2
add action=accept chain=input comment="answers to the router" connection-state=established,related
add action=accept chain=input comment="the second level" dst-port=22 protocol=tcp src-address-list=knocked
add action=drop chain=input comment="the router itself serves nobody outside" in-interface=ether1
add action=accept chain=forward comment="The service, for who knocked; connections end with the entry" \
    connection-nat-state=dstnat in-interface=ether1 src-address-list=allowed
add action=drop chain=forward comment="Nobody else gets past the router" in-interface=ether1
/ip firewall nat
add action=dst-nat chain=dstnat comment="the service is the server's" dst-port=2222 in-interface=ether1 protocol=tcp \
    to-addresses=192.168.50.10
/ipv6 firewall filter
add action=drop chain=forward comment="The same servers over IPv6" in-interface=ether1
/user group
add name=door policy=ssh,read,test,!local,!telnet,!ftp,!reboot,!write,!policy,!winbox,!password,!web,!sniff,!sensitive,!api,!romon,!rest-api
/user
add group=door name=door password=knocklab-lab-password-not-a-secret
/system script
add dont-require-permissions=no name=let-in owner=admin policy=read,write source="\
    :foreach session in=[/user active find name=door] do={\r\
    \n  :local from [/user active get \$session address]\r\
    \n  /ip firewall address-list remove [find list=allowed address=\$from]\r\
    \n  /ip firewall address-list add list=allowed address=\$from timeout=1h\r\
    \n}"
/system scheduler
add interval=5s name=let-in on-event="/system script run let-in" policy=read,write start-time=startup
