"""A router and three bare hosts in Debian's mininet: one line on stdin brings them up and down, one line of JSON says how long it took."""

import json
import sys
import time

from mininet.log import setLogLevel
from mininet.net import Mininet


def build():
    net = Mininet(controller=None, build=False)
    router = net.addHost("router", ip=None)
    for index in range(3):
        host = net.addHost(f"h{index}", ip=f"10.0.{index}.2/24", defaultRoute=f"via 10.0.{index}.1")
        net.addLink(host, router, intfName2=f"router-eth{index}", params2={"ip": f"10.0.{index}.1/24"})
    net.build()
    router.cmd("echo 1 > /proc/sys/net/ipv4/ip_forward")
    return net


def measure():
    started = time.perf_counter()
    net = build()
    up = time.perf_counter()
    # A network that does not forward would be no fair peer. Not counted: neither is a look at ours.
    works = "1 received" in net["h0"].cmd("ping -n -c 1 -W 1 10.0.2.2")
    looked = time.perf_counter()
    net.stop()
    ended = time.perf_counter()
    return {"upMs": (up - started) * 1000, "downMs": (ended - looked) * 1000, "works": works}


setLogLevel("error")
for _ in sys.stdin:
    print(json.dumps(measure()), flush=True)
