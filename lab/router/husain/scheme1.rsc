# jul/20/2023 20:40:00 by RouterOS 6.49.18
# software id =
#
# Husain et al. 2023, "Implementation of Port Knocking with Telegram Notifications to Protect Against Scanner
# Vulnerabilities", scheme 1: neither alerts nor knocking. The router as it comes, with the services open.
#
# Interfaces, addresses and DHCP are Table 4's. The fixed leases give attacker, client and access point the table's addresses.
/ip pool
add name=hotspot ranges=10.10.10.2-10.10.10.254
add name=administrator ranges=103.190.47.46
/ip dhcp-server
add address-pool=hotspot disabled=no interface=ether2 lease-time=1h name=hotspot
add address-pool=administrator disabled=no interface=ether3 lease-time=1h name=administrator
/ip address
add address=10.10.10.1/24 interface=ether2 network=10.10.10.0
add address=103.190.47.45/24 interface=ether3 network=103.190.47.0
/ip dhcp-client
add disabled=no interface=ether1
/ip dhcp-server lease
add address=10.10.10.253 comment="Access Point" mac-address=02:00:0A:0A:0A:FD server=hotspot
add address=10.10.10.254 comment="Laptop Attacker" mac-address=02:00:0A:0A:0A:FE server=hotspot
add address=10.10.10.94 comment="Laptop Client" mac-address=02:00:0A:0A:0A:5E server=hotspot
add address=103.190.47.46 comment="Laptop Administrator" mac-address=02:00:67:BE:2F:2E server=administrator
/ip dhcp-server network
add address=10.10.10.0/24 dns-server=10.10.10.1 gateway=10.10.10.1
add address=103.190.47.0/24 dns-server=103.190.47.45 gateway=103.190.47.45
/ip dns
set allow-remote-requests=yes
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/system identity
set name=MikroTik
