# 2026-11-21 08:00:00 by RouterOS 6.49.18
# software id =
#
# MikroTik's old wiki, page "Port Knocking": 9000, then 6000, a minute each; a browser will do as the client. The rules are the wiki's.
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=add-src-to-address-list address-list="port:9000" address-list-timeout=1m chain=input dst-port=9000 protocol=tcp
add action=add-src-to-address-list address-list=secure address-list-timeout=1m chain=input dst-port=6000 protocol=tcp \
    src-address-list="port:9000"
add action=accept chain=input src-address-list=secure
add action=drop chain=input
