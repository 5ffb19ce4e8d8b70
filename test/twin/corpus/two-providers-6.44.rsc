# jan/02/2019 10:11:12 by RouterOS 6.44.3
/interface ethernet
set [ find default-name=ether1 ] name="wan A"
set [ find default-name=ether2 ] name="wan B"
/interface vlan
add interface=ether3 name=voice vlan-id=20
/ip address
add address=192.0.2.2/30 interface="wan A" network=192.0.2.0
add address=198.51.100.2/30 interface="wan B" network=198.51.100.0
add address=10.20.0.1/24 interface=voice network=10.20.0.0
/ip firewall mangle
add action=mark-connection chain=prerouting connection-mark=no-mark in-interface=\
    "wan A" new-connection-mark=A_conn passthrough=yes
add action=mark-connection chain=prerouting connection-mark=no-mark in-interface=\
    "wan B" new-connection-mark=B_conn passthrough=yes
add action=mark-connection chain=prerouting dst-address-type=!local in-interface=voice \
    new-connection-mark=A_conn per-connection-classifier=both-addresses:2/0
add action=mark-connection chain=prerouting dst-address-type=!local in-interface=voice \
    new-connection-mark=B_conn per-connection-classifier=both-addresses:2/1
add action=mark-routing chain=prerouting connection-mark=A_conn new-routing-mark=to_A \
    passthrough=no
add action=mark-routing chain=output connection-mark=B_conn new-routing-mark=to_B
add action=change-mss chain=forward new-mss=clamp-to-pmtu passthrough=yes protocol=tcp \
    tcp-flags=syn
add action=mark-packet chain=forward new-packet-mark=voip passthrough=no dscp=46
/ip firewall nat
add action=masquerade chain=srcnat out-interface="wan A"
add action=masquerade chain=srcnat out-interface="wan B"
add action=netmap chain=dstnat dst-address=192.0.2.2 to-addresses=10.20.0.9
/ip route
add check-gateway=ping distance=1 gateway=192.0.2.1 routing-mark=to_A
add check-gateway=ping distance=1 gateway=198.51.100.1 routing-mark=to_B
add distance=1 gateway=192.0.2.1
add distance=2 gateway=198.51.100.1
add distance=250 dst-address=10.0.0.0/8 type=blackhole
/queue tree
add max-limit=5M name=voice packet-mark=voip parent=global priority=1
/routing ospf network
add area=backbone network=10.20.0.0/24
/system ntp client
set enabled=yes primary-ntp=192.0.2.123
/system script
add dont-require-permissions=no name=report owner=admin policy=read,write,test source="#\
    \_a script in a string\r\
    \n:local chat \"-100\"\r\
    \n:if ([:len [/ip firewall address-list find list=\"port scanners\"]] > 0) do={\r\
    \n  /tool fetch url=\"https://api.telegram.org/bot\$token/sendMessage\?chat_id=\$chat&text=hi\" keep-result=no\r\
    \n} else={ :log info \"nothing\" }\r\
    \n"
/tool netwatch
add down-script="/log error down" host=192.0.2.1 interval=30s up-script="/log info up"
/tool e-mail
set address=192.0.2.25 from=router@example.com port=587 start-tls=yes user=router
/user group
add name=helpdesk policy=read,test,winbox,!write
/system logging action
add name=central remote=192.0.2.50 target=remote
/system logging
add action=central topics=firewall
add action=central topics=critical,!debug
