"""Lets mktxp, an exporter for Prometheus, read a router and checks what it exports.

usage: mktxp_check.py HOST:PORT USER PASSWORD

Prints one line per check; exit code 1 when any failed.
"""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ADDRESS, USER, PASSWORD = sys.argv[1:4]
HOST, PORT = ADDRESS.rsplit(":", 1)
FAILED = []

# Menus a hotspot router is asked for; all others are switched off.
ON = "health dhcp dhcp_lease interface pool user queue netwatch address_list_entries total_address_list_counts route neighbor"
OFF = (
    "installed_packages connections connection_stats connection_stats_destinations routerboard wireguard_peers bridge_vlan "
    "dns firewall ipv6_route ipv6_pool ipv6_firewall ipv6_neighbor ipv6_address_list_entries ipv6_total_address_list_counts poe monitor "
    "public_ip wireless wireless_clients capsman capsman_clients w60g eoip gre ipip lte ipsec switch_port kid_control_assigned "
    "kid_control_dynamic bfd bgp routing_stats certificate container check_for_updates"
)


def check(name, good, heard=""):
    print(("ok   " if good else "FAIL ") + name + ("" if good else f": heard {heard!r}"))
    if not good:
        FAILED.append(name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


with tempfile.TemporaryDirectory() as folder:
    port = free_port()
    switches = [f"    {name} = True" for name in ON.split()] + [f"    {name} = False" for name in OFF.split()]
    where = [f"    hostname = {HOST}", f"    port = {PORT}", f"    username = {USER}", f"    password = {PASSWORD}"]
    pathlib.Path(folder, "mktxp.conf").write_text("\n".join(["[router]", "    enabled = True", *where, *switches, ""]))
    pathlib.Path(folder, "_mktxp.conf").write_text(f"[MKTXP]\n    listen = '127.0.0.1:{port}'\n    verbose_mode = True\n")
    program = pathlib.Path(sys.executable).with_name("mktxp")
    log = pathlib.Path(folder, "log")
    with log.open("w") as out:
        exporter = subprocess.Popen([program, "--cfg-dir", folder, "export"], stdout=out, stderr=out,
                                    env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            text = ""
            for _ in range(300):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
                        text = answer.read().decode()
                    break
                except OSError:
                    time.sleep(0.2)
        finally:
            exporter.terminate()
            exporter.wait()
    said = log.read_text()
    metrics = {line.split("{")[0] for line in text.splitlines() if line.startswith("mktxp_")}
    for wanted in ("mktxp_system_uptime", "mktxp_system_cpu_load", "mktxp_interface_rx_byte", "mktxp_ip_pool_used", "mktxp_active_users_info"):
        check(wanted, any(m.startswith(wanted) for m in metrics), sorted(metrics))
    errors = [line for line in said.splitlines() if "rror" in line or "Traceback" in line]
    check("no errors", not errors, said)

print(f"{len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
