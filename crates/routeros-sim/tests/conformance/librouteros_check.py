"""Talks to a router with librouteros and checks what it hears.

usage: librouteros_check.py HOST:PORT USER PASSWORD PERSONA

Prints one line per check; ends with exit code 1 when any failed. The rows it
makes are named `conf-…` and removed again, so that it can be pointed at a real
router too.
"""

import socket
import sys

from librouteros import connect
from librouteros.exceptions import FatalError, MultiTrapError, TrapError
from librouteros.login import plain, token
from librouteros.query import And, Key, Or

ADDRESS, USER, PASSWORD, PERSONA = sys.argv[1:5]
HOST, PORT = ADDRESS.rsplit(":", 1)
RELEASE = tuple(int(p) for p in PERSONA.split("."))
FAILED = []


def check(name, good, heard=""):
    print(("ok   " if good else "FAIL ") + name + ("" if good else f": heard {heard!r}"))
    if not good:
        FAILED.append(name)


def open_api(user=USER, password=PASSWORD, method=plain):
    return connect(
        host=HOST, port=int(PORT), username=user, password=password, login_method=method,
        encoding="utf-8", timeout=20,
    )


def refusal(call):
    try:
        heard = tuple(call())
    except MultiTrapError as error:
        return "; ".join(str(trap) for trap in error.traps)
    except TrapError as error:
        return str(error)
    return f"no refusal but {heard!r}"


api = None
old = RELEASE < (6, 43)
try:
    api = open_api(method=token if old else plain)
    check("login", True)
except TrapError as error:
    check("login", False, str(error))
    sys.exit(1)

try:
    open_api(password=PASSWORD + "x", method=token if old else plain)
    check("a wrong password is refused", False, "logged in")
except (TrapError, MultiTrapError) as error:
    want = "cannot log in" if old else "invalid user name or password (6)"
    check("a wrong password is refused", want in str(error), str(error))

users = api.path("/ip/hotspot/user")
name, comment, disabled, ident = Key("name"), Key("comment"), Key("disabled"), Key(".id")
for row in tuple(users):
    if str(row.get("name", "")).startswith("conf-"):
        users.remove(row[".id"])

# Words of 256 bytes and of 70,000 (lengths with a NUL byte, and of three bytes).
for size in (127, 128, 256, 16383, 16384, 70000):
    made = users.add(name="conf-long", comment="x" * size)
    rows = tuple(users.select(comment).where(ident == made))
    check(f"a comment of {size} bytes comes back", len(rows) == 1 and rows[0]["comment"] == "x" * size)
    users.remove(made)

# add gives the id; set; remove several.
ids = [users.add(name=f"conf-{n}", comment="conf-batch" if n < 3 else "conf-other", disabled=(n == 1)) for n in range(4)]
check("add gives ids", all(i.startswith("*") for i in ids) and len(set(ids)) == 4, ids)
users.update(**{".id": ids[0], "limit-uptime": "24:00:00"})
row = tuple(users.select(Key("limit-uptime")).where(ident == ids[0]))
check("24:00:00 becomes 1d", row and row[0].get("limit-uptime") == "1d", row)


def names(*where):
    return sorted(r["name"] for r in users.select(name).where(*where))


check("equal", names(comment == "conf-batch") == ["conf-0", "conf-1", "conf-2"])
check("not", "conf-3" in names(comment != "conf-batch") and "conf-0" not in names(comment != "conf-batch"))
check("and", names(comment == "conf-batch", disabled == True) == ["conf-1"])  # noqa: E712
check("no", names(comment == "conf-batch", disabled == False) == ["conf-0", "conf-2"])  # noqa: E712
check("or", names(Or(name == "conf-0", name == "conf-3")) == ["conf-0", "conf-3"])
check("and of or", names(And(comment == "conf-batch", Or(name == "conf-0", name == "conf-3"))) == ["conf-0"])
check("in", names(name.In("conf-0", "conf-1", "conf-9")) == ["conf-0", "conf-1"])
check("greater", "conf-3" in names(name > "conf-2") and "conf-2" not in names(name > "conf-2"))
check("less", "conf-0" in names(name < "conf-1") and "conf-1" not in names(name < "conf-1"))
check("has", len(tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=name", "?comment", "?>name=conf-", "?<name=conf-9"))) == 4)
check("has not", tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=name", "?-comment", "?>name=conf-", "?<name=conf-9")) == ())
count = tuple(api.rawCmd("/ip/hotspot/user/print", "=count-only=", "?comment=conf-batch"))
check("count-only=", count == ({"ret": 3},), count)
count = tuple(api.rawCmd("/ip/hotspot/user/print", "=count-only", "?comment=conf-batch"))
check("count-only", count == ({"ret": 3},), count)
only = tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=.id,name", f"?.id={ids[2]}"))
check("proplist", only == ({".id": ids[2], "name": "conf-2"},), only)
check("nothing found is no row", tuple(users.select(name).where(name == "conf-none")) == ())

# Refusals.
check("duplicate", refusal(lambda: users("add", name="conf-0")).startswith(
    "failure: already have user with this name for this server"))
check("bad reference", "input does not match any value of profile" in refusal(
    lambda: users("add", name="conf-x", profile="conf-no-such-profile")))
check("empty reference", "ambiguous value of profile" in refusal(lambda: users("add", name="conf-x", profile="")))
check("unknown parameter", "unknown parameter" in refusal(lambda: users("add", name="conf-x", colour="red")))
check("no such item", "no such item" in refusal(lambda: users("set", **{".id": "*FFFFFF", "comment": "x"})))
check("no such command", "no such command" in refusal(lambda: api("/ip/hotspot/user/explode")))
check("no such menu", "no such command" in refusal(lambda: api("/ip/no-such-menu/print")))
check("nothing was left behind", names(name == "conf-x") == [])

users.remove(*ids)
check("several are removed at once", names(comment == "conf-batch") == [])

# Values of the system.
clock = tuple(api("/system/clock/print"))[0]
check("dates by release", ("-" in str(clock["date"])) == (RELEASE >= (7, 10)), clock)
resource = tuple(api("/system/resource/print"))[0]
check("version", str(resource["version"]).startswith(PERSONA + ".") or str(resource["version"]).startswith(PERSONA + " "), resource)
identity = tuple(api("/system/identity/print"))
check("identity", len(identity) == 1 and "name" in identity[0], identity)
once = tuple(api("/interface/monitor-traffic", interface="ether1", once=""))
check("monitor once", len(once) == 1 and ".section" not in once[0] and "rx-bits-per-second" in once[0], once)
timed = tuple(api("/interface/monitor-traffic", interface="ether1", duration="2s"))
check("monitor for a while", [r.get(".section") for r in timed] == list(range(len(timed))) and len(timed) >= 1, timed)
ping = tuple(api("/ping", address="127.0.0.1", count="2", interval="100ms"))
check("ping", [r["seq"] for r in ping] == [0, 1] and ping[-1]["sent"] == 2, ping)

# The end.
try:
    tuple(api("/quit"))
    check("quit is fatal", False, "an ordinary answer")
except FatalError as error:
    check("quit is fatal", "session terminated on request" in str(error), str(error))

# The wire itself: `!empty` by release, with a socket and nothing else.
if not old:
    with socket.create_connection((HOST, int(PORT)), timeout=20) as wire:
        def sentence(*words):
            return b"".join(bytes([len(w)]) + w.encode() for w in words) + b"\0"

        def hear():
            data = b""
            while not data.endswith(b"\x05!done\x00"):
                data += wire.recv(4096)
            return data

        wire.sendall(sentence("/login", f"=name={USER}", f"=password={PASSWORD}"))
        hear()
        wire.sendall(sentence("/ip/hotspot/user/print", "?name=conf-none"))
        heard = hear()
        want = b"\x06!empty\x00\x05!done\x00" if RELEASE >= (7, 18) else b"\x05!done\x00"
        check("!empty by release", heard == want, heard)

print(f"{len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
