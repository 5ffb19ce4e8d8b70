# jul/20/2023 20:40:00 by RouterOS 6.49.18
# software id =
#
# Husain et al. 2023, scheme 3, hardened: the same ports, times, lists and alerts. What is different for people: the services are
# closed to the hotspot until somebody knocks, instead of open until somebody scans; the administrator's own network needs no knock.
# What each rule is good for stands in its comment; docs/hardened-rules.md says which scenario misses it.
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
add action=accept chain=input comment="The administrator's own network" in-interface=ether3
add action=accept chain=input comment="Answers to the router itself: names, leases, Telegram" connection-state=established,related \
    in-interface=ether1
add action=drop chain=input comment="Passwords were guessed from here: no new login for ten minutes" connection-state=new \
    dst-port=22,23 protocol=tcp src-address-list=guessing
add action=add-src-to-address-list address-list=guessing address-list-timeout=10m chain=input comment=\
    "The fifth login within a minute is the last" connection-state=new dst-port=22,23 protocol=tcp src-address-list=login4
add action=add-src-to-address-list address-list=login4 address-list-timeout=1m chain=input comment="Fourth login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login3
add action=add-src-to-address-list address-list=login3 address-list-timeout=1m chain=input comment="Third login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login2
add action=add-src-to-address-list address-list=login2 address-list-timeout=1m chain=input comment="Second login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=login1
add action=add-src-to-address-list address-list=login1 address-list-timeout=1m chain=input comment="First login" \
    connection-state=new dst-port=22,23 protocol=tcp src-address-list=authenticated_clients
add action=accept chain=input comment="Allow authenticated clients; connections end with the entry" dst-port=22,23,80,8291 log=yes \
    log-prefix=authenticated_clients protocol=tcp src-address-list=authenticated_clients
add action=drop chain=input comment="What looks like a scan does not finish its knock" dst-port=1000,1500,3000,4000 protocol=tcp \
    src-address-list=spoiled
add action=add-src-to-address-list address-list=port_scanners address-list-timeout=1h chain=input comment="Port Scanner" dst-port=5000 \
    log=yes log-prefix="PortScanner Terdeteksi" protocol=tcp
add action=jump chain=input comment="Whoever has come to step 3 has one port to go" jump-target=step4 protocol=tcp \
    src-address-list=knock_ports3
add action=jump chain=input comment="Whoever has come to step 2" jump-target=step3 protocol=tcp src-address-list=knock_ports2
add action=jump chain=input comment="Whoever has come to step 1" jump-target=step2 protocol=tcp src-address-list=knock_ports1
add action=add-src-to-address-list address-list=knock_ports1 address-list-timeout=30s chain=input comment="Port Knocking: Step 1" \
    dst-port=1000 log=yes log-prefix=knock1 protocol=tcp
add action=add-src-to-address-list address-list=authenticated_clients address-list-timeout=30m chain=step4 comment=\
    "Port Knocking: Step 4" dst-port=4000 log=yes log-prefix=knock4 protocol=tcp
add action=add-src-to-address-list address-list=authenticated_clients_koneksi address-list-timeout=30m chain=step4 comment=\
    "Port Knocking Koneksi: Step 4" dst-port=4000 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=step4 comment=\
    "No knock at all: a scan" dst-port=!22,23,80,8291,1000,1500,3000,4000 protocol=tcp
add action=drop chain=step4 comment="What was meant for step 4 is no wrong port of step 2"
add action=add-src-to-address-list address-list=knock_ports3 address-list-timeout=30s chain=step3 comment="Port Knocking: Step 3" \
    dst-port=3000 log=yes log-prefix=knock3 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=step3 comment=\
    "No knock, or one too far: a scan" dst-port=!22,23,80,8291,1000,1500,3000 protocol=tcp
add action=drop chain=step3 comment="What was meant for step 3 is no wrong port of step 1"
add action=add-src-to-address-list address-list=knock_ports2 address-list-timeout=30s chain=step2 comment="Port Knocking: Step 2" \
    dst-port=1500 log=yes log-prefix=knock2 protocol=tcp
add action=add-src-to-address-list address-list=spoiled address-list-timeout=30s chain=step2 comment=\
    "No knock, or one too far: a scan" dst-port=!22,23,80,8291,1000,1500 protocol=tcp
add action=accept chain=input comment="Names and addresses for the hotspot" dst-port=53,67 in-interface=ether2 protocol=udp
add action=accept chain=input comment="Ping" protocol=icmp
add action=drop chain=input comment="Everything else, whoever asks"
add action=accept chain=forward comment="Buka Koneksi Port Scanner" out-interface=ether1 src-address-list=\
    authenticated_clients_koneksi
add action=drop chain=forward comment="Drop Koneksi Port Scanners" out-interface=ether1 src-address-list=port_scanners
add action=drop chain=forward comment="Nobody gets past the router to the administrator" connection-state=new out-interface=ether3
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
# Figures 9 and 10 read the oldest matching line of the log again and again. Here each script remembers the number of the last line
# that it has reported, in a global variable; it is only moved on when the message has been delivered, so that after a failed
# /tool fetch the next minute tries again. A storm is reported by its first five attacks and the number of the others: Telegram takes
# twenty messages a minute to a group.
/system script
add dont-require-permissions=no name=aman owner=admin policy=\
    ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon source="\
    :global amanTerakhir;\r\
    \n:if ([:typeof \$amanTerakhir] = \"nothing\") do={ :set amanTerakhir 0 }\r\
    \n:foreach log in=[/log find where message~\"^authenticated_clients input:.*SYN\"] do={\r\
    \n  :local nomor [:tonum (\"0x\" . [:pick [:tostr \$log] 1 20])];\r\
    \n  :if (\$nomor > \$amanTerakhir) do={\r\
    \n    :local waktu [/log get \$log time];\r\
    \n    :local apiToken \"1000000000:knocklab-lab-token-not-a-secret\";\r\
    \n    :local chatId \"-1001949507985\";\r\
    \n    /tool fetch url=\"https://api.telegram.org/bot\$apiToken/sendMessage\?chat_id=\$chatId&text=\$[/system clock get date] \$waktu - Action Allow Occurred: Wifi Client Telah Aman [Authenticated Clients]\" keep-result=no;\r\
    \n    :set amanTerakhir \$nomor;\r\
    \n  }\r\
    \n}"
add dont-require-permissions=no name=tidakaman owner=admin policy=\
    ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon source="\
    :global tidakamanTerakhir;\r\
    \n:if ([:typeof \$tidakamanTerakhir] = \"nothing\") do={ :set tidakamanTerakhir 0 }\r\
    \n:local apiToken \"1000000000:knocklab-lab-token-not-a-secret\";\r\
    \n:local chatId \"-1001949507985\";\r\
    \n:local maxLogs 5;\r\
    \n:local logsCount 0;\r\
    \n:local terakhir \$tidakamanTerakhir;\r\
    \n:foreach log in=[/log find where message~\"^PortScanner Terdeteksi input:.*SYN\"] do={\r\
    \n  :local nomor [:tonum (\"0x\" . [:pick [:tostr \$log] 1 20])];\r\
    \n  :if (\$nomor > \$terakhir) do={\r\
    \n    :set terakhir \$nomor;\r\
    \n    :set logsCount (\$logsCount + 1);\r\
    \n    :if (\$logsCount <= \$maxLogs) do={\r\
    \n      :local waktu [/log get \$log time];\r\
    \n      /tool fetch url=\"https://api.telegram.org/bot\$apiToken/sendMessage\?chat_id=\$chatId&text=\$[/system clock get date] - \$waktu Action Drop Occurred: Wifi Client Sedang Tidak Aman [Port Scanning]\" keep-result=no;\r\
    \n      :set tidakamanTerakhir \$nomor;\r\
    \n    }\r\
    \n  }\r\
    \n}\r\
    \n:if (\$logsCount > \$maxLogs) do={\r\
    \n  /tool fetch url=\"https://api.telegram.org/bot\$apiToken/sendMessage\?chat_id=\$chatId&text=\$[/system clock get date] Action Drop Occurred: dan \$(\$logsCount - \$maxLogs) lagi [Port Scanning]\" keep-result=no;\r\
    \n  :set tidakamanTerakhir \$terakhir;\r\
    \n}"
