#!/usr/bin/env python3
"""answers.py URL MEMBER,LEAD,ADMIN ROUNDS: looks for earlier answers on handoffs of a store that `Baton.Bench questions` filled. Prints for each role, with and
without a field: p50 and p99 in ms, and how many answers were offered at the median."""
import http.client
import json
import random
import statistics
import sys
import time
from urllib.parse import urlsplit

import growth

url, tokens, rounds = urlsplit(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
asked = ("Which {0} do they use for the {1}?", "For the {1}, what {0}s are in use at the client?", "Who approves the {0} for the {1}?",
         "When can we start the {0} of the {1}?", "How many {0}s are there in the {1}?")
things = ("invoice", "portal", "contract", "license", "server", "report", "training", "migration", "backup", "discount", "warranty", "shipment")
places = ("Berlin office", "night shift", "spare parts", "travel expenses", "annual meeting", "pilot phase", "web shop", "main warehouse", "data center")
random.seed(19)


def send(connection, token, method, path, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    began = time.perf_counter()
    connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    data = answer.read()
    took = (time.perf_counter() - began) * 1000
    if answer.status >= 300:
        sys.exit(f"{method} {path}: {answer.status} {data.decode()}")
    return json.loads(data), took


for role, token in zip(growth.ROLES, tokens):
    connection = http.client.HTTPConnection(url.hostname, url.port)
    listed = send(connection, token, "GET", "/handoffs?limit=100")[0]["items"]
    for field in (None, "note"):
        times, found = [], []
        for i in range(rounds + 30):
            text = random.choice(asked).format(random.choice(things), random.choice(places))
            body = {"text": text, "field": field} if field else {"text": text}
            handoff = random.choice(listed)["handoff_id"]
            answer, took = send(connection, token, "POST", f"/handoffs/{handoff}/questions/similar", body)
            if i >= 30:
                times.append(took)
                found.append(len(answer["items"]))
        name = "field" if field else "no-field"
        print(role, name, f"{statistics.median(times):.1f}", f"{growth.percentile(times, 99):.1f}", f"{statistics.median(found):.0f}", flush=True)
