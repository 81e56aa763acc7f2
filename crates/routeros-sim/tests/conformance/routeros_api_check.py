"""Talks to a router with RouterOS-api and checks what it hears.

usage: routeros_api_check.py HOST:PORT USER PASSWORD

RouterOS-api tags every command and sends a bare `=count-only`: both are checked
by its own doing. Prints one line per check; exit code 1 when any failed.
"""

import sys

import routeros_api
from routeros_api.exceptions import RouterOsApiCommunicationError

ADDRESS, USER, PASSWORD = sys.argv[1:4]
HOST, PORT = ADDRESS.rsplit(":", 1)
FAILED = []


def check(name, good, heard=""):
    print(("ok   " if good else "FAIL ") + name + ("" if good else f": heard {heard!r}"))
    if not good:
        FAILED.append(name)


pool = routeros_api.RouterOsApiPool(
    HOST, port=int(PORT), username=USER, password=PASSWORD, plaintext_login=True)
api = pool.get_api()
check("login", True)
users = api.get_resource("/ip/hotspot/user")
for row in users.get():
    if row["name"].startswith("conf-"):
        users.remove(id=row["id"])

users.add(name="conf-a", comment="conf-batch", disabled="yes")
users.add(name="conf-b", comment="conf-batch")
rows = users.get(comment="conf-batch")
check("rows", sorted(r["name"] for r in rows) == ["conf-a", "conf-b"], rows)
check("booleans", [r["disabled"] for r in users.get(name="conf-a")] == ["true"])
count = users.call("print", {"count-only": None}, {"comment": "conf-batch"})
check("bare count-only", count.done_message == {"ret": "2"}, count.done_message)

# Many commands in flight, answered in any order.
promises = [users.get_async(name="conf-a" if n % 2 else "conf-b") for n in range(40)]
heard = [promise.get() for promise in promises]
check("concurrent tags", all(r[0]["name"] == ("conf-a" if n % 2 else "conf-b") for n, r in enumerate(heard)))

users.set(id=rows[0]["id"], comment="conf-changed")
check("set", users.get(id=rows[0]["id"])[0]["comment"] == "conf-changed")
try:
    users.add(name="conf-a")
    check("duplicate", False, "accepted")
except RouterOsApiCommunicationError as error:
    check("duplicate", b"already have user with this name" in error.original_message, error.original_message)
for row in rows:
    users.remove(id=row["id"])
check("removed", users.get(comment="conf-batch") == [] and users.get(comment="conf-changed") == [])
pool.disconnect()
print(f"{len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
