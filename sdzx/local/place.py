"""A place holds one set of services: `var` for the demo, `var/test` for a test run, `var/dev` for a developer."""

import base64
import ctypes
import fcntl
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

from sdzx.local.console import Failure


class Place:
    """The folder of one cluster, one Redis, their secrets and their logs."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.secrets = self.folder / "secrets"
        self.log = self.folder / "log"
        self._lock = None

    def prepare(self):
        for folder in (self.folder, self.log):
            folder.mkdir(exist_ok=True, parents=True)
        self.secrets.mkdir(exist_ok=True, mode=0o700)

    def lock(self, refusal="", wait=False):
        """Keep others out until `unlock` or until this process ends, even by a crash."""
        self.prepare()
        try:
            self._lock = hold(self.folder / "lock", wait)
        except OSError:
            raise Failure(refusal) from None

    def unlock(self):
        release(self._lock)

    def secret(self, name, make=lambda: secrets.token_urlsafe(24), file="services"):
        """The value kept under this name, made once; the file is readable by its owner only."""
        path = self.secrets / file
        known = read_pairs(path)
        if name not in known:
            known[name] = make()
            write_private(path, "".join("{}={}\n".format(*pair) for pair in known.items()))
        return known[name]

    def portal_keys(self):
        """The keys that settings read, random, made once for this place."""
        made = {
            "SDZX_SECRET_KEY": lambda: secrets.token_urlsafe(48),
            "SDZX_FIELD_KEYS": lambda: "k1:" + key32(),
            "SDZX_INDEX_KEY": key32,
            "SDZX_PAPER_KEYS": lambda: "p1:" + key32(),
        }
        return {name: self.secret(name, make, file="env") for name, make in made.items()}


def hold(path, wait):
    """Lock a file for this process; the kernel lets go when the process ends. OSError when another holds it."""
    handle = os.open(str(path), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        raise
    return handle


def release(handle):
    os.close(handle)


def die_with_parent(number=signal.SIGTERM):
    """What a child does before exec (Linux only): be told when we die, even by SIGKILL; obey Ctrl-C's usual rules."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, number)


def key32():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def read_pairs(path):
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write_private(path, text):
    """Written beside and renamed: a reader never sees half a file, and nobody else ever reads it."""
    beside = Path(str(path) + ".new")
    beside.unlink(missing_ok=True)
    with open(os.open(str(beside), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    beside.replace(path)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def chosen_port(variable, default, what):
    """The port from the environment or the default one. Fails naming who holds it and how to choose another."""
    text = os.environ.get(variable, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"{variable}={text} is not a port number.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            held = "" if isinstance(error, PermissionError) else f"; held by {port_holder(port)}"
            raise Failure(
                f"Port {port} cannot be had for {what} ({error.strerror}{held}).\n"
                f"Choose another: {variable}={default if held == '' else port + 1} make demo"
            ) from None
    return port


def port_holder(port):
    """Who listens on this port, as far as this user may see it."""
    patterns = {
        ("ss", "-Hltnp", f"sport = :{port}"): r'\("([^"]+)",pid=(\d+)',
        ("lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN"): r"(?m)^(?!COMMAND)(\S+)\s+(\d+)",
    }
    for command, pattern in patterns.items():
        try:
            out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        except OSError:
            continue
        found = re.search(pattern, out)
        if found:
            return f"{found.group(1)}, process {found.group(2)}"
    return port_holder_by_proc(port) or "another user's process"


def port_holder_by_proc(port):
    """The same from /proc, for machines with neither ss nor lsof."""
    try:
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    except OSError:
        return None
    inodes = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(str(entry)) in inodes for entry in (process / "fd").iterdir()):
                return "{}, process {}".format((process / "comm").read_text().strip(), process.name)
        except OSError:
            continue
    return None
