"""Adds COUNT hotspot users one after the other by librouteros; says how long it took."""

import json
import sys
import time

import librouteros


def main():
    host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    api = librouteros.connect(host=host, port=port, username="admin", password="secret")
    users = api.path("/ip/hotspot/user")
    begun = time.perf_counter()
    for number in range(count):
        users.add(name=f"s{number:06}", password=f"s{number:06}", profile="default", comment="bench")
    seconds = time.perf_counter() - begun
    api.close()
    print(json.dumps({"seconds": [seconds]}))


main()
