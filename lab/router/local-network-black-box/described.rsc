# nov/21/2026 08:00:00 by RouterOS 6.49.18
# software id =
#
# The study of port knocking on a local network with black-box tests, word by word as its text tells the rules: the second knock fills
# the same list as the first, the third fills "serangan ke-2", none of them asks for the knock before it; the two drops take whoever is on
# "serangan ketiga", a list that nothing fills; Winbox is port 8921. Figure 4 cannot be read. Addresses are ours.
/ip address
add address=192.168.88.1/24 interface=ether1 network=192.168.88.0
add address=192.168.99.1/24 interface=ether2 network=192.168.99.0
/ip firewall filter
add action=add-src-to-address-list address-list="hit pertama" address-list-timeout=10s chain=input dst-port=2001 protocol=tcp
add action=add-src-to-address-list address-list="hit pertama" address-list-timeout=10s chain=input dst-port=2002 protocol=tcp
add action=add-src-to-address-list address-list="serangan ke-2" address-list-timeout=1h chain=input dst-port=2003 protocol=tcp
add action=drop chain=input dst-port=8921,22,80,23 protocol=tcp src-address-list="serangan ketiga"
add action=drop chain=input protocol=icmp src-address-list="serangan ketiga"
