# by hand, full paths, one command a line; no header
/ip firewall filter add chain=input action=drop src-address-list=blacklist comment="drop: banned"
/ip firewall filter add chain=input protocol=tcp dst-port=22 connection-state=new src-address-list=ssh_stage3 action=add-src-to-address-list address-list=blacklist address-list-timeout=4w2d
/ip firewall filter add chain=input protocol=tcp dst-port=22 connection-state=new src-address-list=ssh_stage2 action=add-src-to-address-list address-list=ssh_stage3 address-list-timeout=1m
/ip firewall filter add chain=input protocol=tcp dst-port=22 connection-state=new src-address-list=ssh_stage1 action=add-src-to-address-list address-list=ssh_stage2 address-list-timeout=00:01:00
/ip firewall filter add chain=input protocol=tcp dst-port=22 connection-state=new action=add-src-to-address-list address-list=ssh_stage1 address-list-timeout=1m
/ip firewall filter add chain=input protocol=tcp psd=21,3s,3,1 action=add-src-to-address-list address-list="port scanners" address-list-timeout=2w
/ip firewall filter add chain=input protocol=tcp tcp-flags=fin,!syn,!rst,!psh,!ack,!urg action=add-src-to-address-list address-list="port scanners" address-list-timeout=2w comment="NMAP FIN Stealth scan"
/ip firewall filter add chain=input protocol=tcp tcp-flags=fin,syn action=add-src-to-address-list address-list="port scanners" address-list-timeout=2w
/ip firewall filter add chain=output action=accept protocol=tcp content="530 Login incorrect" dst-limit=1/1m,9,dst-address/1m
/ip firewall filter add chain=output action=add-dst-to-address-list protocol=tcp content="530 Login incorrect" address-list=ftp_blacklist address-list-timeout=3h
/ip/firewall/filter add chain=input protocol=icmp packet-size=302 action=add-src-to-address-list address-list=icmp-knock address-list-timeout=10s
/ip firewall/filter add chain=input protocol=tcp dst-port=8291 src-address-list=!safe action=jump jump-target="Port control"
/ip firewall filter add chain="Port control" protocol=tcp connection-limit=3,32 action=drop
/ip firewall filter add chain="Port control" action=return limit=5,5
/ip firewall filter add chain=detect-ddos dst-limit=32,32,src-and-dst-addresses/10s action=return
/ip firewall filter add chain=detect-ddos action=add-dst-to-address-list address-list=ddosed address-list-timeout=10m
/ip firewall filter add chain=forward connection-state=new action=jump jump-target=detect-ddos
/ip firewall filter add chain=input layer7-protocol="" tcp-flags="" protocol=tcp dst-port=!0-1024,8291,8728-8729 action=passthrough
/ip firewall layer7-protocol add name=knock regexp="^\\x16\\x03.+(alpha|beta)"
/ip firewall filter add chain=input protocol=udp layer7-protocol=knock action=add-src-to-address-list address-list=l7
/ip firewall filter add chain=input action=log log-prefix="dropped, the rest: " limit=30/1m,0
/ip firewall filter add chain=input action=drop place-before=0 src-address=192.0.2.0/24 disabled=yes
/ip firewall raw add chain=prerouting action=drop src-address-list=blacklist
/ip firewall raw add chain=prerouting action=notrack protocol=udp dst-port=53 disabled=yes
/ip firewall raw add chain=prerouting action=jump jump-target=icmp4 protocol=icmp
/ip firewall raw add chain=icmp4 action=accept icmp-options=8:0 limit=5,10:packet protocol=icmp
/ip firewall raw add chain=icmp4 action=accept icmp-options=3:0-1 protocol=icmp
/ip firewall raw add chain=icmp4 action=drop protocol=icmp
/ip firewall raw add chain=prerouting action=drop ipv4-options=loose-source-routing
