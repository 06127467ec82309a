"""What bench/failover and bench/upgrade share: an installation of several servers under load, and what came of each turn of it."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter

from nodes_load import Load
from nodes_parts import Part, ask, until

TEMPLATE = """
key: nodes
from_team: sales
receiving_team: onboarding
title: "{client_name}"
fields:
  - { key: client_name, type: text, required: true }
accept_within: 1m
escalation:
  - { at: 50%, tell: team }
  - { at: 100%, tell: team }
"""
CLOCKS = ("clock.reminder", "clock.escalated")


class Nodes:
    """Whoever inherits says what is started, and in which turns what happens to it."""

    def __init__(self, program, work):
        self.program, self.work = pathlib.Path(program).resolve(), work
        self.parts, self.turns, self.servers = [], [], []

    def begin(self, part):
        self.parts.append(part)
        part.start()

    def server(self, name, address, database, program=None, namespace=None):
        command = [program or self.program, "serve", "--data", self.work / f"data-{name}", "--urls", f"http://{address}"]
        part = Part(
            name, command, self.work, namespace=namespace, BATON_DATABASE=database, BATON_RATE_LIMIT="off",
            BATON_ALLOW_PRIVATE_TARGETS="true", Logging__LogLevel__Default="Warning",
        )
        part.url = f"http://{address}"
        return part

    def ready(self, server):
        return bool((ask(f"{server.url}/readyz") or {}).get("ready"))

    def settled(self):
        return all(map(self.ready, self.servers))

    def connect(self, port, *arguments):
        self.psql = ["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "baton", "-AtXq", "-v", "ON_ERROR_STOP=1", *arguments]
        self.database = f"Host=127.0.0.1;Port={port};Username=baton;Database=baton"

    def baton(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments, "--data", self.work / "data"], env={**os.environ, "BATON_DATABASE": self.database},
            capture_output=True, text=True, check=False,
        )
        if done.returncode:
            raise RuntimeError(f"baton {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout.strip()

    def people(self):
        (self.work / "template.yaml").write_text(TEMPLATE)
        self.baton("person", "add", "root", "--name", "Root", "--email", "root@example.org", "--admin")
        for person, team in (("sam", "sales"), ("olga", "onboarding")):
            self.baton("person", "add", person, "--name", person.title(), "--email", f"{person}@example.org")
            self.baton("team", "add", team, "--name", team.title())
            self.baton("team", "join", team, person)
        self.baton("template", "publish", str(self.work / "template.yaml"))
        self.admin, self.sender, self.takes = (self.baton("token", "create", person) for person in ("root", "sam", "olga"))

    def channels(self, receiver):
        self.receiver = receiver
        for team in ("onboarding", "sales"):
            subprocess.run(
                ["curl", "-sSf", "-o", "/dev/null", "-X", "PUT", f"http://127.0.0.1:{self.door}/api/v1/teams/{team}", "-H", f"Authorization: Bearer {self.admin}"]
                + ["-H", "Content-Type: application/json", "-d", '{"channels": [{"type": "webhook", "url": "%s"}]}' % receiver.url],
                check=True,
            )

    def run(self, rate):
        self.load = Load(self.door, "nodes", self.sender, self.takes, rate)
        self.load.start()
        self.happen()
        self.load.stop()
        # The lease of a killed server ends after two minutes, and then what it had taken is sent by another.
        try:
            until("all told", lambda: not self.untold() and not self.unclocked(), 240)
        except TimeoutError as late:
            print(late, file=sys.stderr)

    def turn(self, name, seconds, fail=lambda: None, heal=lambda _: None):
        print(f"{name} …", file=sys.stderr, flush=True)
        self.load.turn, began = name, time.monotonic()
        failed = fail()
        time.sleep(seconds)
        heal(failed)
        until("all parts again", self.settled)
        time.sleep(5)
        self.turns.append((name, began, time.monotonic()))

    def rows(self, sql):
        done = subprocess.run([*self.psql, "-d", "baton", "-F", "\t", "-c", sql], capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def untold(self):
        """Handoffs whose team did not hear of them, or whose sender did not hear that they were accepted."""
        told = self.receiver.told
        return [
            int(id)
            for id, is_accepted in self.rows("SELECT id, accepted_at IS NOT NULL FROM handoffs")
            if (int(id), "handoff.initiated") not in told or is_accepted == "t" and (int(id), "handoff.accepted") not in told
        ]

    def unclocked(self):
        """Handoffs that nobody accepted, and whose clock went by in silence."""
        waiting = [int(id) for (id,) in self.rows("SELECT id FROM handoffs WHERE accepted_at IS NULL")]
        return [id for id in waiting if any((id, kind) not in self.receiver.told for kind in CLOCKS)]

    def report(self):
        stored = {int(id): (title, is_accepted == "t") for id, title, is_accepted in self.rows("SELECT id, title, accepted_at IS NOT NULL FROM handoffs")}
        self.stored, self.titles = stored, Counter(title for title, _ in stored.values())
        self.accepts = Counter(int(id) for (id,) in self.rows("SELECT handoff_id FROM handoff_events WHERE kind = 'accepted'"))
        twice = [int(id) for id, in self.rows("SELECT handoff_id FROM notices WHERE kind LIKE 'clock.%' GROUP BY handoff_id, kind HAVING count(*) > 1")]
        self.twice = {*twice, *(id for (id, kind), ids in self.receiver.told.items() if kind in CLOCKS and len(ids) > 1)}
        self.silent = set(self.unclocked())
        self.missing = set(self.untold())
        print(f"{'':32}{'longest gap':>12}{'answered':>10}{'refused':>9}{'lost':>6}{'doubled':>9}{'not told':>10}{'clocks twice':>14}{'silent':>8}")
        missed = sum([self.line(*turn) for turn in self.turns])
        again = sum(count - 1 for count in self.receiver.posts.values())
        print(f"{len(self.receiver.posts)} notices were received, {again} of them once more under the same id.")
        reasons = Counter(str(reason) for one in self.load.changes for reason in one.refusals)
        print("Refusals: " + (", ".join(f"{count} × {reason}" for reason, count in reasons.most_common(8)) or "none"))
        print("MISSED" if missed else "met: writes resume within 30 s, none lost, none doubled, all told, no clock twice")
        return 1 if missed else 0

    def line(self, name, began, ended):
        """A line of the table; whether it misses the target."""
        ours = [one for one in self.load.changes if one.turn == name]
        over = [one for one in ours if one.answered]
        times = sorted(one.answered for one in self.load.changes if one.answered and began <= one.answered <= ended)
        gap = max(after - before for before, after in zip([began, *times], [*times, ended]))
        lost = sum(one.handoff not in self.stored or one.path.endswith("accept") and not self.stored[one.handoff][1] for one in over)
        names = {one.body["context"]["client_name"] for one in ours if "context" in one.body}
        ids = {id for id, (title, _) in self.stored.items() if title in names}
        doubled = sum(self.titles[name] > 1 for name in names) + sum(self.accepts[id] > 1 for id in ids)
        refused = sum(len(one.refusals) for one in ours)
        wrong = [lost, doubled, len(ids & self.missing), len(ids & self.twice), len(ids & self.silent)]
        print(f"{name:32}{gap:10.1f} s{len(over):10}{refused:9}{wrong[0]:6}{wrong[1]:9}{wrong[2]:10}{wrong[3]:14}{wrong[4]:8}")
        kept = sum(one.again and not one.answered for one in ours)
        if kept:
            print(f"  MISSED: {kept} changes were asked for again and again, and never answered")
        return gap >= 30 or any(wrong) or kept > 0

    def end(self):
        for part in reversed(self.parts):
            part.end()
        if os.environ.get("BENCH_KEEP"):
            print(f"Logs: {self.work}", file=sys.stderr)
        else:
            shutil.rmtree(self.work, ignore_errors=True)


def stop(*_):
    raise KeyboardInterrupt


def main(bench):
    """Runs it, and ends all that it started, whatever happens. Interrupts end it also where it was started in the background."""
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        bench.start()
        bench.run(int(os.environ.get("BENCH_RATE", "20")))
        return bench.report()
    except KeyboardInterrupt:
        return 130
    finally:
        bench.end()
