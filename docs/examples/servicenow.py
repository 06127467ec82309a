#!/usr/bin/env python3
"""Turns an event log of ServiceNow incidents into handoffs that Baton imports.

Usage: servicenow.py LOG.csv OUT_DIR [--without-waivers]

Writes OUT_DIR/teams.tsv (key and name of each group), OUT_DIR/templates.yaml (a copy of servicenow.yaml for each receiving group) and
OUT_DIR/handoffs.ndjson (a line for each change of groups). How a handoff is read out of the log is told in servicenow.md.
"""
import argparse
import csv
import datetime
import json
import pathlib
import re

REQUIRED = ["cmdb_ci", "u_symptom", "category", "priority"]
BESIDE = ["number", "subcategory", "assigned_to"]
UNKNOWN = "?"
OVER = {"Resolved", "Closed"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("log", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--without-waivers", action="store_true", help="leave out the waivers, to see what the gate refuses")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with args.log.open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file))
    handoffs = [handoff for incident in by_incident(events) for handoff in handoffs_of(incident, not args.without_waivers)]
    write(args.out / "handoffs.ndjson", (json.dumps(handoff, ensure_ascii=False) for handoff in handoffs))
    groups = sorted({event["assignment_group"] for event in events} - {UNKNOWN}, key=natural)
    write(args.out / "teams.tsv", (f"{key_of(group)}\t{group}" for group in groups))
    receiving = [group for group in groups if any(handoff["template"] == template_key(group) for handoff in handoffs)]
    write(args.out / "templates.yaml", (line for group in receiving for line in template_for(group)))
    print(f"{len(handoffs)} handoffs, {len(groups)} groups, {len(receiving)} of them receive")


def by_incident(events):
    """The events of each incident, in the order of the file."""
    incidents = {}
    for event in events:
        incidents.setdefault(event["number"], []).append(event)
    return incidents.values()


def handoffs_of(events, waive):
    """A handoff for each change of groups; events without a group are passed over when looking for changes."""
    holder, count = None, 0
    for at, event in enumerate(events):
        group = event["assignment_group"]
        if group == UNKNOWN:
            continue
        if holder not in (None, group):
            count += 1
            yield handoff_of(holder, event, events[at + 1:], count, waive)
        holder = group


def handoff_of(sender, event, later, count, waive):
    """What the log shows of one: how it was handed over, when another person first acted on it, and when the group was done with it."""
    group, began = event["assignment_group"], time_of(event)
    line = {
        "template": template_key(group),
        "external_key": f"{event['number']}-{count}",
        "from_team": key_of(sender),
        "initiated_by": event["sys_updated_by"],
        "initiated_at": rfc3339(began),
        "context": {name: event[name] for name in REQUIRED + BESIDE if name in REQUIRED or event[name] != UNKNOWN},
    }
    waivers = [{"field": name, "reason": "Not known in the log when the incident changed groups."} for name in REQUIRED if event[name] == UNKNOWN]
    if waivers and waive:
        line["waivers"] = waivers
    after = [one for one in held(group, later) if time_of(one) >= began]
    taken = next((one for one in after if one["sys_updated_by"] != event["sys_updated_by"]), None)
    if taken:
        line["accepted_by"], line["accepted_at"] = taken["sys_updated_by"], rfc3339(time_of(taken))
        done = next((one for one in after if time_of(one) >= time_of(taken) and is_over(one, group)), None)
        if done:
            line["completed_by"], line["completed_at"] = done["sys_updated_by"], rfc3339(time_of(done))
    return line


def held(group, later):
    """The events while the group holds the incident, and the one by which it passes it on."""
    for event in later:
        yield event
        if event["assignment_group"] not in (group, UNKNOWN):
            return


def is_over(event, group):
    return event["incident_state"] in OVER or event["assignment_group"] not in (group, UNKNOWN)


def time_of(event):
    return datetime.datetime.strptime(event["sys_updated_at"], "%d-%m-%Y %H:%M")


def rfc3339(time):
    """The log does not say in which zone its times are; they are taken as UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def template_for(group):
    """The lines of servicenow.yaml for one group, under its key."""
    own = {"key": template_key(group), "name": f"Incident to {group}", "receiving_team": key_of(group)}
    yield f"{own['key']}:"
    for line in pathlib.Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8").splitlines():
        name = line.split(":", 1)[0]
        if not line.startswith("#"):
            yield f"  {name}: {own[name]}" if name in own else f"  {line}"


def template_key(group):
    return f"incident_to_{key_of(group)}"


def key_of(group):
    return re.sub("[^a-z0-9]+", "_", group.lower()).strip("_")


def natural(group):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", group)]


def write(path, lines):
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    main()
