#!/usr/bin/env python3
"""The older tracker's own loop, for comparison: in one process, without HTTP, tokens, history or notices.

    older_tracker.py insert DIR [SECONDS]   hands over for so many seconds (5) in DIR/older.db, prints the hand-overs a second
    older_tracker.py loop DIR [SECONDS]     hands over, accepts, ticks and completes for so many seconds (5), prints the loops a second
    older_tracker.py metrics FILE DAYS...   times its three queries over the handoffs of a SQLite file, prints for each window:
                                            days, seconds, total, completed, mean hours until accepted

It keeps one table, without an index beside its key, in SQLite as Python opens it: a rollback journal that is flushed on every commit.
"""
import datetime
import json
import os
import sqlite3
import sys
import time

SCHEMA = """CREATE TABLE IF NOT EXISTS handoffs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, handoff_type TEXT, from_team TEXT, to_team TEXT, context_json TEXT, status TEXT,
    initiated_by TEXT, initiated_at TEXT, accepted_at TEXT, completed_at TEXT)"""
REQUIRED = ["client_name", "contract_value", "start_date", "key_contacts", "special_requirements", "goals"]
SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "handoff.json")


def hand_over(connection, context):
    missing = [field for field in REQUIRED if not context.get(field)]
    if missing:
        raise ValueError("Missing required fields: " + ", ".join(missing))
    cursor = connection.execute(
        "INSERT INTO handoffs (handoff_type, from_team, to_team, context_json, status, initiated_by, initiated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ("sales_to_onboarding", "sales", "onboarding", json.dumps(context), "initiated", "sam", datetime.datetime.now().isoformat()))
    connection.commit()
    return cursor.lastrowid


def go_on(connection, number, **columns):
    connection.execute("UPDATE handoffs SET " + ", ".join(f"{name} = ?" for name in columns) + " WHERE id = ?", (*columns.values(), number))
    connection.commit()


def loop(connection, context):
    now = datetime.datetime.now().isoformat
    number = hand_over(connection, context)
    go_on(connection, number, status="accepted", accepted_at=now())
    row = connection.execute("SELECT context_json FROM handoffs WHERE id = ?", (number,)).fetchone()
    go_on(connection, number, context_json=json.dumps(dict(json.loads(row[0]), checklist={"contract": True})))
    go_on(connection, number, status="completed", completed_at=now())


def insert(directory, seconds, act=hand_over):
    with open(SAMPLE, encoding="utf-8") as file:
        context = json.load(file)["context"]
    connection = sqlite3.connect(os.path.join(directory, "older.db"))
    connection.execute(SCHEMA)
    connection.commit()
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        act(connection, dict(context, client_name=f"{context['client_name']} {count}"))
        count += 1
    print(f"{count / (time.perf_counter() - started):.1f}")
    connection.close()


def metrics(connection, days):
    since = (datetime.datetime.now() - datetime.timedelta(days=days)).isoformat()
    total = connection.execute("SELECT COUNT(*) FROM handoffs WHERE initiated_at > ?", (since,)).fetchone()[0]
    completed = connection.execute("SELECT COUNT(*) FROM handoffs WHERE status = 'completed' AND initiated_at > ?", (since,)).fetchone()[0]
    accepted = connection.execute("SELECT initiated_at, accepted_at FROM handoffs WHERE accepted_at IS NOT NULL AND initiated_at > ?", (since,)).fetchall()
    hours = [(datetime.datetime.fromisoformat(end) - datetime.datetime.fromisoformat(start)).total_seconds() / 3600 for start, end in accepted]
    return total, completed, round(sum(hours) / len(hours), 1) if hours else 0


def main(arguments):
    if len(arguments) in (2, 3) and arguments[0] == "insert":
        insert(arguments[1], float(arguments[2]) if len(arguments) == 3 else 5.0)
    elif len(arguments) in (2, 3) and arguments[0] == "loop":
        insert(arguments[1], float(arguments[2]) if len(arguments) == 3 else 5.0, loop)
    elif len(arguments) >= 3 and arguments[0] == "metrics":
        connection = sqlite3.connect(arguments[1])
        for days in map(int, arguments[2:]):
            started = time.perf_counter()
            figures = metrics(connection, days)
            print(days, f"{time.perf_counter() - started:.6f}", *figures)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
