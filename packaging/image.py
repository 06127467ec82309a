"""Makes a container image of a directory, as an archive that `docker load` and `podman load` read."""

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile

USER = 1654
root, tag, target = sys.argv[1:]
made = int(os.environ["SOURCE_DATE_EPOCH"])


def owned(member):
    """Everything belongs to root but what the program writes to."""
    member.uid = member.gid = USER if member.name == "data" else 0
    member.uname = member.gname = ""
    member.mtime = made
    if member.name == "tmp":
        member.mode = 0o1777
    return member


layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w", format=tarfile.PAX_FORMAT) as tar:
    for name in sorted(os.listdir(root)):
        tar.add(os.path.join(root, name), name, filter=owned)  # sorted by tarfile within

health = {"Test": ["CMD", "/app/baton", "health"], "Interval": 10_000_000_000, "Timeout": 11_000_000_000, "Retries": 3}
config = {
    "architecture": "amd64",
    "os": "linux",
    "config": {
        "User": f"{USER}:{USER}",
        "Env": ["BATON_DATA=/data", "BATON_URLS=http://0.0.0.0:5080", "PATH=/app"],
        "Entrypoint": ["/app/baton"],
        "Cmd": ["serve"],
        "ExposedPorts": {"5080/tcp": {}},
        "Volumes": {"/data": {}},
        "WorkingDir": "/data",
        "Healthcheck": health,
        "StopSignal": "SIGTERM",
    },
    "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer.getvalue()).hexdigest()}"]},
    "history": [{"created_by": "release"}],
}
# The layer is compressed and the archive is not: podman reads no compressed archive.
packed = gzip.compress(layer.getvalue(), compresslevel=6, mtime=made)
files = {"layer.tar.gz": packed, "config.json": json.dumps(config).encode()}
files["manifest.json"] = json.dumps([{"Config": "config.json", "RepoTags": [tag], "Layers": ["layer.tar.gz"]}]).encode()
with tarfile.open(target, mode="w") as tar:
    for name, content in files.items():
        member = tarfile.TarInfo(name)
        member.size, member.mtime = len(content), made
        tar.addfile(member, io.BytesIO(content))
