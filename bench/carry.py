#!/usr/bin/env python3
"""carry.py URL TOKEN PAIRS CHILDREN: creates with ten carried fields and with the same ten values typed, by turns, over one connection; opens a chain of
fifty, over the API and as a page; corrects a value that CHILDREN handoffs carry. Prints medians in ms. BENCH_PASSWORD is that of root."""
import http.client
import json
import statistics
import sys
import time
from urllib.parse import urlsplit

import growth

url, token, pairs, children = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
connection = http.client.HTTPConnection(url.hostname, url.port)
headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def send(method, path, body=None):
    text = None if body is None else body if isinstance(body, str) else json.dumps(body)
    began = time.perf_counter()
    connection.request(method, f"/api/v1{path}", text, headers)
    answer = connection.getresponse()
    data = answer.read()
    took = (time.perf_counter() - began) * 1000
    if answer.status >= 300:
        sys.exit(f"{method} {path}: {answer.status} {data.decode()}")
    return json.loads(data), took


def publish(key, carry):
    fields = [
        {"key": f"field{i}", "type": "text", "required": True, **({"carry": f"first_leg.field{i}"} if carry else {})}
        for i in range(10)
    ]
    template = {
        "key": key,
        "from_team": "sales",
        "receiving_team": "onboarding",
        "accept_within": "8h",
        "fields": fields,
    }
    send("PUT", f"/templates/{key}", template)


publish("first_leg", False)
publish("carried_leg", True)
publish("typed_leg", False)
values = {f"field{i}": f"What the first team wrote in field {i}" for i in range(10)}
parent = send("POST", "/handoffs", {"template": "first_leg", "context": values})[0]["handoff_id"]
carried, typed = [], []
for i in range(pairs + 20):
    turns = [
        (carried, {"template": "carried_leg", "context": {}, "parent_id": parent}),
        (typed, {"template": "typed_leg", "context": values, "parent_id": parent}),
    ]
    for times, body in turns if i % 2 else reversed(turns):
        made, took = send("POST", "/handoffs", body)
        assert made["context"] == values
        if i >= 20:
            times.append(took)

last = None
for i in range(50):
    last = send("POST", "/handoffs", {"template": "typed_leg", "context": values, "parent_id": last})[0]["handoff_id"]
opened = [send("GET", f"/handoffs/{last}/chain?limit=100") for _ in range(40)]
assert len(opened[0][0]["items"]) == 50
page = growth.sign_in(sys.argv[1], "root")
pages = [page.seconds(f"/handoffs/{last}") * 1000 for _ in range(40)]

crowded = send("POST", "/handoffs", {"template": "first_leg", "context": values})[0]["handoff_id"]
for _ in range(children):
    send("POST", "/handoffs", {"template": "carried_leg", "context": {}, "parent_id": crowded})
corrected = [send("PATCH", f"/handoffs/{crowded}", {"context": {"field0": f"Corrected for the {n}. time"}})[1] for n in range(3)]
one = send("GET", f"/handoffs?parent_id={crowded}&limit=1")[0]["items"][0]["handoff_id"]
assert send("GET", f"/handoffs/{one}")[0]["drift"][0]["now"] == "Corrected for the 2. time"
crowd = [send("GET", f"/handoffs/{crowded}/chain?limit=50")[1] for _ in range(10)]
crowded_pages = [page.seconds(f"/handoffs/{crowded}") * 1000 for _ in range(10)]

print(f"carried_ms {statistics.median(carried):.2f}")
print(f"typed_ms {statistics.median(typed):.2f}")
print(f"ratio {statistics.median(carried) / statistics.median(typed):.3f}")
print(f"chain_ms {statistics.median(took for _, took in opened[5:]):.1f}")
print(f"page_ms {statistics.median(pages[5:]):.1f}")
print(f"drift_ms_of_{children} {statistics.median(corrected):.0f}")
print(f"chain_ms_of_{children} {statistics.median(crowd[2:]):.1f}")
print(f"page_ms_of_{children} {statistics.median(crowded_pages[2:]):.1f}")
