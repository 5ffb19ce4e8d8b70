# apr/01/2015 00:00:01 by RouterOS 6.28
/interface pppoe-client
add ac-name="" add-default-route=yes allow=pap,chap,mschap1,mschap2 disabled=no \
    interface=ether1 max-mru=1480 max-mtu=1480 mrru=disabled name=pppoe-out1 \
    password=secret service-name="" use-peer-dns=yes user=me@example
/ip ipsec proposal
set [ find default=yes ] enc-algorithms=aes-128-cbc
/ppp profile
add local-address=10.255.0.1 name=vpn remote-address=vpn use-encryption=yes
/ip pool
add name=vpn ranges=10.255.0.10-10.255.0.20,10.255.0.30
/interface pptp-server server
set enabled=yes
/interface l2tp-server server
set default-profile=vpn enabled=yes use-ipsec=yes
/ip accounting
set enabled=yes
/ip firewall filter
add chain=input comment="no action: accept" protocol=icmp
add chain=input connection-state=established
add chain=input connection-state=related
add action=drop chain=input in-interface=pppoe-out1
add action=drop chain=forward p2p=all-p2p
add action=tarpit chain=input dst-port=25 protocol=tcp
/ip firewall nat
add action=masquerade chain=srcnat out-interface=pppoe-out1
add action=redirect chain=dstnat dst-port=53 protocol=udp to-ports=53
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www port=8081
set ssh address=10.0.0.0/8 port=2200
set api disabled=yes
set winbox address=10.0.0.0/8,192.168.0.0/16
/ppp secret
add name=ann password=secret profile=vpn service=pptp
/queue simple
add max-limit=1M/4M name=ann target=10.255.0.10/32
/snmp
set contact=noc enabled=yes location=mast
/snmp community
set [ find default=yes ] addresses=10.0.0.0/8 name=watch
/system identity
set name=mast-7
/ip upnp interfaces
add interface=pppoe-out1 type=external
