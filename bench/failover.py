#!/usr/bin/env python3
"""The turns of bench/failover: failover.py PROGRAM DIRECTORY [short]"""
import pathlib
import signal
import subprocess
import sys

from nodes import Nodes, main
from nodes_load import Receiver
from nodes_parts import ROOT, Etcd, HAProxy, Namespace, Patroni, ports, until


class Failover(Nodes):
    def __init__(self, program, work, short):
        super().__init__(program, work)
        self.away, self.space = 20 if short else 60, Namespace() if ROOT else None

    def start(self):
        self.work.chmod(0o755)
        addresses = ["127.0.0.1"]
        if self.space:
            self.space.start()
            addresses.append(self.space.here)
        (database, self.door, at_a, at_b, *rest) = ports(14)
        clients, peers, postgres, rests = rest[0:3], rest[3:6], rest[6:8], rest[8:10]
        self.etcds = [Etcd(n, clients, peers, self.work) for n in range(3)]
        self.cluster = [Patroni(n, postgres, rests, self.etcds, addresses, self.work) for n in range(2)]
        there = self.space.there if self.space else "127.0.0.1"
        at = [("a", f"127.0.0.1:{at_a}"), ("b", f"{there}:{at_b}")]
        for part in [*self.etcds, *self.cluster, HAProxy(self.work, self.door, at, addresses, database, self.cluster)]:
            self.begin(part)
        until("a primary with a synchronous standby", self.whole)
        self.connect(database)
        subprocess.run([*self.psql, "-d", "postgres", "-c", "CREATE DATABASE baton"], check=True)
        self.people()
        # One server finds the primary by HAProxy, the other by itself among several hosts.
        hosts = ",".join(f"{addresses[-1]}:{one.port}" for one in self.cluster)
        several = f"Host={hosts};Target Session Attributes=primary;Username=baton;Database=baton"
        self.servers = [self.server(*at[0], self.database), self.server(*at[1], several, namespace=self.space and self.space.name)]
        for server in self.servers:
            self.begin(server)
            until(f"server {server.name}", lambda: self.ready(server))
        self.channels(Receiver(addresses[-1]))

    def whole(self):
        return sorted(str(one.role()) for one in self.cluster) == ["leader", "sync_standby"]

    def settled(self):
        return self.whole() and super().settled()

    def happen(self):
        first = self.servers[0]
        self.turn("nothing", 20)
        self.turn("kill -9 the primary", 40, self.kill_primary, lambda killed: killed.start())
        self.turn("kill -9 etcd's leader", 25, self.kill_etcd, lambda killed: killed.start())
        self.turn("kill -9 a server", 10, first.kill, lambda _: first.start())
        self.turn(f"SIGSTOP a server for {self.away} s", self.away, lambda: first.signal(signal.SIGSTOP), lambda _: first.signal(signal.SIGCONT))
        if self.space:
            self.turn(f"cut a server off for {self.away} s", self.away, self.space.cut, lambda _: self.space.join())
        else:
            print("No server is cut off: that takes root, for a network namespace.", file=sys.stderr)

    def kill_primary(self):
        """PostgreSQL and what watches over it, as with the machine that they are on."""
        found = next(one for one in self.cluster if one.role() == "leader")
        found.end()
        return found

    def kill_etcd(self):
        found = next(one for one in self.etcds if one.leads())
        found.kill()
        return found

    def end(self):
        super().end()
        if self.space:
            self.space.end()


if __name__ == "__main__":
    sys.exit(main(Failover(sys.argv[1], pathlib.Path(sys.argv[2]), "short" in sys.argv[3:])))
