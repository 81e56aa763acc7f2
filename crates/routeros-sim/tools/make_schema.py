#!/usr/bin/env python3
"""Make data/menus.schema from harvested RouterOS command trees.

usage: make_schema.py FOLDER > data/menus.schema

FOLDER holds menus-<release>.json files (menu -> commands -> arguments, and for
the base release value types and readable properties). They say which menus,
commands and arguments exist and since which release. What they do not say -
value kinds, references, defaults, what a row shows when nothing is set - is in
OVERLAY below. The result is committed; building the crate needs neither this
script nor the trees.
"""
import json
import pathlib
import sys

BASE = "7.22.3"
RELEASES = ["7.10.2", "7.16.2", "7.18.2", "7.20.8", "7.22.3", "7.24"]
# Rows that stand only in newer trees because older harvests lack the menu.
TABLES = """
/interface /interface/monitor-traffic /ip/address /ip/dns /ip/firewall/address-list
/ip/hotspot /ip/hotspot/active /ip/hotspot/cookie /ip/hotspot/host /ip/hotspot/ip-binding
/ip/hotspot/profile /ip/hotspot/user /ip/hotspot/user/profile /ip/pool /ip/service /log
/ping /ppp/active /ppp/profile /ppp/secret /queue/simple /queue/type /radius /system/clock
/system/health /system/identity /system/license /system/ntp/client /system/resource
/system/scheduler /system/script /user /user/active /user/group
""".split()

POLICY = "set(local|telnet|ssh|ftp|reboot|read|write|policy|test|winbox|password|web|sniff|sensitive|api|romon|rest-api)"
QTYPE = "ref(/queue/type)"
PAIR = "pair"
COUNT = "int =0"
NO = "bool =false"
SVC = "api api-ssl ftp ssh telnet winbox www www-ssl"

OVERLAY = {
    "/interface": {
        "name": "str key", "mtu": "str =1500", "type": "str =ether", "running": NO, "disabled": NO,
        "dynamic": "bool", "slave": "bool", "inactive": "bool", "link-downs": "int =0",
        "last-link-up-time": "date", "last-link-down-time": "date",
        **{f"{d}-{k}": "int =0" for d in ("rx", "tx") for k in ("byte", "packet", "error", "drop")},
        "tx-queue-drop": "int =0",
        **{f"fp-{d}-{k}": "int =0" for d in ("rx", "tx") for k in ("byte", "packet")},
    },
    "/ip/address": {
        "address": "net !", "interface": "ref(/interface) !", "network": "ip", "netmask": "drop",
        "broadcast": "drop", "disabled": NO, "dynamic": NO, "invalid": NO, "actual-interface": "str",
    },
    "/ip/dns": {"servers": "str =", "allow-remote-requests": NO, "cache-size": "str =2048KiB", "cache-max-ttl": "time =1w"},
    "/ip/firewall/address-list": {
        "list": "str !", "address": "str !", "timeout": "time ~0s", "dynamic": NO, "disabled": NO, "creation-time": "date",
    },
    "/ip/hotspot": {
        "name": "str ! key", "interface": "ref(/interface) !", "address-pool": "ref(/ip/pool|none) =none",
        "profile": "ref(/ip/hotspot/profile) =default", "idle-timeout": "time(none) =5m",
        "keepalive-timeout": "time(none) =none", "login-timeout": "time(none) =none",
        "addresses-per-mac": "int(unlimited) =2", "disabled": "bool =true", "invalid": NO, "HTTPS": NO,
        "ip-of-dns-name": "ip", "proxy-status": "str",
    },
    "/ip/hotspot/active": {
        "server": "str", "user": "str key", "domain": "str", "address": "str", "mac-address": "str",
        "login-by": "str", "uptime": "time =0s", "session-time-left": "time", "idle-time": "time =0s",
        "idle-timeout": "time", "keepalive-timeout": "time", "bytes-in": COUNT, "bytes-out": COUNT,
        "packets-in": COUNT, "packets-out": COUNT, "limit-bytes-in": "int", "limit-bytes-out": "int",
        "limit-bytes-total": "int", "radius": NO, "blocked": "bool",
    },
    "/ip/hotspot/cookie": {"user": "str key", "mac-address": "str", "expires-in": "time", "mac-cookie": NO, "domain": "str"},
    "/ip/hotspot/host": {
        "mac-address": "mac", "address": "ip", "to-address": "ip", "server": "str", "uptime": "time =0s",
        "idle-time": "time =0s", "bytes-in": COUNT, "bytes-out": COUNT, "packets-in": COUNT,
        "packets-out": COUNT, "authorized": NO, "bypassed": NO, "dynamic": NO, "DHCP": NO, "static": NO,
        "found-by": "str", "bridge-port": "str", "idle-timeout": "time", "keepalive-timeout": "time",
    },
    "/ip/hotspot/ip-binding": {
        "mac-address": "mac", "address": "ipset", "to-address": "ip", "server": "ref(/ip/hotspot|all) ~all",
        "type": "enum(regular|bypassed|blocked) ~regular", "disabled": NO, "bypassed": "bool", "blocked": "bool",
    },
    "/ip/hotspot/profile": {
        "name": "str ! key", "hotspot-address": "ip ~0.0.0.0", "dns-name": "str =", "html-directory": "str =hotspot",
        "html-directory-override": "str =", "install-hotspot-queue": NO, "http-proxy": "str =0.0.0.0:0",
        "smtp-server": "ip =0.0.0.0", "login-by": "set(mac|cookie|http-chap|https|http-pap|trial|mac-cookie) =cookie,http-chap",
        "http-cookie-lifetime": "time =3d", "split-user-domain": NO, "use-radius": NO, "rate-limit": "str",
        "mac-auth-mode": "enum(mac-as-username|mac-as-username-and-password) =mac-as-username",
        "mac-auth-password": "secret", "nas-port-type": "enum(cable|ethernet|wireless-802.11)",
        "radius-accounting": "bool", "radius-interim-update": "time(received)", "radius-default-domain": "str",
        "radius-location-id": "str", "radius-location-name": "str", "radius-mac-format": "str",
        "ssl-certificate": "str ~none", "trial-uptime-limit": "time", "trial-uptime-reset": "time",
        "trial-user-profile": "ref(/ip/hotspot/user/profile)", "default": "bool",
    },
    "/ip/hotspot/user": {
        "name": "str ! key", "password": "secret ~", "profile": "ref(/ip/hotspot/user/profile) =default",
        "server": "ref(/ip/hotspot|all) ~all", "address": "ip ~0.0.0.0", "mac-address": "mac ~00:00:00:00:00:00",
        "limit-uptime": "time ~0s", "limit-bytes-in": "bytes ~0", "limit-bytes-out": "bytes ~0",
        "limit-bytes-total": "bytes ~0", "disabled": NO, "dynamic": NO, "default": "bool",
        "uptime": "time =0s", "bytes-in": COUNT, "bytes-out": COUNT, "packets-in": COUNT, "packets-out": COUNT,
        "otp-secret": "secret ~ since=7.11", "email": "str", "routes": "str",
    },
    "/ip/hotspot/user/profile": {
        "name": "str ! key", "address-pool": "ref(/ip/pool|none) ~none", "session-timeout": "time ~0s",
        "idle-timeout": "time(none) =none", "keepalive-timeout": "time(none) =2m",
        "status-autorefresh": "time(none) =1m", "shared-users": "int(unlimited) =1", "add-mac-cookie": "bool =true",
        "mac-cookie-timeout": "time =3d", "rate-limit": "str", "address-list": "str =", "transparent-proxy": NO,
        "incoming-filter": "str", "outgoing-filter": "str", "incoming-packet-mark": "str", "outgoing-packet-mark": "str",
        "parent-queue": "ref(/queue/simple|none) ~none", "queue-type": QTYPE,
        "insert-queue-before": "str", "on-login": "str", "on-logout": "str",
        "open-status-page": "enum(always|http-login) ~always", "advertise": "bool ~false", "advertise-url": "str",
        "advertise-interval": "str", "advertise-timeout": "time(immediately|never)", "default": "bool",
    },
    "/ip/pool": {
        "name": "str ! key", "ranges": "ranges !", "next-pool": "ref(/ip/pool|none) ~none", "total": "int",
        "used": "int", "available": "int",
    },
    "/ip/service": {
        "name": "str key", "port": "int{1..65535}", "address": "str =", "available-from": "str =",
        "certificate": "str ~none", "disabled": NO, "max-sessions": "int{1..1000} =20", "vrf": "str =main",
        "tls-version": "enum(any|only-1.2)", "proto": "str =tcp", "invalid": NO, "dynamic": NO,
        "connection": "bool", "local": "str", "remote": "str", "container": "bool", "netns": "str",
    },
    "/log": {"time": "date", "topics": "str", "message": "str", "buffer": "str", "extra-info": "str"},
    "/ppp/active": {
        "name": "str key", "service": "str", "caller-id": "str", "address": "str", "uptime": "time =0s",
        "encoding": "str =", "session-id": "str", "limit-bytes-in": COUNT, "limit-bytes-out": COUNT, "radius": NO,
    },
    "/ppp/profile": {
        "name": "str ! key", "local-address": "addrpool", "remote-address": "addrpool", "rate-limit": "str",
        "session-timeout": "time ~0s", "idle-timeout": "time ~0s", "only-one": "enum(default|no|yes) =default",
        "dns-server": "str", "wins-server": "str", "address-list": "str =", "interface-list": "str",
        "change-tcp-mss": "enum(default|no|yes) =default", "use-compression": "enum(default|no|yes) =default",
        "use-encryption": "enum(default|no|required|yes) =default", "use-ipv6": "enum(default|no|required|yes) =yes",
        "use-mpls": "enum(default|no|required|yes) =default", "use-upnp": "enum(default|no|yes) =default",
        "bridge-learning": "enum(default|no|yes) =default", "parent-queue": "ref(/queue/simple|none) ~none",
        "queue-type": QTYPE, "insert-queue-before": "str", "on-up": "str =", "on-down": "str =", "default": NO,
        "incoming-filter": "str", "outgoing-filter": "str", "bridge": "ref(/interface)", "bridge-horizon": "str",
        "bridge-path-cost": "str", "bridge-port-priority": "str", "bridge-port-vid": "str",
        "bridge-port-trusted": "bool", "dhcpv6-pd-pool": "str", "remote-ipv6-prefix-pool": "str",
        "remote-ipv6-prefix-reuse": "bool", "dhcpv6-use-radius": "bool", "dhcpv6-lease-time": "time",
    },
    "/ppp/secret": {
        "name": "str1 ! key", "password": "secret =", "service": "enum(any|async|l2tp|ovpn|pppoe|pptp|sstp) =any",
        "profile": "ref(/ppp/profile) =default", "caller-id": "str =", "local-address": "ip ~0.0.0.0",
        "remote-address": "ip ~0.0.0.0", "remote-ipv6-prefix": "str", "routes": "str =", "ipv6-routes": "str =",
        "limit-bytes-in": "bytes =0", "limit-bytes-out": "bytes =0", "disabled": NO, "last-logged-out": "date",
        "last-caller-id": "str", "last-disconnect-reason": "str",
    },
    "/queue/simple": {
        "name": "str key", "target": "str", "dst": "str", "parent": "ref(/queue/simple|none) =none",
        "packet-marks": "str =", "priority": "pair(8/8) =8/8", "queue": "str =default-small/default-small",
        "limit-at": PAIR + " =0/0", "max-limit": PAIR + " =0/0", "burst-limit": PAIR + " =0/0",
        "burst-threshold": PAIR + " =0/0", "burst-time": "str =0s/0s", "bucket-size": "str =0.1/0.1",
        "time": "str", "total-queue": "str", "total-limit-at": "rate", "total-max-limit": "rate",
        "total-burst-limit": "rate", "total-burst-threshold": "rate", "total-burst-time": "time",
        "total-bucket-size": "str", "total-priority": "int", "bytes": "str =0/0", "packets": "str =0/0",
        "dropped": "str =0/0", "rate": "str =0/0", "packet-rate": "str =0/0", "queued-bytes": "str =0/0",
        "queued-packets": "str =0/0", "total-bytes": COUNT, "total-packets": COUNT, "total-dropped": COUNT,
        "total-rate": COUNT, "total-packet-rate": COUNT, "total-queued-bytes": COUNT,
        "total-queued-packets": COUNT, "dynamic": NO, "invalid": NO, "disabled": NO,
    },
    "/queue/type": {"name": "str ! key", "kind": "enum(bfifo|cake|codel|fq-codel|mq-pfifo|none|pcq|pfifo|red|sfq) !", "default": "bool"},
    "/radius": {
        "service": "set(ppp|login|hotspot|wireless|dhcp|ipsec|dot1x) =", "address": "str !", "secret": "secret =",
        "authentication-port": "int{1..65535} =1812", "accounting-port": "int{1..65535} =1813", "timeout": "time =300ms",
        "called-id": "str =", "domain": "str =", "realm": "str =", "disabled": NO, "src-address": "ip =0.0.0.0",
        "protocol": "enum(radsec|udp) =udp", "accounting-backup": NO,
    },
    "/system/clock": {
        "time": "str", "date": "str", "time-zone-autodetect": "bool =true", "time-zone-name": "str =Asia/Jakarta",
        "gmt-offset": "str", "dst-active": NO,
    },
    "/system/identity": {"name": "str =MikroTik"},
    "/system/ntp/client": {"enabled": NO, "mode": "enum(broadcast|manycast|multicast|unicast) =unicast", "servers": "str =", "vrf": "str =main"},
    "/system/scheduler": {
        "name": "str1 ! key", "start-date": "str", "start-time": "str", "interval": "time =0s", "on-event": "str =",
        "owner": "str", "policy": POLICY, "run-count": COUNT, "next-run": "date", "disabled": NO,
    },
    "/system/script": {
        "name": "str1 ! key", "owner": "str", "policy": POLICY, "dont-require-permissions": NO, "run-count": COUNT,
        "last-started": "date", "invalid": NO, "source": "str =",
    },
    "/user": {
        "name": "str1 ! key", "password": "hidden", "group": "ref(/user/group) !", "address": "str =",
        "last-logged-in": "date", "inactivity-timeout": "time =10m", "inactivity-policy": "enum(lockscreen|logout|none) =none",
        "disabled": NO, "expired": NO,
    },
    "/user/active": {"when": "date", "name": "str key", "address": "str", "via": "str", "group": "str", "radius": NO, "by-romon": NO},
    "/user/group": {"name": "str1 ! key", "policy": POLICY + " =", "skin": "str =default"},
}

# Menus the harvest does not have: an x86 CHR has no board.
EXTRA = {
    "/system/health": (["print", "find", "get"], {"name": "r str key", "value": "r str", "type": "r str"}, False),
    "/system/routerboard": (["print", "get"], {
        "routerboard": "r bool", "board-name": "r str", "model": "r str", "revision": "r str", "serial-number": "r str",
        "firmware-type": "r str", "factory-firmware": "r str", "current-firmware": "r str", "upgrade-firmware": "r str",
    }, True),
    "/system/resource": (["print", "get"], {k: "r str" for k in (
        "uptime version build-time factory-software free-memory total-memory cpu cpu-count cpu-frequency cpu-load "
        "free-hdd-space total-hdd-space write-sect-since-reboot write-sect-total bad-blocks architecture-name "
        "board-name platform").split()}, True),
    "/system/license": (["print", "get"], {k: "r str" for k in "system-id software-id level nlevel features".split()}, True),
}
SKIP_CMDS = {"reset", "recursive-print", "blink", "expire-password", "setup", "reset-html", "reset-freq-drift",
             "monitor", "monitor-traffic", "generate-new-id", "renew", "reset-counters-all"}
KEEP_EXTRA_CMDS = {"/queue/simple": ["reset-counters-all"]}


def keys(x):
    return list(x) if x else []


def guess(spec):
    t, v = spec.get("type", ""), spec.get("values", [])
    if sorted(v) == ["no", "yes"]:
        return "bool"
    if "time interval" in t:
        return "time(%s)" % "|".join(v) if v else "time"
    if t.startswith("AB[:"):
        return "mac"
    return "str"


def since(trees, menu, field):
    """The first harvested release that has the field, when an older one lacks it."""
    seen = [r for r in RELEASES if r in trees and menu in trees[r] and "commands" in trees[r][menu]]
    has = [r for r in seen if any(field in keys(trees[r][menu]["commands"].get(c)) for c in ("add", "set"))]
    if not has or has[0] == seen[0]:
        return ""
    return " since=" + ".".join(has[0].split(".")[:2])


def until(trees, menu, field):
    seen = [r for r in RELEASES if r in trees and menu in trees[r] and "commands" in trees[r][menu]]
    has = [r for r in seen if any(field in keys(trees[r][menu]["commands"].get(c)) for c in ("add", "set"))]
    if not has or has[-1] == seen[-1]:
        return ""
    return " until=" + ".".join(seen[seen.index(has[-1]) + 1].split(".")[:2])


def main():
    folder = pathlib.Path(sys.argv[1])
    trees = {r: json.loads((folder / f"menus-{r}.json").read_text()) for r in RELEASES if (folder / f"menus-{r}.json").exists()}
    base = trees[BASE]
    print(f"# Made by tools/make_schema.py from RouterOS command trees (base {BASE}); do not edit by hand.")
    for menu in sorted(TABLES + ["/system/routerboard"]):
        if menu in EXTRA:
            cmds, fields, single = EXTRA[menu]
            print(f"@ {menu}{' single' if single else ''} : {' '.join(cmds)}")
            for f, k in fields.items():
                print(f"{k[0]} {f} {k[2:]}")
            continue
        node = base[menu]
        if "command" in node:
            print(f"! {menu} : {' '.join(keys(node['command']))}")
            continue
        cmds = node["commands"]
        over = OVERLAY.get(menu, {})
        single = "find" not in cmds
        names = [c for c in cmds if c not in SKIP_CMDS] + KEEP_EXTRA_CMDS.get(menu, [])
        if "print" not in names:
            names.append("print")
        print(f"@ {menu}{' single' if single else ''} : {' '.join(sorted(names))}")
        writable = {}
        for rel in ("7.24", BASE):
            tree = trees.get(rel, {}).get(menu, {}).get("commands", {})
            for c in ("set", "add"):
                args = tree.get(c, {})
                for f in keys(args):
                    if f not in ("numbers", "copy-from", "place-before", "value-name"):
                        spec = args[f] if isinstance(args, dict) else {}
                        old = writable.get(f, ("", {}))
                        writable[f] = (old[0] + c[0], spec or old[1])
        if menu in ("/user/active", "/ip/hotspot/active"):
            writable = {}
        order = [f for f in over] + sorted(f for f in writable if f not in over)
        rows = node.get("readable", {})
        order += sorted(f for f in rows if f not in order and f not in ("about", "comment"))
        for f in order:
            mode, spec = writable.get(f, ("", {}))
            kind = over.get(f) or guess(spec)
            flag = "r" if not mode else "w" if "s" in mode and ("a" in mode or "add" not in cmds) else "a" if "a" in mode else "s"
            span = "" if "since=" in kind else since(trees, menu, f) + until(trees, menu, f)
            print(f"{flag} {f} {kind}{span}")
        if "comment" in rows and "comment" not in order:
            print("w comment str" if "comment" in cmds else "r comment str")


main()
