"""The parts of bench/failover and bench/upgrade, each a process: etcd, Patroni with PostgreSQL, HAProxy, and servers of Baton."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

POSTGRES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parent.name))[-1]
ROOT = os.geteuid() == 0


def ports(count):
    """Free ones; all are held until all are known, so that none is given twice."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    numbers = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return numbers


def ask(url, body=None, timeout=2):
    """What is answered, as JSON; None where nothing is, or an error."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(url, data, timeout) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def until(what, test, seconds=90):
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.25)


class Part:
    """A process that ends with this one, whatever ends this one."""

    def __init__(self, name, command, work, user=None, namespace=None, **environment):
        self.name, self.log, self.process = name, work / f"{name}.log", None
        leave = ["ip", "netns", "exec", namespace] if namespace else []
        become = [f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user and ROOT else []
        self.command = [*leave, "setpriv", "--pdeathsig", "KILL", *become, "--", *map(str, command)]
        self.environment = {**os.environ, "HOME": str(work), "LC_ALL": "C.UTF-8", **environment}

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True
            )

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()


class Etcd(Part):
    def __init__(self, number, clients, peers, work):
        self.url = f"http://127.0.0.1:{clients[number]}"
        members = [f"http://127.0.0.1:{port}" for port in peers]
        super().__init__(
            f"etcd{number}",
            ["etcd", "--name", f"etcd{number}", "--data-dir", work / f"etcd{number}", "--listen-client-urls", self.url]
            + ["--advertise-client-urls", self.url, "--listen-peer-urls", members[number], "--initial-advertise-peer-urls", members[number]]
            + ["--initial-cluster", ",".join(f"etcd{n}={url}" for n, url in enumerate(members)), "--initial-cluster-state", "new"]
            + ["--logger", "zap", "--log-level", "warn"],
            work,
        )

    def leads(self):
        status = ask(f"{self.url}/v3/maintenance/status", {})
        return bool(status) and status.get("leader") == status["header"]["member_id"]


class Patroni(Part):
    """PostgreSQL and what watches over it. Killed are both, as with the machine they are on."""

    def __init__(self, number, postgres, rests, etcds, addresses, work):
        name, home = f"pg{number}", work / f"pg{number}"
        home.mkdir()
        self.data, self.rest, self.port = home / "data", f"http://127.0.0.1:{rests[number]}", postgres[number]
        settings = {
            "scope": "baton",
            "name": name,
            "restapi": {"listen": f"127.0.0.1:{rests[number]}", "connect_address": f"127.0.0.1:{rests[number]}"},
            "etcd3": {"hosts": [etcd.url.removeprefix("http://") for etcd in etcds]},
            "bootstrap": {
                "dcs": {"ttl": 20, "loop_wait": 2, "retry_timeout": 8, "synchronous_mode": True, "postgresql": {"use_pg_rewind": True}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
                "pg_hba": ["local all all trust", "host all all 0.0.0.0/0 trust", "host replication all 0.0.0.0/0 trust"],
            },
            "postgresql": {
                "listen": f"{','.join(addresses)}:{self.port}",
                "connect_address": f"127.0.0.1:{self.port}",
                "data_dir": str(self.data),
                "bin_dir": str(POSTGRES),
                "pgpass": str(home / "pgpass"),
                "authentication": {"superuser": {"username": "baton", "password": "baton"}, "replication": {"username": "standby", "password": "standby"}},
                "parameters": {"unix_socket_directories": str(home), "max_connections": 200},
            },
        }
        (home / "patroni.json").write_text(json.dumps(settings))
        if ROOT:
            subprocess.run(["chown", "-R", "postgres:postgres", home], check=True)
        super().__init__(name, ["patroni", home / "patroni.json"], work, "postgres")

    def role(self):
        """What the cluster says it is: leader, sync_standby, replica; and whether it runs."""
        members = (ask(f"{self.rest}/cluster") or {}).get("members", [])
        return next((one["role"] for one in members if one["name"] == self.name and one["state"] in ("running", "streaming")), None)

    def end(self):
        super().end()
        try:
            postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return
        children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True).stdout.split()
        for pid in [postmaster, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # gone with the first


class HAProxy(Part):
    def __init__(self, work, door, servers, addresses=(), database=None, cluster=()):
        settings = f"""
defaults
    timeout connect 2s
    timeout check 2s
    timeout client 10m
    timeout server 10m
    retries 1
    option redispatch
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
listen baton
    mode http
    bind 127.0.0.1:{door}
    option httpchk GET /readyz
    retry-on conn-failure
"""
        settings += "".join(f"    server {name} {address} check\n" for name, address in servers)
        if cluster:
            settings += "listen postgresql\n    mode tcp\n    option httpchk GET /primary\n    http-check expect status 200\n"
            settings += "".join(f"    bind {address}:{database}\n" for address in addresses)
            settings += "".join(f"    server {one.name} 127.0.0.1:{one.port} check port {one.rest.rsplit(':', 1)[1]}\n" for one in cluster)
        (work / "haproxy.cfg").write_text(settings)
        super().__init__("haproxy", ["haproxy", "-db", "-f", work / "haproxy.cfg"], work)


class Namespace:
    """A network of its own for one server, joined to this machine by a cable that can be pulled."""

    def __init__(self):
        self.name, self.cable = f"baton-{os.getpid()}", f"bt{os.getpid()}"
        net = f"10.213.{os.getpid() % 250}"
        self.here, self.there = f"{net}.1", f"{net}.2"

    def start(self):
        for line in (
            f"ip netns add {self.name}",
            f"ip link add {self.cable} type veth peer name eth0 netns {self.name}",
            f"ip addr add {self.here}/30 dev {self.cable}",
            f"ip link set {self.cable} up",
            f"ip -n {self.name} addr add {self.there}/30 dev eth0",
            f"ip -n {self.name} link set eth0 up",
            f"ip -n {self.name} link set lo up",
        ):
            subprocess.run(line.split(), check=True)

    def cut(self):
        # Frames of both directions go to an address that nobody has: lost without a word, as behind a switch that died.
        self.neighbours("replace", "lladdr 02:00:00:00:00:99 nud permanent")

    def join(self):
        self.neighbours("del", "")

    def neighbours(self, verb, what):
        subprocess.run(f"ip neigh {verb} {self.there} dev {self.cable} {what}".split(), check=True)
        subprocess.run(f"ip -n {self.name} neigh {verb} {self.here} dev eth0 {what}".split(), check=True)

    def end(self):
        subprocess.run(["ip", "netns", "del", self.name], stderr=subprocess.DEVNULL)
