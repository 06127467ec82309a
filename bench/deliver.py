#!/usr/bin/env python3
"""The parts of bench/deliver: a receiver of webhooks, a sender of handoffs, a store full of what waits, and the figures."""
import http.client
import json
import os
import socket
import sqlite3
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import urlsplit

THREADS = 32


def receive(path, flaky=""):
    """Answers 204 and notes when each handoff was told of: the first time counts. A flaky one answers 503 every second time."""
    out, lock, asked = open(path, "w"), threading.Lock(), [0]

    class Hook(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            now = time.time_ns()
            with lock:
                asked[0] += 1
                is_taken = not flaky or asked[0] % 2 == 0
            self.send_response(204 if is_taken else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if not is_taken:
                return
            with lock:
                out.write(f"{json.loads(body)['data']['handoff_id']} {now}\n")
                out.flush()

        def log_message(self, *_):
            pass

    ThreadingHTTPServer.request_queue_size = 128
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    print(f"http://127.0.0.1:{server.server_port}/hook", flush=True)
    server.serve_forever()


def send(url, sample, rate, seconds, path):
    """So many a second, whether or not those before were answered; notes when each was asked for and when it was answered."""
    host, body, queue, out, lock = urlsplit(url).netloc, json.load(open(sample)), Queue(), open(path, "w"), threading.Lock()
    headers = {"Authorization": f"Bearer {os.environ['BENCH_TOKEN']}", "Content-Type": "application/json"}

    def work():
        connection = http.client.HTTPConnection(host)
        while (item := queue.get()) is not None:
            number, due = item
            body_of = json.dumps({**body, "context": {**body["context"], "client_name": f"Acme {due} {number}"}})
            connection.request("POST", "/api/v1/handoffs", body_of, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 201:
                print(f"Answered {answer.status}: {text.decode()[:300]}", file=sys.stderr, flush=True)
                os._exit(1)
            with lock:
                out.write(f"{json.loads(text)['handoff_id']} {due} {time.time_ns()}\n")

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    start = time.time_ns()
    for number in range(rate * seconds):
        # Counted from when it was due: a server that falls behind cannot hide it.
        due = start + number * 1_000_000_000 // rate
        if (wait := due - time.time_ns()) > 0:
            time.sleep(wait / 1e9)
        queue.put((number, due))
    for _ in threads:
        queue.put(None)
    for thread in threads:
        thread.join()
    out.close()


def silent():
    """Takes connections and reads what comes, and never answers."""
    server = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"http://127.0.0.1:{server.getsockname()[1]}", flush=True)
    taken = []
    while True:
        taken.append(server.accept()[0])


def call(connection, method, path, token, body):
    connection.request(method, path, json.dumps(body), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        print(f"{method} {path} answered {answer.status}: {text.decode()[:300]}", file=sys.stderr, flush=True)
        os._exit(1)


def beside(url, silence, sample, count, seconds):
    """So many silent receivers, all of them told of something, and for so long some of them of more, ten times a second."""
    connection, admin, token = http.client.HTTPConnection(urlsplit(url).netloc), os.environ["BENCH_ADMIN"], os.environ["BENCH_TOKEN"]
    body = json.load(open(sample))
    teams = [f"silent{first}" for first in range(0, count, 20)]
    for first, team in zip(range(0, count, 20), teams):
        channels = [{"type": "webhook", "url": f"{silence}/{number}"} for number in range(first, min(first + 20, count))]
        call(connection, "PUT", f"/api/v1/teams/{team}", admin, {"name": team, "channels": channels})
        fields = [{"key": key, "type": "any", "required": True} for key in body["context"]]
        call(connection, "PUT", f"/api/v1/templates/sales_to_{team}", admin, {"key": f"sales_to_{team}", "from_team": "sales", "receiving_team": team, "fields": fields})
        call(connection, "POST", "/api/v1/handoffs", token, {**body, "template": f"sales_to_{team}"})
    for number in range(seconds * 10):
        call(connection, "POST", "/api/v1/handoffs", token, {**body, "template": f"sales_to_{teams[number % len(teams)]}"})
        time.sleep(0.1)


def report(sent_path, received_path):
    sent = {int(i): (int(due), int(answered)) for i, due, answered in (line.split() for line in open(sent_path))}
    end = time.monotonic() + 30
    while True:
        told = {}
        for line in open(received_path):
            if line.endswith("\n"):
                i, at = line.split()
                told.setdefault(int(i), int(at))
        missing = len(sent.keys() - told.keys())
        if not missing or time.monotonic() > end:
            break
        time.sleep(0.2)
    whole = sorted((told[i] - due) / 1e6 for i, (due, _) in sent.items() if i in told)
    after = sorted((told[i] - answered) / 1e6 for i, (_, answered) in sent.items() if i in told)
    at = lambda values, share: values[min(len(values) - 1, int(len(values) * share))]
    print(f"handoffs={len(sent)} untold={missing} p50={at(whole, .5):.1f} p99={at(whole, .99):.1f} max={whole[-1]:.1f} after-the-answer-p50={at(after, .5):.1f} after-the-answer-p99={at(after, .99):.1f}")


def fill(path, count):
    """Copies of one handoff with its event, alarm and delivery; what they wait for is due in a month."""
    db = sqlite3.connect(path)
    source = db.execute("SELECT handoff_id FROM alarms ORDER BY handoff_id DESC LIMIT 1").fetchone()[0]
    first = db.execute("SELECT max(id) + 1 FROM handoffs").fetchone()[0]
    later = (int(time.time()) + 30 * 86400) * 10_000_000 + 621_355_968_000_000_000
    new = "n.value + ?"

    def copy(table, where, **changed):
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if not (row[1] == "id" and table == "deliveries")]
        values = ", ".join(changed.get(name, f'"{name}"') for name in names)
        sql = f"WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < ? - 1) INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM n, (SELECT * FROM {table} WHERE {where} LIMIT 1)"
        db.execute(sql, [count] + [first] * values.count("?"))

    copy("handoffs", f"id = {source}", id=new)
    copy("handoff_events", f"handoff_id = {source} AND seq = 1", handoff_id=new)
    copy("alarms", f"handoff_id = {source}", handoff_id=new, next_at=str(later))
    copy("deliveries", f"handoff_id = {source}", handoff_id=new, message_id="'msg_' || n.value", state="'queued'", attempts="0", tries="0", next_attempt_at=str(later), delivered_at="NULL", last_reason="NULL")
    db.commit()
    print(f"{count} handoffs, clocks and deliveries wait for {time.strftime('%Y-%m-%d', time.gmtime((later - 621_355_968_000_000_000) // 10_000_000))}")


if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    {"receive": receive, "send": lambda u, s, r, n, p: send(u, s, int(r), int(n), p), "report": report, "silent": silent, "beside": lambda u, h, s, c, n: beside(u, h, s, int(c), int(n)), "fill": lambda p, n: fill(p, int(n))}[name](*rest)
