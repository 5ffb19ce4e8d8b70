# 2024-10-02 09:00:00 by RouterOS 7.16
# software id =
#
/interface bridge
add admin-mac=02:00:5E:00:00:02 auto-mac=no name=bridge port-cost-mode=short
/interface wireguard
add listen-port=13231 mtu=1420 name=wireguard1
/interface list
add name=WAN
add name=LAN
add include=LAN name=Trusted
/interface bridge port
add bridge=bridge interface=ether2 internal-path-cost=10 path-cost=10
/interface list member
add interface=ether1 list=WAN
add interface=bridge list=LAN
/interface wireguard peers
add allowed-address=10.9.0.2/32 interface=wireguard1 name=phone public-key=\
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
/ip address
add address=192.168.88.1/24 interface=bridge network=192.168.88.0
add address=10.9.0.1/24 interface=wireguard1 network=10.9.0.0
/ip dhcp-client
add default-route-tables=main interface=ether1
/ip dns
set allow-remote-requests=yes servers=192.0.2.53
/ip dns static
add address=192.168.88.1 name=router.lan type=A
add forward-to=192.0.2.99 regexp=".*\\.corp\\.example\$" type=FWD
add name=old.lan type=NXDOMAIN
/ip firewall address-list
add address=blocked.example.com list=names
add address=10.0.0.1-10.0.0.20 list=ranges
add list=empty
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input dst-port=13231 protocol=udp
add action=drop chain=input in-interface-list=!LAN
add action=fasttrack-connection chain=forward connection-state=\
    established,related hw-offload=yes
add action=accept chain=forward connection-state=established,related,untracked
add action=drop chain=forward connection-nat-state=!dstnat connection-state=new \
    in-interface-list=WAN
add action=reject chain=forward dst-address-list=names reject-with=\
    icmp-host-unreachable
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=dst-nat chain=dstnat dst-port=8443 in-interface-list=WAN protocol=tcp \
    src-address-list=ranges to-addresses=192.168.88.10 to-ports=443
/ipv6 firewall address-list
add address=fe80::/16 comment="defconf: RFC6890 Linked-Scoped Unicast" list=\
    no_forward_ipv6
add address=::/96 comment="defconf: ipv4 compat" list=bad_ipv6
add address=2001:db8::/32 list=bad_ipv6
/ipv6 firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input protocol=icmpv6
add action=accept chain=input dst-port=33434-33534 protocol=udp
add action=accept chain=input dst-port=546 protocol=udp src-address=fe80::/10
add action=drop chain=input in-interface-list=!LAN
add action=drop chain=forward src-address-list=bad_ipv6
add action=drop chain=forward hop-limit=equal:1 protocol=icmpv6
/ipv6 firewall raw
add action=accept chain=prerouting dst-address=ff02:0:0:0:0:1:ff00::/104 icmp-options=135 \
    protocol=icmpv6 src-address=::/128
add action=drop chain=prerouting src-address-list=bad_ipv6
/system identity
set name="Home \E2\9D\A4"
/system note
set show-at-login=no
/system scheduler
add interval=1d name=nightly on-event="/log info \"night\"; :foreach i in=[/ip fire\
    wall address-list find where list=ranges] do={ :put \$i }" policy=read,write,test \
    start-date=2024-01-01 start-time=03:00:00
