# the firewall of the branch offices; interfaces and lists differ from one to the next
/ip firewall address-list
add address=10.0.0.0/8 list=headquarters
/ip firewall filter
add chain=input action=accept connection-state=established,related
add chain=input action=drop connection-state=invalid
add chain=input action=accept protocol=icmp
add chain=input action=accept in-interface-list=LAN
add chain=input action=add-src-to-address-list address-list=knocked address-list-timeout=30s protocol=tcp dst-port=7001 \
    in-interface-list=WAN
add chain=input action=add-src-to-address-list address-list=trusted address-list-timeout=1h protocol=tcp dst-port=8001 \
    src-address-list=knocked in-interface-list=WAN
add chain=input action=accept protocol=tcp dst-port=22,8291 src-address-list=trusted
add chain=input action=drop
add chain=forward action=accept connection-state=established,related
add chain=forward action=drop connection-state=invalid
add chain=forward action=accept in-interface=bridge-lan out-interface-list=WAN
add chain=forward action=drop
/ip firewall nat
add chain=srcnat action=masquerade out-interface-list=WAN
