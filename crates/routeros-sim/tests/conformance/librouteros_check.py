"""Talks to a router with librouteros and checks what it hears.

usage: librouteros_check.py HOST:PORT USER PASSWORD PERSONA ROW...

ROW are numbers of the table in docs/conformance.md. Prints one line per check;
ends with exit code 1 when any failed. The rows it makes are named
`simpul-conformance-…` and removed again, so that it can be pointed at a real
router too.
"""

import socket
import ssl
import sys

from librouteros import connect
from librouteros.exceptions import FatalError, LibRouterosError, MultiTrapError, TrapError
from librouteros.login import plain, token
from librouteros.query import And, Key, Or

ADDRESS, USER, PASSWORD, PERSONA = sys.argv[1:5]
ROWS = sys.argv[5:]
HOST, PORT = ADDRESS.rsplit(":", 1)
RELEASE = tuple(int(p) for p in PERSONA.split("."))
OLD = RELEASE < (6, 43)
ME = "simpul-conformance-"
FAILED = []
NAME, COMMENT, DISABLED, IDENT = Key("name"), Key("comment"), Key("disabled"), Key(".id")


def check(name, good, heard=""):
    print(("ok   " if good else "FAIL ") + name + ("" if good else f": heard {heard!r}"))
    if not good:
        FAILED.append(name)


def open_api(user=USER, password=PASSWORD, method=None, **more):
    return connect(host=HOST, port=int(PORT), username=user, password=password,
                   login_method=method or (token if OLD else plain), encoding="utf-8", timeout=20, **more)


def refusal(call):
    try:
        heard = tuple(call())
    except MultiTrapError as error:
        return "; ".join(str(trap) for trap in error.traps)
    except TrapError as error:
        return str(error)
    return f"no refusal but {heard!r}"


def sweep(api):
    for menu in ("/ip/hotspot/user", "/file", "/system/script", "/system/scheduler", "/ip/pool"):
        try:
            rows = tuple(api.rawCmd(menu + "/print", "=.proplist=.id,name"))
        except LibRouterosError:
            continue
        for row in rows:
            if str(row.get("name", "")).startswith(ME):
                tuple(api(menu + "/remove", **{".id": row[".id"]}))


def names(api, *where):
    return sorted(r["name"] for r in api.path("/ip/hotspot/user").select(NAME).where(*where))


def row_2(api):
    users = api.path("/ip/hotspot/user")
    # Lengths with a NUL byte in the prefix, and of three bytes.
    for size in (127, 128, 256, 16383, 16384, 70000):
        made = users.add(name=ME + "long", comment="x" * size)
        rows = tuple(users.select(COMMENT).where(IDENT == made))
        check(f"a comment of {size} bytes comes back", len(rows) == 1 and rows[0]["comment"] == "x" * size)
        users.remove(made)


def row_3(api):
    check("login", api is not None)
    heard = "logged in"
    try:
        open_api(password=PASSWORD + "x")
    except LibRouterosError as error:
        heard = str(error)
    want = "cannot log in" if OLD else "invalid user name or password (6)"
    check("a wrong password is refused", want in heard, heard)
    if (6, 45) <= RELEASE < (7, 0):
        heard = "logged in"
        try:
            open_api(method=token)
        except LibRouterosError as error:
            heard = str(error)
        check("the answer to a challenge is refused", "invalid user name or password (6)" in heard, heard)


def row_4(api):
    users = api.path("/ip/hotspot/user")
    check("nothing found is no row", tuple(users.select(NAME).where(NAME == ME + "none")) == ())
    if OLD:
        return
    # The wire itself, with a socket and nothing else.
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
        wire.sendall(sentence("/ip/hotspot/user/print", f"?name={ME}none"))
        heard = hear()
        want = b"\x06!empty\x00\x05!done\x00" if RELEASE >= (7, 18) else b"\x05!done\x00"
        check("!empty by release", heard == want, heard)


def row_5(api):
    users = api.path("/ip/hotspot/user")
    ids = [users.add(name=f"{ME}{n}", comment=ME + "batch") for n in range(4)]
    check("add gives ids", all(i.startswith("*") for i in ids) and len(set(ids)) == 4, ids)
    users.update(**{".id": ids[0], "limit-uptime": "24:00:00"})
    row = tuple(users.select(Key("limit-uptime")).where(IDENT == ids[0]))
    check("24:00:00 becomes 1d", row and row[0].get("limit-uptime") == "1d", row)
    users.remove(*ids)
    check("several are removed at once", names(api, COMMENT == ME + "batch") == [])


def row_6(api):
    users = api.path("/ip/hotspot/user")
    batch, other = ME + "batch", ME + "other"
    ids = [users.add(name=f"{ME}{n}", comment=batch if n < 3 else other, disabled=(n == 1)) for n in range(4)]
    n = [f"{ME}{i}" for i in range(4)]
    check("equal", names(api, COMMENT == batch) == n[:3])
    differing = names(api, COMMENT != batch)
    check("not", n[3] in differing and n[0] not in differing)
    check("and", names(api, COMMENT == batch, DISABLED == True) == [n[1]])  # noqa: E712
    check("no", names(api, COMMENT == batch, DISABLED == False) == [n[0], n[2]])  # noqa: E712
    check("or", names(api, Or(NAME == n[0], NAME == n[3])) == [n[0], n[3]])
    check("and of or", names(api, And(COMMENT == batch, Or(NAME == n[0], NAME == n[3]))) == [n[0]])
    check("in", names(api, NAME.In(n[0], n[1], ME + "9")) == n[:2])
    above, below = names(api, NAME > n[2]), names(api, NAME < n[1])
    check("greater", n[3] in above and n[2] not in above)
    check("less", n[0] in below and n[1] not in below)
    span = (f"?>name={ME}", f"?<name={ME}9")
    has = tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=name", "?comment", *span))
    check("has", len(has) == 4, has)
    lacks = tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=name", "?-comment", *span))
    check("has not", lacks == (), lacks)
    stack = tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=name", f"?name={n[0]}", f"?name={n[1]}", "?#|", "?disabled=yes", "?#&"))
    check("a stack of operators", [r["name"] for r in stack] == [n[1]], stack)
    users.remove(*ids)


def row_7(api):
    made = api.path("/ip/hotspot/user").add(name=ME + "p", comment="c")
    only = tuple(api.rawCmd("/ip/hotspot/user/print", "=.proplist=.id,name", f"?.id={made}"))
    check("proplist", only == ({".id": made, "name": ME + "p"},), only)
    api.path("/ip/hotspot/user").remove(made)


def row_8(api):
    users = api.path("/ip/hotspot/user")
    ids = [users.add(name=f"{ME}{n}", comment=ME + "batch") for n in range(3)]
    for spelling in ("=count-only=", "=count-only"):
        count = tuple(api.rawCmd("/ip/hotspot/user/print", spelling, f"?comment={ME}batch"))
        check(spelling, count == ({"ret": 3},), count)
    users.remove(*ids)


def row_9(api):
    users = api.path("/ip/hotspot/user")
    made = users.add(name=ME + "d")
    for name, want, call in (
        ("duplicate", "failure: already have user with this name for this server", lambda: users("add", name=ME + "d")),
        ("bad reference", "input does not match any value of profile", lambda: users("add", name=ME + "x", profile=ME + "none")),
        ("empty reference", "ambiguous value of profile", lambda: users("add", name=ME + "x", profile="")),
        ("unknown parameter", "unknown parameter", lambda: users("add", name=ME + "x", colour="red")),
        ("no such item", "no such item", lambda: users("set", **{".id": "*FFFFFF", "comment": "x"})),
        ("no such command", "no such command", lambda: api("/ip/hotspot/user/explode")),
        ("no such menu", "no such command", lambda: api("/ip/no-such-menu/print")),
    ):
        heard = refusal(call)
        check(name, want in heard, heard)
    check("nothing was left behind", names(api, NAME == ME + "x") == [])
    users.remove(made)


def row_12(api):
    interface = tuple(api("/interface/print"))[0]["name"]
    once = tuple(api("/interface/monitor-traffic", interface=interface, once=""))
    check("once has no section", len(once) == 1 and ".section" not in once[0] and "rx-bits-per-second" in once[0], once)
    timed = tuple(api("/interface/monitor-traffic", interface=interface, duration="2s"))
    check("sections are counted", [r.get(".section") for r in timed] == list(range(len(timed))) and timed, timed)


def row_13(api):
    # The properties of published rows (7.24.3).
    lost = {"seq", "host", "status", "sent", "received", "packet-loss"}
    heard = {"seq", "host", "size", "ttl", "time", "sent", "received", "packet-loss", "min-rtt", "avg-rtt", "max-rtt"}
    rows = tuple(api("/ping", address="127.0.0.1", count="2", interval="100ms"))
    check("answers", [r["seq"] for r in rows] == [0, 1] and all(set(r) == heard for r in rows), rows)
    rows = tuple(api("/ping", address="198.51.100.1", count="2", interval="100ms"))
    check("timeouts", all(set(r) == lost and r["status"] == "timeout" for r in rows) and rows[-1]["packet-loss"] == 100, rows)
    said = refusal(lambda: api("/ping", address="no-such-name.invalid", count="1"))
    check("a name that does not resolve", "resolve failed" in said, said)


def row_17(api):
    if RELEASE < (7, 9):
        said = refusal(lambda: api("/file/add", name=ME + "a.rsc"))
        check("no /file/add", "no such command" in said, said)
        return
    name = ME + "a.rsc"

    def write(contents):
        rows = tuple(api.rawCmd("/file/print", "=.proplist=.id,name", f"?name={name}"))
        made = rows[0][".id"] if rows else tuple(api("/file/add", name=name))[0]["ret"]
        tuple(api("/file/set", **{".id": made, "contents": contents}))

    write("#" * 60416)
    size = tuple(api.rawCmd("/file/print", "=.proplist=size", f"?name={name}"))
    check("60,416 bytes are taken", size == ({"size": 60416},), size)
    said = refusal(lambda: write("#" * 61440))
    check("61,440 bytes are not", "contents too long" in said, said)
    add = "/ip/hotspot/user/add name={}{}\n"
    write("".join(add.format(ME, n) for n in range(30)))
    if RELEASE >= (7, 16):
        done = tuple(api.rawCmd("/import", f"=file-name={name}", "=dry-run="))
        check("a dry run", done == ({"ret": True},) and names(api, NAME == ME + "0") == [], done)
    done = tuple(api("/import", **{"file-name": name}))
    check("an import", done == ({"ret": True},) and len(names(api, NAME > ME)) >= 30, done)
    write(add.format(ME, 90) + add.format(ME, "91 profile=" + ME + "none") + add.format(ME, 92))
    said = refusal(lambda: api("/import", **{"file-name": name}))
    check("it stops at the line that fails",
          said.startswith("Script Error: input does not match any value of profile") and said.endswith("; line 2)"), said)
    check("and keeps what came before", names(api, NAME.In(ME + "90", ME + "91", ME + "92")) == [ME + "90"])
    write("/ip/hotspot/user/add name=\"" + ME + "93\n")
    said = refusal(lambda: api("/import", **{"file-name": name}))
    check("a syntax error is found before anything runs", "expected name value (line 2 column 1)" in said, said)
    said = refusal(lambda: api("/import", **{"file-name": ME + "none.rsc"}))
    check("a missing file", "Cannot open import file, file does not exist" in said, said)


def row_18(api):
    heard = "an ordinary answer"
    try:
        tuple(api("/quit"))
    except FatalError as error:
        heard = str(error)
    check("quit is fatal", "session terminated on request" in heard, heard)


def row_19(api):
    check("over TLS", tuple(api("/system/identity/print"))[0].get("name") is not None)


def row_20(api):
    check("reading", len(tuple(api("/system/identity/print"))) == 1)
    said = refusal(lambda: api("/ip/hotspot/user/add", name=ME + "x"))
    check("writing", "not enough permissions (9)" in said, said)


def system_values(api):
    clock = tuple(api("/system/clock/print"))[0]
    check("dates by release", ("-" in str(clock["date"])) == (RELEASE >= (7, 10)), clock)
    version = str(tuple(api("/system/resource/print"))[0]["version"])
    check("version", version.startswith((PERSONA + ".", PERSONA + " ")), version)


def main():
    more = {}
    if "19" in ROWS:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        more["ssl_wrapper"] = context.wrap_socket
    api = open_api(**more)
    if "20" not in ROWS:
        sweep(api)
    for row in ROWS:
        globals()["system_values" if row == "values" else f"row_{row}"](api)
    # What ended the session has nothing left to sweep with.
    if not {"18", "20"} & set(ROWS):
        sweep(api)
    print(f"{len(FAILED)} failed")
    sys.exit(1 if FAILED else 0)


main()
