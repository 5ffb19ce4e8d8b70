# 2026-08-20 09:15:44 by RouterOS 7.15.3
# software id = JK90-LM12
#
# model = RB5009UG+S+
# serial number = HE108XXXXXX
/interface bridge
add name=bridge vlan-filtering=yes
/interface ethernet
set [ find default-name=ether1 ] comment="fibre, line 20711"
set [ find default-name=sfp-sfpplus1 ] disabled=yes
/interface vlan
add interface=bridge name=vlan10-office vlan-id=10
add interface=bridge name=vlan20-guests vlan-id=20
add interface=bridge name=vlan30-servers vlan-id=30
add interface=bridge name=vlan99-mgmt vlan-id=99
/interface list
add name=WAN
add name=OFFICE
add name=MGMT
/interface wireguard
add listen-port=13231 mtu=1420 name=wg-staff private-key="bm90LWEtcmVhbC1rZXktbm90LWEtcmVhbC1rZXktMDA="
/ip pool
add name=office ranges=10.30.10.50-10.30.10.250
add name=guests ranges=10.30.20.50-10.30.20.250
/ip dhcp-server
add address-pool=office interface=vlan10-office name=office
add address-pool=guests interface=vlan20-guests lease-time=1h name=guests
/interface bridge port
add bridge=bridge comment="switch" frame-types=admit-only-vlan-tagged interface=ether2
add bridge=bridge comment="reception" frame-types=admit-only-untagged-and-priority-tagged interface=ether3 pvid=10
add bridge=bridge comment="guest AP" frame-types=admit-only-untagged-and-priority-tagged interface=ether4 pvid=20
add bridge=bridge comment="server" frame-types=admit-only-untagged-and-priority-tagged interface=ether5 pvid=30
add bridge=bridge comment="console room" interface=ether8 pvid=99
/interface bridge vlan
add bridge=bridge tagged=bridge,ether2 vlan-ids=10
add bridge=bridge tagged=bridge,ether2 vlan-ids=20
add bridge=bridge tagged=bridge,ether2 vlan-ids=30
add bridge=bridge tagged=bridge,ether2 vlan-ids=99
/interface list member
add interface=ether1 list=WAN
add interface=vlan10-office list=OFFICE
add interface=vlan99-mgmt list=MGMT
/interface wireguard peers
add allowed-address=10.30.100.2/32 comment=anna interface=wg-staff \
    public-key="cHVibGljLWtleS1vZi1ub2JvZHktcHVibGljLWtleTA="
/ip address
add address=198.51.100.18/29 interface=ether1 network=198.51.100.16
add address=10.30.10.1/24 interface=vlan10-office network=10.30.10.0
add address=10.30.20.1/24 interface=vlan20-guests network=10.30.20.0
add address=10.30.30.1/24 interface=vlan30-servers network=10.30.30.0
add address=10.30.99.1/24 interface=vlan99-mgmt network=10.30.99.0
add address=10.30.100.1/24 interface=wg-staff network=10.30.100.0
/ip dhcp-server network
add address=10.30.10.0/24 dns-server=10.30.10.1 gateway=10.30.10.1
add address=10.30.20.0/24 dns-server=9.9.9.9 gateway=10.30.20.1
/ip dns
set allow-remote-requests=yes servers=9.9.9.9
/ip firewall filter
add action=accept chain=input comment="known connections" connection-state=established,related,untracked
add action=drop chain=input comment="stray packets" connection-state=invalid
add action=accept chain=input comment="ping" protocol=icmp
add action=accept chain=input comment="WireGuard" dst-port=13231 protocol=udp
add action=accept chain=input comment="management" in-interface-list=MGMT
add action=accept chain=input comment="names for the office" dst-port=53 in-interface-list=OFFICE protocol=udp
add action=accept chain=input comment="names for the office" dst-port=53 in-interface-list=OFFICE protocol=tcp
add action=drop chain=input comment="everything else" log=yes log-prefix=in-drop
add action=accept chain=forward comment="known connections" connection-state=established,related,untracked
add action=drop chain=forward comment="stray packets" connection-state=invalid
add action=accept chain=forward comment="forwarded ports" connection-nat-state=dstnat in-interface-list=WAN
add action=accept chain=forward comment="office to the world" in-interface-list=OFFICE out-interface-list=WAN
add action=accept chain=forward comment="guests to the world" in-interface=vlan20-guests out-interface-list=WAN
add action=accept chain=forward comment="office to the servers" dst-port=22,443,445 in-interface-list=OFFICE out-interface=\
    vlan30-servers protocol=tcp
add action=accept chain=forward comment="management goes everywhere" in-interface-list=MGMT
add action=drop chain=forward comment="everything else"
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=dst-nat chain=dstnat comment="web server" dst-address=198.51.100.18 dst-port=80,443 protocol=tcp \
    to-addresses=10.30.30.5
/ip route
add dst-address=0.0.0.0/0 gateway=198.51.100.17
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set ssh port=2222
set api disabled=yes
set api-ssl disabled=yes
/snmp community
set [ find default=yes ] name=not-public
/system clock
set time-zone-name=Europe/Berlin
/system identity
set name=office-gw
/system note
set show-at-login=no
