#!/usr/bin/env python3
"""Works out the report on chains from handoffs as the API gives them, each with its events, and from what templates carry.

chains_report.py FILE: {"carry": {template: {field: "client_name" or "template.client_name"}},
"handoffs": [{..., "events": [...]}]}; prints what GET /reports/chains says, but for its window.
"""
import json
import sys

data = json.load(open(sys.argv[1], encoding="utf-8"))
handoffs = {h["handoff_id"]: h for h in data["handoffs"]}


def hop(handoff):
    count = 0
    while handoff.get("parent_id") is not None:
        handoff = handoffs[handoff["parent_id"]]
        count += 1
    return count


def became(handoff, field, said):
    if said["kind"] == "carried":
        return "unchanged"
    if field not in handoff["context"]:
        return "emptied"
    return "unchanged" if handoff["context"][field] == said["before"]["value"] else "corrected"


def number(address):
    return int(address.rstrip("/").rsplit("/", 1)[1])


values = []
for handoff in handoffs.values():
    if handoff.get("initiated_at") is None:
        continue
    for field, said in handoff["provenance"].items():
        if said["kind"] != "carried" and "before" not in said:
            continue
        source = handoffs[number(said["ref"] if said["kind"] == "carried" else said["before"]["ref"])]
        there = data["carry"][handoff["template"]][field].split(".")[-1]
        values.append((source["template"], there, handoff, field, became(handoff, field, said)))


def retention(some):
    counts = {what: sum(1 for value in some if value[4] == what) for what in ("unchanged", "corrected", "emptied")}
    return {"carried": len(some), **counts, "share": counts["unchanged"] / len(some) if some else None}


def grouped(key):
    groups = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups


def order(row):
    return (row["values"]["share"], -row["values"]["carried"])


def how_many(some):
    return len({value[2]["handoff_id"] for value in some})


fields = sorted(
    (
        {"from": k[0], "from_field": k[1], "to": k[2], "field": k[3], "values": retention(some)}
        for k, some in grouped(lambda v: (v[0], v[1], v[2]["template"], v[3])).items()
    ),
    key=lambda row: (*order(row), row["from"], row["from_field"], row["to"], row["field"]),
)
losing = [row for row in fields if row["values"]["unchanged"] < row["values"]["carried"]]
items = []
for (start, end), some in grouped(lambda v: (v[0], v[2]["template"])).items():
    worst = next((row["field"] for row in losing if (row["from"], row["to"]) == (start, end)), None)
    items.append(
        {"from": start, "to": end, "handoffs": how_many(some), "values": retention(some), "worst_field": worst}
    )
items.sort(key=lambda row: (*order(row), row["from"], row["to"]))
hops = [
    {"hop": distance, "handoffs": how_many(some), "values": retention(some)}
    for distance, some in sorted(grouped(lambda v: hop(v[2])).items())
]
drift = {}
for handoff in handoffs.values():
    if handoff.get("initiated_at") is None or all(e["kind"] != "context.drifted" for e in handoff["events"]):
        continue
    row = drift.setdefault(handoff["template"], {"template": handoff["template"], "drifted": 0, "open": 0})
    row["drifted"] += 1
    row["open"] += bool(handoff["drift"]) and handoff["status"] in ("initiated", "returned", "accepted")
print(
    json.dumps(
        {
            "handoffs": how_many(values),
            "values": retention(values),
            "worst": losing[0] if losing else None,
            "items": items,
            "fields": fields,
            "hops": hops,
            "drift": sorted(drift.values(), key=lambda row: (-row["drifted"], row["template"])),
        }
    )
)
