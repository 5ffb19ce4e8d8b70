# sep/09/2020 12:00:00 by RouterOS 6.47.4
/caps-man channel
add band=2ghz-g/n frequency=2412 name=ch1
/caps-man datapath
add bridge=bridge1 name=dp1
/interface bridge
add name=bridge1 protocol-mode=none vlan-filtering=yes
/caps-man security
add authentication-types=wpa2-psk encryption=aes-ccm name=sec1 passphrase=verysecret
/caps-man configuration
add channel=ch1 country=latvia datapath=dp1 name=cfg1 security=sec1 ssid=Campus
/caps-man manager
set enabled=yes
/caps-man provisioning
add action=create-dynamic-enabled master-configuration=cfg1
/caps-man access-list
add action=accept allow-signal-out-of-range=10s disabled=no interface=any
/interface bridge port
add bridge=bridge1 interface=ether2 pvid=10
add bridge=bridge1 interface=ether3
/interface bridge vlan
add bridge=bridge1 tagged=bridge1,ether3 untagged=ether2 vlan-ids=10
/interface vlan
add interface=bridge1 name=staff vlan-id=10
/ip address
add address=10.10.0.1/24 interface=staff network=10.10.0.0
/ip dhcp-server option
add code=66 name=tftp value="'10.10.0.5'"
/ip pool
add name=staff ranges=10.10.0.100-10.10.0.200
/ip dhcp-server
add address-pool=staff authoritative=after-2sec-delay disabled=no interface=staff name=staff \
    lease-script=":if (\$leaseBound = 1) do={ /log info \"\$leaseActIP\" }"
/ip dhcp-server network
add address=10.10.0.0/24 dhcp-option=tftp dns-server=10.10.0.1 gateway=10.10.0.1
/ip dhcp-server lease
add address=10.10.0.150 mac-address=02:00:5E:00:10:10 server=staff comment=printer
/radius
add address=10.10.0.6 secret=radiussecret service=wireless
/ip hotspot user profile
set [ find default=yes ] shared-users=2
/user
add group=read name=viewer password=viewonly
/tool graphing interface
add interface=staff
/tool romon
set enabled=yes secrets=romonsecret
