"""Talks to a router with RouterOS-api and checks what it hears.

usage: routeros_api_check.py HOST:PORT USER PASSWORD ROW...

RouterOS-api tags every command and sends a bare `=count-only`: both are checked
by its own doing. Prints one line per check; exit code 1 when any failed.
"""

import sys

import routeros_api
from routeros_api.exceptions import RouterOsApiCommunicationError, RouterOsApiConnectionError

ADDRESS, USER, PASSWORD = sys.argv[1:4]
ROWS = sys.argv[4:]
HOST, PORT = ADDRESS.rsplit(":", 1)
ME = "simpul-conformance-"
FAILED = []


def check(name, good, heard=""):
    print(("ok   " if good else "FAIL ") + name + ("" if good else f": heard {heard!r}"))
    if not good:
        FAILED.append(name)


def pool_of(password):
    return routeros_api.RouterOsApiPool(HOST, port=int(PORT), username=USER, password=password, plaintext_login=True)


def row_3(_users):
    heard = "logged in"
    try:
        pool_of(PASSWORD + "x").get_api()
    except (RouterOsApiCommunicationError, RouterOsApiConnectionError) as error:
        heard = str(error)
    check("a wrong password is refused", "invalid user name or password (6)" in heard, heard)


def row_4(users):
    check("nothing found is no row", users.get(name=ME + "none") == [])


def row_8(users):
    users.add(name=ME + "a", comment=ME + "batch", disabled="yes")
    users.add(name=ME + "b", comment=ME + "batch")
    count = users.call("print", {"count-only": None}, {"comment": ME + "batch"})
    check("bare count-only", count.done_message == {"ret": "2"}, count.done_message)
    check("booleans", [r["disabled"] for r in users.get(name=ME + "a")] == ["true"])


def row_9(users):
    users.add(name=ME + "a")
    heard = b"accepted"
    try:
        users.add(name=ME + "a")
    except RouterOsApiCommunicationError as error:
        heard = error.original_message
    check("duplicate", b"already have user with this name" in heard, heard)


def row_10(users):
    names = [ME + "a", ME + "b"]
    for name in names:
        users.add(name=name)
    # Many commands in flight, answered in any order.
    promises = [users.get_async(name=names[n % 2]) for n in range(40)]
    heard = [promise.get() for promise in promises]
    check("concurrent tags", all(r[0]["name"] == names[n % 2] for n, r in enumerate(heard)))


def row_21(users):
    """A batch as mikhmon makes it: one user after the other, a comment that names it."""
    comment = "vc-501-11.21.26-" + ME
    have = {row["name"] for row in users.get()}
    wanted = [f"{ME}{n:04}" for n in range(500)]
    for name in wanted:
        users.add(server="all", name=name, password=name, profile="default", comment=comment, **{"limit-uptime": "3h"})
    rows = users.get(comment=comment)
    check("500 vouchers are listed", sorted(r["name"] for r in rows) == wanted, len(rows))
    check("with what they were given", all(r["limit-uptime"] == "3h" and r["password"] == r["name"] for r in rows))
    for row in rows:
        users.remove(id=row["id"])
    check("and removed", {row["name"] for row in users.get()} == have)


pool = pool_of(PASSWORD)
users = pool.get_api().get_resource("/ip/hotspot/user")


def sweep():
    for row in users.get():
        if row["name"].startswith(ME):
            users.remove(id=row["id"])


for row in ROWS:
    sweep()
    globals()[f"row_{row}"](users)
sweep()
pool.disconnect()
print(f"{len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
