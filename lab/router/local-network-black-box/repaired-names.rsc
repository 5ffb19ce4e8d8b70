# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# The study's rules with its list names put right and nothing else: the third knock fills the list that the drops ask for. They still take
# whoever is on it, as the text says ("isi alamat src.list dengan third strike"), which is everybody who has knocked.
/ip address
add address=192.168.88.1/24 interface=ether1 network=192.168.88.0
add address=192.168.99.1/24 interface=ether2 network=192.168.99.0
/ip firewall filter
add action=add-src-to-address-list address-list="hit pertama" address-list-timeout=10s chain=input dst-port=2001 protocol=tcp
add action=add-src-to-address-list address-list="serangan kedua" address-list-timeout=10s chain=input dst-port=2002 protocol=tcp \
    src-address-list="hit pertama"
add action=add-src-to-address-list address-list="serangan ketiga" address-list-timeout=1h chain=input dst-port=2003 protocol=tcp \
    src-address-list="serangan kedua"
add action=drop chain=input dst-port=8921,22,80,23 protocol=tcp src-address-list="serangan ketiga"
add action=drop chain=input protocol=icmp src-address-list="serangan ketiga"
