#!/usr/bin/env python3
"""The turns of bench/upgrade: upgrade.py OLD NEW DIRECTORY PORT-OF-POSTGRESQL COMMAND-THAT-STOPS-IT…"""
import os
import pathlib
import signal
import subprocess
import sys

from nodes import Nodes, main
from nodes_load import Receiver
from nodes_parts import HAProxy, ports, until


class Upgrade(Nodes):
    def __init__(self, old, new, work, port, stop):
        super().__init__(old, work)
        self.new, self.stop_postgres = pathlib.Path(new).resolve(), stop
        self.connect(port)

    def start(self):
        self.door, *at = ports(3)
        self.at = {name: f"127.0.0.1:{port}" for name, port in zip("ab", at)}
        self.begin(HAProxy(self.work, self.door, self.at.items()))
        self.people()
        self.servers = [self.server(name, address, self.database) for name, address in self.at.items()]
        for server in self.servers:
            self.begin(server)
            until(f"server {server.name}", lambda: self.ready(server))
        self.channels(Receiver("127.0.0.1"))

    def happen(self):
        self.turn("two old servers", 15)
        self.turn("replace one: the schema grows", 5, lambda: self.replace(0))
        self.turn("an old and a new server", 40)
        self.turn("replace the other", 5, lambda: self.replace(1))
        self.turn("two new servers", 15)

    def replace(self, number):
        """As an operator does: it is asked to stop, finishes what it began, and the new one takes its place."""
        before = self.servers[number]
        before.signal(signal.SIGTERM)
        if before.process.wait(60) != 0:
            raise RuntimeError(f"Server {before.name} ended with {before.process.returncode}.")
        after = self.server(before.name, self.at[before.name], self.database, self.new)
        self.servers[number] = after
        self.begin(after)
        until(f"the new server {after.name}", lambda: self.ready(after))

    def report(self):
        found = super().report()
        if any(one.refusals for one in self.load.changes):
            print("MISSED: an upgrade refuses no request")
            found = 1
        # That nobody looks after handoffs whose clock went off is so by intention.
        checks = [line.split()[:2] for line in self.doctor().splitlines() if line.startswith(("OK ", "Warning ", "Problem "))]
        wrong = [name for verdict, name in checks if verdict != "OK" and name != "orphans"]
        print(f"baton doctor made {len(checks)} checks" + (f"; MISSED: {', '.join(wrong)}" if wrong or not checks else " and found nothing"))
        return 1 if wrong or not checks else found

    def doctor(self):
        command = [self.new, "doctor", "--data", self.work / "data"]
        return subprocess.run(command, env={**os.environ, "BATON_DATABASE": self.database}, capture_output=True, text=True).stdout

    def end(self):
        subprocess.run(self.stop_postgres, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        super().end()


if __name__ == "__main__":
    old, new, work, port, *command = sys.argv[1:]
    sys.exit(main(Upgrade(old, new, pathlib.Path(work), port, command)))
