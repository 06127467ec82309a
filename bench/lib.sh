# What the scripts of this folder share: a built server on a port of its own and a data directory of its own, gone when the script ends.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
baton=$root/src/Baton/bin/Release/net10.0/baton
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d "${BENCH_DIR:-/tmp}/baton-bench-XXXXXX")
data=$work/data
log=$work/server.log
server_pid=
more_pids=()

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

need() { # need COMMAND [PACKAGE]
    command -v "$1" >/dev/null && return
    as_root apt-get update -q >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${2:-$1}" >/dev/null
}

finish() {
    local pid
    for pid in $server_pid "${more_pids[@]}"; do kill -9 "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

build() { [ -n "${BENCH_NO_BUILD:-}" ] && [ -x "$baton" ] || dotnet build "$root/Baton.slnx" -c Release -v q --nologo >&2; }

# People, teams and tokens as an operator makes them. $token is a sender's, $admin an admin's.
people() {
    mkdir -p "$data"
    {
        "$baton" person add root --name Root --email root@example.org --admin --data "$data"
        "$baton" person add sam --name "Sam Seller" --email sam@example.org --data "$data"
        "$baton" person add olga --name "Olga Onboard" --email olga@example.org --data "$data"
        "$baton" team add sales --name Sales --time-zone Europe/Berlin --data "$data"
        "$baton" team add onboarding --name Onboarding --time-zone Europe/Berlin --data "$data"
        "$baton" team join sales sam --data "$data"
        "$baton" team join onboarding olga --lead --data "$data"
    } >>"$log"
    token=$("$baton" token create sam --data "$data")
    receiver=$("$baton" token create olga --data "$data")
    admin=$("$baton" token create root --data "$data")
}

serve() {
    port=${port:-$(free_port)}
    url=http://127.0.0.1:$port
    BATON_RATE_LIMIT=off BATON_ALLOW_PRIVATE_TARGETS=true Logging__LogLevel__Default=Warning "$baton" serve --data "$data" --urls "$url" >>"$log" 2>&1 &
    server_pid=$!
    local i
    for i in $(seq 300); do
        curl -sf -o /dev/null "$url/readyz" && return
        kill -0 "$server_pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "The server did not start:" >&2
    cat "$log" >&2
    exit 1
}

stop_server() { kill -TERM "$server_pid" && wait "$server_pid" 2>/dev/null || true; server_pid=; }

kill_server() { kill -9 "$server_pid"; wait "$server_pid" 2>/dev/null || true; server_pid=; }

median() { sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

memory_mb() { awk '/^VmRSS/ { printf "%.0f\n", $2 / 1024 }' "/proc/$server_pid/status"; }

# Seconds of processor time that the server has used.
cpu_seconds() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) / hz }' "/proc/$server_pid/stat"; }

verdict() { # verdict WHAT VALUE OP TARGET
    if awk -v a="$2" -v b="$4" "BEGIN { exit !(a $3 b) }"; then echo "  met: $1 $2 $3 $4"; else echo "  MISSED: $1 $2, wanted $3 $4"; missed=1; fi
}
missed=0

# Copies of the rows of handoffs: reports look at nothing else. SHIFT is in ticks, TIMES how often.
copy() { # copy SHIFT TIMES
    python3 - "$data/baton.db" "$1" "$2" <<'PYTHON'
import sqlite3, sys
db, shift, times = sqlite3.connect(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
db.execute("PRAGMA synchronous = OFF")
columns = [row[1] for row in db.execute("PRAGMA table_info(handoffs)")]
when = {name for name in columns if name.endswith("_at") or name in ("clock_since", "accept_by", "resubmit_by", "complete_by")}
most = db.execute("SELECT max(id) FROM handoffs").fetchone()[0]
for k in range(1, times + 1):
    values = ", ".join(f"id + {most * k}" if name == "id" else f"{name} - {shift * k}" if name in when else name for name in columns)
    db.execute(f"INSERT INTO handoffs ({', '.join(columns)}) SELECT {values} FROM handoffs WHERE id <= {most}")
    db.commit()
db.execute("INSERT INTO metric_hours (hour, shard, generation) SELECT DISTINCT (initiated_at - 621355968000000000) / 36000000000, 0, 1 FROM handoffs WHERE true"
           " ON CONFLICT (hour, shard) DO UPDATE SET generation = generation + 1")
db.commit()
PYTHON
}
