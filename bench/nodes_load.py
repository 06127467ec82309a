"""The load of bench/failover and bench/upgrade: a steady stream of changes, each noted when it is answered, and a receiver of their notices."""
import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

THREADS = 32
PATIENCE = 10  # seconds for one answer
GIVE_UP = 120  # seconds until what is asked again and again was refused


@dataclass
class Change:
    """What one client wants: asked again under the same key until it is answered, or, without a key, once."""

    number: int
    turn: str
    path: str
    body: dict
    token: str
    key: str | None
    again: bool
    due: float
    answered: float | None = None
    handoff: int | None = None
    refusals: list = field(default_factory=list)


class Load:
    def __init__(self, port, template, sender, receiver, rate):
        self.port, self.template, self.sender, self.receiver, self.rate = port, template, sender, receiver, rate
        self.changes, self.queue, self.turn, self.ends = [], Queue(), "start", False
        self.later, self.lock = [], threading.Lock()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(THREADS)]
        self.clock = threading.Thread(target=self.tick, daemon=True)

    def start(self):
        for thread in [*self.threads, self.clock]:
            thread.start()

    def stop(self):
        """No new work; what was begun comes to its end."""
        self.ends = True
        self.clock.join()
        for _ in self.threads:
            self.queue.put(None)
        for thread in self.threads:
            thread.join(GIVE_UP + PATIENCE)

    def tick(self):
        began, number = time.monotonic(), 0
        while not self.ends or self.later:
            due = began + number / self.rate
            time.sleep(max(0, due - time.monotonic()))
            if not self.ends:
                self.put(self.handing_over(number, due))
            with self.lock:
                ready = [one for one in self.later if one.due <= time.monotonic()]
                self.later = [one for one in self.later if one.due > time.monotonic()]
            for one in ready:
                one.turn = self.turn
                self.put(one)
            number += 1

    def put(self, change):
        with self.lock:
            self.changes.append(change)
        self.queue.put(change)

    def handing_over(self, number, due):
        body = {"template": self.template, "context": {"client_name": f"Client {number}"}}
        way = number % 3  # under an idempotency key, under an external key, without any
        if way == 1:
            body["external_key"] = f"crm-{number}"
        return Change(number, self.turn, "/api/v1/handoffs", body, self.sender, f"bench-{number}" if way == 0 else None, way != 2, due)

    def work(self):
        connection = None
        while (change := self.queue.get()) is not None:
            while change.answered is None:
                connection, status = self.ask(connection, change)
                if status in (200, 201):
                    break
                change.refusals.append(status)
                if not change.again or time.monotonic() - change.due > GIVE_UP:
                    break
                time.sleep(0.25)
            # Half of them are accepted, the others wait until their clock goes off.
            if change.answered and change.again and change.path == "/api/v1/handoffs" and change.number % 2 == 0:
                path = f"/api/v1/handoffs/{change.handoff}/accept"
                with self.lock:
                    self.later.append(
                        Change(change.number, self.turn, path, {}, self.receiver, f"accept-{change.number}", True, time.monotonic() + 5)
                    )

    def ask(self, connection, change):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {change.token}", "Content-Type": "application/json"}
        if change.key:
            headers["Idempotency-Key"] = change.key
        try:
            connection.request("POST", change.path, json.dumps(change.body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            connection.close()
            return None, type(fault).__name__
        if answer.status in (200, 201):
            change.handoff, change.answered = json.loads(text)["handoff_id"], time.monotonic()
        elif answer.status < 500:
            return connection, f"{answer.status} {text.decode()[:200]}"
        return connection, answer.status


class Receiver:
    """Takes every notice, and keeps which kind of which handoff came under which ids."""

    def __init__(self, address):
        self.told, self.posts, self.lock = {}, Counter(), threading.Lock()
        outer = self

        class Hook(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer.lock:
                    outer.told.setdefault((body["data"]["handoff_id"], body["type"]), set()).add(self.headers["webhook-id"])
                    outer.posts[self.headers["webhook-id"]] += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        ThreadingHTTPServer.request_queue_size = 128
        self.server = ThreadingHTTPServer((address, 0), Hook)
        self.url = f"http://{address}:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
