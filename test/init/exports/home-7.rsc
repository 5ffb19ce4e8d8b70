# 2026-03-14 18:22:07 by RouterOS 7.16.2
# software id = AB12-CD34
#
# model = RBD52G-5HacD2HnD
# serial number = 0123456789AB
/interface bridge
add admin-mac=48:8F:5A:10:20:31 auto-mac=no comment=defconf name=bridge
/interface wireless
set [ find default-name=wlan1 ] band=2ghz-b/g/n channel-width=20/40mhz-XX disabled=no distance=indoors frequency=auto \
    installation=indoor mode=ap-bridge ssid=attic wireless-protocol=802.11
set [ find default-name=wlan2 ] band=5ghz-a/n/ac disabled=no frequency=auto mode=ap-bridge ssid=attic-5
/interface list
add comment=defconf name=WAN
add comment=defconf name=LAN
/interface wireless security-profiles
set [ find default=yes ] authentication-types=wpa2-psk mode=dynamic-keys supplicant-identity=MikroTik \
    wpa2-pre-shared-key=not-my-real-passphrase
/ip pool
add name=dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add address-pool=dhcp interface=bridge lease-time=10m name=defconf
/interface bridge port
add bridge=bridge comment=defconf interface=ether2
add bridge=bridge comment=defconf interface=ether3
add bridge=bridge comment=defconf interface=ether4
add bridge=bridge comment=defconf interface=ether5
add bridge=bridge comment=defconf interface=wlan1
add bridge=bridge comment=defconf interface=wlan2
/ip neighbor discovery-settings
set discover-interface-list=LAN
/interface list member
add comment=defconf interface=bridge list=LAN
add comment=defconf interface=ether1 list=WAN
/ip address
add address=192.168.88.1/24 comment=defconf interface=bridge network=192.168.88.0
/ip dhcp-client
add comment=defconf interface=ether1
/ip dhcp-server network
add address=192.168.88.0/24 comment=defconf dns-server=192.168.88.1 gateway=192.168.88.1
/ip dns
set allow-remote-requests=yes
/ip dns static
add address=192.168.88.1 comment=defconf name=router.lan
/ip firewall filter
add action=accept chain=input comment="what belongs to a connection" connection-state=established,related,untracked
add action=drop chain=input comment="what belongs to none" connection-state=invalid
add action=accept chain=input comment="ping" protocol=icmp
add action=accept chain=input comment="the router itself (CAPsMAN)" dst-address=127.0.0.1
add action=drop chain=input comment="whoever is not in the LAN" in-interface-list=!LAN
add action=accept chain=forward comment="IPsec in" ipsec-policy=in,ipsec
add action=accept chain=forward comment="IPsec out" ipsec-policy=out,ipsec
add action=fasttrack-connection chain=forward comment="known connections" connection-state=established,related hw-offload=yes
add action=accept chain=forward comment="known connections" connection-state=established,related,untracked
add action=drop chain=forward comment="what belongs to none" connection-state=invalid
add action=drop chain=forward comment="from outside, unless it is forwarded" connection-nat-state=!dstnat connection-state=new \
    in-interface-list=WAN
/ip firewall nat
add action=masquerade chain=srcnat comment="LAN to the world" ipsec-policy=out,none out-interface-list=WAN
/ip service
set telnet disabled=yes
set ftp disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/system clock
set time-zone-name=Europe/Sofia
/system identity
set name=attic
/tool mac-server
set allowed-interface-list=LAN
/tool mac-server mac-winbox
set allowed-interface-list=LAN
