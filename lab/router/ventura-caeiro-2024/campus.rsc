# nov/21/2026 08:00:00 by RouterOS 7.16
# software id =
#
# Ventura and Caeiro 2024, knocking in a software-defined network: the switch listens, the router has nothing to do with it.
/ip address
add address=192.0.2.1/24 interface=ether1 network=192.0.2.0
