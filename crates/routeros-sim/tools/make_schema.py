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
# Menus the harvest has for some releases only, or not at all, are in EXTRA.
TABLES = """
/certificate /execute /file /import /interface /interface/bridge /interface/ethernet
/interface/monitor-traffic /interface/pppoe-server/server /interface/vlan /ip/address /ip/arp
/ip/dhcp-server /ip/dhcp-server/lease /ip/dns /ip/dns/static /ip/firewall/address-list
/ip/firewall/filter /ip/firewall/nat /ip/hotspot /ip/hotspot/active /ip/hotspot/cookie
/ip/hotspot/host /ip/hotspot/ip-binding /ip/hotspot/profile /ip/hotspot/user
/ip/hotspot/user/profile /ip/hotspot/walled-garden /ip/hotspot/walled-garden/ip /ip/neighbor
/ip/pool /ip/pool/used /ip/route /ip/service /log /ping /ppp/active /ppp/profile /ppp/secret
/queue/simple /queue/tree /queue/type /radius /radius/incoming /snmp /system/backup/save
/system/clock /system/health /system/identity /system/license /system/ntp/client
/system/reboot /system/resource /system/scheduler /system/script /tool/fetch /tool/netwatch
/tool/ping /tool/torch /user /user/active /user/group /user-manager /user-manager/limitation
/user-manager/profile /user-manager/profile-limitation /user-manager/router
/user-manager/session /user-manager/user /user-manager/user-profile
""".split()

POLICY = "set(local|telnet|ssh|ftp|reboot|read|write|policy|test|winbox|password|web|sniff|sensitive|api|romon|rest-api)"
QTYPE = "ref(/queue/type)"
PAIR = "pair"
COUNT = "int =0"
NO = "bool =false"
SVC = "api api-ssl ftp ssh telnet winbox www www-ssl"

IFACE = "ref(/interface)"
OVERLAY = {
    "/certificate": {"name": "str key", "fingerprint": "str", "private-key": "bool", "expired": "bool", "trusted": "bool"},
    "/file": {
        "name": "str ! key", "type": "str =file", "size": "int", "creation-time": "date until=7.8",
        "last-modified": "date since=7.8", "contents": "str",
    },
    "/interface/bridge": {"name": "str key", "mtu": "str =auto", "disabled": NO, "running": "bool =true", "dynamic": NO},
    "/interface/ethernet": {"name": "str key", "mtu": "str =1500", "disabled": NO, "running": NO, "slave": NO},
    "/interface/pppoe-server/server": {
        "service-name": "str = key", "interface": IFACE + " !", "default-profile": "ref(/ppp/profile) =default",
        "max-mtu": "str =auto", "max-mru": "str =auto", "mrru": "str =disabled",
        "authentication": "set(pap|chap|mschap1|mschap2) =pap,chap,mschap1,mschap2",
        "keepalive-timeout": "int(disabled){1..65535} =10", "one-session-per-host": NO,
        "max-sessions": "int(unlimited){1..65535} =unlimited", "pado-delay": "int =0", "disabled": NO, "invalid": NO,
        "accept-empty-service": "bool =true",
    },
    "/interface/vlan": {
        "name": "str key", "interface": IFACE + " !", "vlan-id": "int{1..4095} =1", "mtu": "str =1500", "disabled": NO,
        "running": NO,
    },
    "/ip/arp": {"address": "ip !", "interface": IFACE + " !", "mac-address": "mac", "dynamic": NO, "invalid": NO, "disabled": NO},
    "/ip/dhcp-server": {
        "name": "str ! key", "interface": IFACE + " !", "address-pool": "ref(/ip/pool|static-only) =static-only",
        "lease-time": "time{1s..7101w3d6h28m15s} =30m", "disabled": NO, "dynamic": NO, "invalid": NO,
        "parent-queue": "str ~none", "insert-queue-before": "str", "address-lists": "str =",
        "dynamic-lease-identifiers": "set(client-mac|client-id|opt-82) =client-mac,client-id",
        "support-broadband-tr101": NO, "use-radius": "enum(accounting|no|yes) =no", "use-reconfigure": NO,
    },
    "/ip/dhcp-server/lease": {
        "address": "ip", "mac-address": "mac", "client-id": "str ~", "server": "ref(/ip/dhcp-server|all) =all",
        "address-lists": "str =", "rate-limit": "str ~", "lease-time": "time ~0s", "block-access": "bool ~false",
        "disabled": NO, "dynamic": NO, "radius": NO, "blocked": NO, "status": "str =waiting", "last-seen": "time",
        "expires-after": "time", "host-name": "str", "active-address": "ip", "active-mac-address": "mac",
        "active-client-id": "str", "active-server": "str", "age": "time", "dhcp-option": "str =",
        "parent-queue": "str ~none", "queue-type": "str", "insert-queue-before": "str",
    },
    "/ip/dns/static": {"name": "str key", "address": "ip", "ttl": "time =1d", "disabled": NO, "dynamic": NO},
    "/ip/firewall/filter": {
        "chain": "str !", "action": "enum(@) =accept", "bytes": COUNT, "packets": COUNT, "disabled": NO,
        "dynamic": NO, "invalid": NO, "log": NO, "log-prefix": "str =",
    },
    "/ip/firewall/nat": {
        "chain": "str !", "action": "enum(@) =accept", "bytes": COUNT, "packets": COUNT,
        "disabled": NO, "dynamic": NO, "invalid": NO, "log": NO, "log-prefix": "str =",
    },
    "/ip/hotspot/walled-garden": {
        "action": "enum(allow|deny) =allow", "dst-host": "str", "hits": COUNT, "disabled": NO, "dynamic": NO,
        "server": "ref(/ip/hotspot|all) ~all",
    },
    "/ip/hotspot/walled-garden/ip": {
        "action": "enum(accept|drop|reject) =accept", "dst-host": "str", "disabled": NO, "invalid": NO,
        "server": "ref(/ip/hotspot|all) ~all",
    },
    "/ip/neighbor": {"interface": "str", "address": "str", "mac-address": "str", "identity": "str", "platform": "str", "version": "str"},
    "/ip/pool/used": {"pool": "str", "address": "str", "owner": "str", "info": "str"},
    "/ip/route": {
        "dst-address": "net =0.0.0.0/0", "gateway": "str", "distance": "int{1..255} =1", "scope": "int{0..255} =30",
        "target-scope": "int{0..255} =10", "routing-table": "str =main since=7.0", "active": NO, "dynamic": NO,
        "static": "bool", "connect": "bool", "disabled": NO, "inactive": "bool", "pref-src": "ip",
    },
    "/queue/tree": {
        "name": "str key", "parent": "str !", "packet-mark": "str =", "limit-at": "rate =0", "max-limit": "rate =0",
        "queue": "str =default-small", "priority": "int{1..8} =8", "burst-limit": "rate =0", "burst-threshold": "rate =0",
        "burst-time": "time =0s", "bytes": COUNT, "packets": COUNT, "dropped": COUNT, "rate": COUNT, "packet-rate": COUNT,
        "queued-bytes": COUNT, "queued-packets": COUNT, "invalid": NO, "disabled": NO,
    },
    "/radius/incoming": {"accept": NO, "port": "int{1..65535} =3799", "vrf": "str =main since=7.0"},
    "/tool/netwatch": {
        "name": "str", "host": "str !", "type": "enum(dns|http-get|https-get|icmp|simple|tcp-conn) =simple since=7.5",
        "interval": "time{1s..71w2h27m52s950ms} =10s", "timeout": "time{10ms..4w}", "port": "int{1..65535}", "up-script": "str =", "down-script": "str =",
        "test-script": "str =", "status": "str =unknown", "since": "date", "done-tests": "int", "failed-tests": "int",
        "loss-count": "int", "loss-percent": "str", "response-count": "int", "sent-count": "int", "disabled": NO,
    },
    "/user-manager": {"enabled": NO, "use-profiles": NO, "authentication-port": "int =1812", "accounting-port": "int =1813"},
    "/user-manager/limitation": {"name": "str ! key"},
    "/user-manager/profile": {
        "name": "str ! key", "name-for-users": "str =", "price": "str =0", "validity": "time(unlimited) =unlimited",
        "starts-when": "enum(assigned|first-auth) =assigned", "override-shared-users": "int(off|unlimited) =off",
    },
    "/user-manager/profile-limitation": {
        "profile": "ref(/user-manager/profile) !", "limitation": "ref(/user-manager/limitation) !",
    },
    "/user-manager/router": {"name": "str ! key", "address": "str !", "shared-secret": "secret ="},
    "/user-manager/session": {
        **{k: "str" for k in ("user", "acct-session-id", "calling-station-id", "user-address", "status", "terminate-cause")},
        "started": "date", "ended": "date", "uptime": "time", "download": COUNT, "upload": COUNT,
    },
    "/user-manager/user": {
        "name": "str ! key", "password": "secret =", "otp-secret": "secret =", "group": "str =default",
        "shared-users": "int(unlimited) =1", "attributes": "str =", "caller-id": "str =", "disabled": NO,
    },
    "/user-manager/user-profile": {
        "user": "ref(/user-manager/user) !", "profile": "ref(/user-manager/profile) !", "state": "str =waiting", "end-time": "date",
    },
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
        "slave": "bool =false since=7.0", "vrf": "str =main since=7.0",
    },
    "/ip/dns": {"servers": "str =", "allow-remote-requests": NO, "cache-size": "str =2048KiB", "cache-max-ttl": "time =1w"},
    "/ip/firewall/address-list": {
        "list": "str !", "address": "host !", "timeout": "time{0s..35w3d13h13m56s} ~0s", "dynamic": NO, "disabled": NO, "creation-time": "date",
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
        "mac-auth-mode": "enum(mac-as-username|mac-as-username-and-password)",
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
        "parent-queue": "ref(/queue/simple|none)", "queue-type": QTYPE,
        "insert-queue-before": "str", "on-login": "str", "on-logout": "str",
        "open-status-page": "enum(always|http-login)", "advertise": "bool ~false", "advertise-url": "str",
        "advertise-interval": "str", "advertise-timeout": "time(immediately|never)", "default": "bool",
    },
    "/ip/pool": {
        "name": "str ! key", "ranges": "ranges !", "next-pool": "ref(/ip/pool|none) ~none", "total": "int since=7.0",
        "used": "int since=7.0", "available": "int since=7.0",
    },
    "/ip/service": {
        "name": "str key", "port": "int{1..65535}", "address": "str = hidden=7.24", "available-from": "str =",
        "certificate": "str", "disabled": NO, "max-sessions": "int{1..1000} =20", "vrf": "str =main since=7.0",
        "tls-version": "enum(any|only-1.2)", "proto": "str =tcp since=7.0", "invalid": NO, "dynamic": NO,
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
        "bridge-learning": "enum(default|no|yes) =default", "parent-queue": "ref(/queue/simple|none)",
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
        "authentication-port": "int{1..65535} =1812", "accounting-port": "int{1..65535} =1813", "timeout": "time{10ms..1m} =300ms",
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
        "last-logged-in": "date", "inactivity-timeout": "time{1m..1d} =10m", "inactivity-policy": "enum(lockscreen|logout|none) =none",
        "disabled": NO, "expired": NO,
    },
    "/user/active": {"when": "date", "name": "str key", "address": "str", "via": "str", "group": "str", "radius": NO, "by-romon": NO},
    "/user/group": {"name": "str1 ! key", "policy": POLICY + " =", "skin": "str =default"},
}

# Menus the harvest does not have: an x86 CHR has no board, and it holds no 6.x.
# (path, releases) -> commands, properties, one unnamed row
EXTRA = [
    ("/system/health", "until=7.0", "print get", {"voltage": "r str", "temperature": "r str", "cpu-temperature": "r str"}, True),
    ("/system/health", "since=7.0", "print find get", {"name": "r str key", "value": "r str", "type": "r str"}, False),
    ("/system/routerboard", "", "print get", {
        "routerboard": "r bool", "board-name": "r str", "model": "r str", "revision": "r str", "serial-number": "r str",
        "firmware-type": "r str", "factory-firmware": "r str", "current-firmware": "r str", "upgrade-firmware": "r str",
    }, True),
    # Told by the manual and by owners of boards; read by programs, changed with a button.
    ("/system/device-mode", "since=7.0", "print get", {
        "mode": "r str =advanced", "scheduler": "w bool =true", "hotspot": "w bool =true",
    }, True),
    ("/system/resource", "", "print get", {k: "r str" for k in (
        "uptime version build-time factory-software free-memory total-memory cpu cpu-count cpu-frequency cpu-load "
        "free-hdd-space total-hdd-space write-sect-since-reboot write-sect-total bad-blocks architecture-name "
        "board-name platform").split()}, True),
    ("/system/license", "", "print get", {k: "r str" for k in "system-id software-id level nlevel features".split()}, True),
    ("/system/ntp/client", "until=7.0", "print get set", {
        "enabled": "w bool =false", "primary-ntp": "w ip =0.0.0.0", "secondary-ntp": "w ip =0.0.0.0",
        "server-dns-names": "w str =", "mode": "r str =unicast",
    }, True),
    ("/ip/accounting", "until=7.0", "print get set", {
        "enabled": "w bool =false", "account-local-traffic": "w bool =false", "threshold": "w int =256",
    }, True),
    ("/tool/user-manager/user", "until=7.0", "add comment disable enable find get print remove set", {
        "customer": "w str !", "username": "w str ! key", "password": "w secret =", "shared-users": "w int(unlimited) =1",
        "disabled": "w bool =false", "actual-profile": "r str", "uptime-used": "r time =0s", "download-used": "r int =0",
        "upload-used": "r int =0", "comment": "w str",
    }, False),
    ("/tool/user-manager/profile", "until=7.0", "add find get print remove set", {
        "name": "w str ! key", "owner": "w str !", "name-for-users": "w str =", "validity": "w time =0s", "price": "w str =0",
        "starts-at": "w enum(logon|now) =logon", "override-shared-users": "w str =off",
    }, False),
    ("/safe-mode", "since=7.18", "take release unroll", {}, True),
    ("/system/shutdown", "", None, {}, True),
]
# Menus that changed their shape or place: base tree, the releases that have it.
SPAN = {"/system/ntp/client": "since=7.0", **{f"/user-manager{m}": "since=7.0" for m in (
    "", "/limitation", "/profile", "/profile-limitation", "/router", "/session", "/user", "/user-profile")}}
# Commands older releases of a family lack though the oldest harvest has them.
CMD_SINCE = {("/file", "add"): "7.9"}
# Commands that stand for something the simulator does not play.
SKIP_CMDS = {"reset", "recursive-print", "blink", "expire-password", "setup", "reset-html", "reset-freq-drift",
             "monitor", "monitor-traffic", "generate-new-id", "renew", "cable-test", "reset-mac-address", "send-reconfigure",
             "send-trap", "copy", "head", "tail", "add-acme", "acme-renew", "add-scep", "card-reinstall", "card-verify",
             "create-certificate-request", "enable-ssl-certificate", "export-certificate", "import", "issued-revoke", "scep-renew",
             "sign-certificate-request", "add-batch-users", "generate-voucher", "generate-report", "close-session",
             "activate-user-profile", "check"}
SKIP_OF = {"/user/active": {"add", "request-logout"}, "/ip/pool/used": {"set"}, "/user-manager/session": {"add"},
           "/ip/hotspot/active": {"add", "set", "comment"}, "/ip/service": {"unset"}, "/ip/dns": {"reset"}}
# Values that name other rows of the harvested router, not words of the language.
DYNAMIC = {"interface", "gateway", "profile", "server", "address-pool", "parent", "queue", "chain", "jump-target", "host",
           "default-profile", "total-queue", "vrf", "certificate", "name", "trap-interfaces", "vrf-interface", "packet-mark",
           "dst", "target", "mlag-peer-port", "trap-community", "routing-table", "queue-type", "subject-alt-name", "skin",
           "incoming-filter", "outgoing-filter", "interface-list", "radius-mac-format", "html-directory", "advertise", "speed",
           "max-learned-entries", "ttl", "ipsec-policy", "trap-generators",
           "mdns-repeat-ifaces", "packet-marks", "html-directory-override", "address", "ipv4-options", "tcp-flags"}


def keys(x):
    return list(x) if x else []


def guess(name, spec):
    """The kind a harvested argument has, as far as the harvest says."""
    t, v = spec.get("type", ""), spec.get("values", [])
    if sorted(v) == ["no", "yes"]:
        return "bool"
    if "time interval" in t:
        bounds = t.split(" ")[0]
        words = "(%s)" % "|".join(v) if v else ""
        return "time" + words + ("{%s}" % bounds if ".." in bounds else "")
    if t.startswith("AB[:"):
        return "mac"
    if t.startswith("A.B.C.D    ") and not v:
        return "ip"
    if t.endswith("*]"):
        return "set(%s)" % "|".join(v)
    fixed = len(v) > 1 and not t and name not in DYNAMIC and not any(w in ("!", ",", "!,") or '"' in w for w in v)
    return "enum(%s)" % "|".join(v) if fixed else "str"


def releases_with(trees, menu, has):
    """The harvested releases that hold a menu, and those of them where `has` is true."""
    seen = [r for r in RELEASES if r in trees and "commands" in trees[r].get(menu, {})]
    return seen, [r for r in seen if has(trees[r][menu]["commands"])]


def short(release):
    return ".".join(release.split(".")[:2])


def since(trees, menu, field):
    """The first harvested release that has the field, when an older one lacks it."""
    seen, has = releases_with(trees, menu, lambda c: any(field in keys(c.get(n)) for n in ("add", "set")))
    return "" if not has or has[0] == seen[0] else " since=" + short(has[0])


def until(trees, menu, field):
    seen, has = releases_with(trees, menu, lambda c: any(field in keys(c.get(n)) for n in ("add", "set")))
    return "" if not has or has[-1] == seen[-1] else " until=" + short(seen[seen.index(has[-1]) + 1])


def commands(trees, menu):
    """The commands of a menu, `name>=release` where older harvests lack it."""
    out = {}
    for release in RELEASES:
        for name in trees.get(release, {}).get(menu, {}).get("commands", {}):
            if name not in SKIP_CMDS | SKIP_OF.get(menu, set()):
                seen, has = releases_with(trees, menu, lambda c: name in c)
                first = CMD_SINCE.get((menu, name)) or ("" if has[0] == seen[0] else short(has[0]))
                out[name] = f"{name}>={first}" if first else name
    out.setdefault("print", "print")
    return [out[n] for n in sorted(out)]


def extra(path, span, cmds, fields, single):
    if cmds is None:
        print(f"! {path} :")
        return
    print(f"@ {path}{' single' if single else ''}{' ' + span if span else ''} : {cmds}")
    for name, kind in fields.items():
        print(f"{kind[0]} {name} {kind[2:]}")


def main():
    folder = pathlib.Path(sys.argv[1])
    trees = {r: json.loads((folder / f"menus-{r}.json").read_text()) for r in RELEASES if (folder / f"menus-{r}.json").exists()}
    print(f"# Made by tools/make_schema.py from RouterOS command trees (base {BASE}); do not edit by hand.")
    full = {e[0] for e in EXTRA} - set(SPAN)
    for menu in sorted(set(TABLES) | {e[0] for e in EXTRA}):
        for entry in EXTRA:
            if entry[0] == menu:
                extra(*entry)
        if menu in full:
            continue
        node = trees[BASE].get(menu) or trees["7.24"][menu]
        if "command" in node:
            args = [a for r in RELEASES for a in keys(trees[r].get(menu, {}).get("command"))]
            print(" ".join([f"! {menu} :", *sorted(set(args))]))
            continue
        cmds = node["commands"]
        over = OVERLAY.get(menu, {})
        single = "find" not in cmds
        span = f" {SPAN[menu]}" if menu in SPAN else ""
        print(f"@ {menu}{' single' if single else ''}{span} : {' '.join(commands(trees, menu))}")
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
        if menu in SKIP_OF and menu not in ("/ip/service", "/ip/dns"):
            writable = {}
        order = [f for f in over] + sorted(f for f in writable if f not in over)
        rows = node.get("readable", {})
        order += sorted(f for f in rows if f not in order and f not in ("about", "comment") and menu != "/interface/ethernet")
        for f in order:
            mode, spec = writable.get(f, ("", {}))
            # `@` in the overlay stands for the harvested words.
            kind = (over.get(f) or guess(f, spec)).replace("@", "|".join(spec.get("values", [])))
            flag = "r" if not mode else "w" if "s" in mode and ("a" in mode or "add" not in cmds) else "a" if "a" in mode else "s"
            bounds = "" if "since=" in kind else since(trees, menu, f) + until(trees, menu, f)
            print(f"{flag} {f} {kind}{bounds}")
        if "comment" in rows and "comment" not in order:
            print("w comment str" if "comment" in cmds else "r comment str")


main()
