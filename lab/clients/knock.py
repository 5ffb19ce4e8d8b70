#!/usr/bin/env python3
"""Knocks with Python's sockets, as the paper's scripts do: knock.py HOST PORT..."""

import socket
import sys
import time

host, *ports = sys.argv[1:]
for port in ports:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as knock:
        knock.setblocking(False)  # the SYN leaves at once; nobody waits for an answer that will not come
        knock.connect_ex((host, int(port)))
        time.sleep(0.02)
