# jul/20/2023 20:40:00 by RouterOS 6.49.18
# software id =
#
# Husain et al. 2023, "Implementation of Port Knocking with Telegram Notifications to Protect Against Scanner
# Vulnerabilities", scheme 3: knocking, trap, drops and alerts; the 13 rules of Figure 8 in their order.
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
/ip firewall filter
# Rules 0-7 (Figures 5, 6, 8): two ladders climb side by side, one for the router's services, one for the way to the internet.
# Choices where the paper is silent or contradicts itself:
# - The last stage's timeout is not given. 30m, as in MikroTik's own port-knocking recipe; the stages' 30s would end before
#   anybody has typed a password.
# - Figure 8 prints "knock_ports3" (cut off) as the source list of rule 7. Taken as knock_ports_koneksi3: with knock_ports3 the
#   second ladder's third stage would lead nowhere.
# - The text asks for five knocks, 1000, 1500, 3000, 4000 and 5000; figures and conclusion for four. Port 5000 is the trap of
#   rule 8, so four it is: a fifth knock on 5000 puts the knocker on the scanners' list.
# - Figure 6 shows log prefix "knock1" for stage 1; the others follow it.
add action=add-src-to-address-list address-list=knock_ports1 address-list-timeout=30s chain=input comment=\
    "Port Knocking: Step 1" dst-port=1000 log=yes log-prefix=knock1 protocol=tcp
add action=add-src-to-address-list address-list=knock_ports_koneksi1 address-list-timeout=30s chain=input comment=\
    "Port Knocking Koneksi: Step 1" dst-port=1000 log=yes log-prefix=knock1 protocol=tcp
add action=add-src-to-address-list address-list=knock_ports2 address-list-timeout=30s chain=input comment=\
    "Port Knocking: Step 2" dst-port=1500 log=yes log-prefix=knock2 protocol=tcp src-address-list=knock_ports1
add action=add-src-to-address-list address-list=knock_ports_koneksi2 address-list-timeout=30s chain=input comment=\
    "Port Knocking Koneksi: Step 2" dst-port=1500 log=yes log-prefix=knock2 protocol=tcp src-address-list=knock_ports_koneksi1
add action=add-src-to-address-list address-list=knock_ports3 address-list-timeout=30s chain=input comment=\
    "Port Knocking: Step 3" dst-port=3000 log=yes log-prefix=knock3 protocol=tcp src-address-list=knock_ports2
add action=add-src-to-address-list address-list=knock_ports_koneksi3 address-list-timeout=30s chain=input comment=\
    "Port Knocking Koneksi: Step 3" dst-port=3000 log=yes log-prefix=knock3 protocol=tcp src-address-list=knock_ports_koneksi2
add action=add-src-to-address-list address-list=authenticated_clients address-list-timeout=30m chain=input comment=\
    "Port Knocking: Step 4" dst-port=4000 log=yes log-prefix=knock4 protocol=tcp src-address-list=knock_ports3
add action=add-src-to-address-list address-list=authenticated_clients_koneksi address-list-timeout=30m chain=input comment=\
    "Port Knocking Koneksi: Step 4" dst-port=4000 log=yes log-prefix=knock4 protocol=tcp src-address-list=knock_ports_koneksi3
# Rule 8: the trap. Nobody has business on port 5000, a scanner meets it. Its list timeout is not given: 1h, so that a ban
# outlives an authentication and a mistaken one ends by itself.
# Prefix "PortScanner Terdeteksi" is what the script of Figure 10 looks for.
add action=add-src-to-address-list address-list=port_scanners address-list-timeout=1h chain=input comment="Port Scanner" dst-port=5000 \
    log=yes log-prefix="PortScanner Terdeteksi" protocol=tcp
# Rules 9 and 10: the authenticated are let through; rule 10's prefix is what the script of Figure 9 looks for.
add action=accept chain=forward comment="Buka Koneksi Port Scanner" out-interface=ether1 src-address-list=\
    authenticated_clients_koneksi
add action=accept chain=input comment="Allow authenticated clients" dst-port=22,23,80,8291 log=yes log-prefix=\
    authenticated_clients protocol=tcp src-address-list=authenticated_clients
# Rules 11 and 12 (Figure 7): what is on the scanners' list neither reaches the services nor the internet.
add action=drop chain=forward comment="Drop Koneksi Port Scanners" out-interface=ether1 src-address-list=port_scanners
add action=drop chain=input comment="Drop Port Scanners" dst-port=22,23,80,8291 log=yes log-prefix="Port Scanning Blocked:" \
    protocol=tcp src-address-list=port_scanners
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/system identity
set name=MikroTik
# Figure 11: every minute from startup on.
/system scheduler
add interval=1m name=aman on-event=aman policy=ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon \
    start-date=jul/20/2023 start-time=startup
add interval=1m name=tidakaman on-event=tidakaman policy=ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon \
    start-date=jul/20/2023 start-time=startup
# Figures 9 and 10. Both snippets are cut off after /tool fetch; the counting of $logsCount that $maxLogs is there for is completed.
# The figures' chat ids differ in digits that print much alike; the group is the one in Figure 12's address bar. The token is the lab's.
# keep-result=no: otherwise every alert leaves a file "sendMessage" on the router.
/system script
add dont-require-permissions=no name=aman owner=admin policy=\
    ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon source="\
    :local maxLogs 1;\r\
    \n:local logsCount 0;\r\
    \n:local logMessage \"authenticated_clients input:\";\r\
    \n:foreach log in=[/log find where message~\$logMessage] do={\r\
    \n  :if (\$logsCount < \$maxLogs) do={\r\
    \n    :local waktu [/log get \$log time];\r\
    \n    :local apiToken \"1000000000:knocklab-lab-token-not-a-secret\";\r\
    \n    :local chatId \"-1001949507985\";\r\
    \n    /tool fetch url=\"https://api.telegram.org/bot\$apiToken/sendMessage\?chat_id=\$chatId&text=\$[/system clock get date] \$waktu - Action Allow Occurred: Wifi Client Telah Aman [Authenticated Clients]\" keep-result=no;\r\
    \n    :set logsCount (\$logsCount + 1);\r\
    \n  }\r\
    \n}"
add dont-require-permissions=no name=tidakaman owner=admin policy=\
    ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon source="\
    :local maxLogs 1;\r\
    \n:local logsCount 0;\r\
    \n:local logMessage \"PortScanner Terdeteksi input:\";\r\
    \n:foreach log in=[/log find where message~\$logMessage] do={\r\
    \n  :if (\$logsCount < \$maxLogs) do={\r\
    \n    :local waktu [/log get \$log time];\r\
    \n    :local apiToken \"1000000000:knocklab-lab-token-not-a-secret\";\r\
    \n    :local chatId \"-1001949507985\";\r\
    \n    /tool fetch url=\"https://api.telegram.org/bot\$apiToken/sendMessage\?chat_id=\$chatId&text=\$[/system clock get date] - \$waktu Action Drop Occurred: Wifi Client Sedang Tidak Aman [Port Scanning]\" keep-result=no;\r\
    \n    :set logsCount (\$logsCount + 1);\r\
    \n  }\r\
    \n}"
