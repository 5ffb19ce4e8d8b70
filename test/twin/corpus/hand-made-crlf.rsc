/interface bridge
add name=lan comment="Grün & weiß #1"
/ip address
add address=10.1.1.1/24 \
    interface=lan


/interface list {
  add name=A
  add name=B include=A
}
:if ([:len [/interface list find name=A]] = 1) do={ /log info "there" } else={ /log error "gone" }
/ip fi add rem [f comment~"^mine"]
:do { /ip firewall address-list add list=x address=10.1.1.9 } on-error={}
:do { /ip firewall address-list add list=x address=10.1.1.9 } on-error={}