"""The earlier tracker's four figures, by its own three queries. Prints a line of JSON for each number of days.

Usage: older_figures.py FILE NOW DAYS...    (NOW is naive and local, as the tracker writes its times)
"""
import datetime
import json
import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
now = datetime.datetime.fromisoformat(sys.argv[2])
for days in map(int, sys.argv[3:]):
    cutoff = (now - datetime.timedelta(days=days)).isoformat()
    total = connection.execute("SELECT COUNT(*) FROM handoffs WHERE initiated_at > ?", (cutoff,)).fetchone()[0]
    completed = connection.execute("SELECT COUNT(*) FROM handoffs WHERE status = 'completed' AND initiated_at > ?", (cutoff,)).fetchone()[0]
    by_sqlite = connection.execute(
        "SELECT AVG((julianday(accepted_at) - julianday(initiated_at)) * 24) FROM handoffs WHERE accepted_at IS NOT NULL AND initiated_at > ?", (cutoff,)
    ).fetchone()[0]
    times = connection.execute("SELECT initiated_at, accepted_at FROM handoffs WHERE accepted_at IS NOT NULL AND initiated_at > ?", (cutoff,)).fetchall()
    hours = [(datetime.datetime.fromisoformat(b) - datetime.datetime.fromisoformat(a)).total_seconds() / 3600 for a, b in times]
    by_python = sum(hours) / len(hours) if hours else None
    print(json.dumps({
        "total": total,
        "completed": completed,
        "rate": round(completed / total * 100) if total else 0,
        "by_sqlite": round(by_sqlite, 1) if by_sqlite else 0,
        "by_python": round(by_python, 1) if by_python else 0,
    }))
