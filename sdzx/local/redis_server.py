"""One private Redis (or Valkey): 127.0.0.1 only, with a password that stands in a private file, not in `ps`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time

from sdzx.local.binaries import redis_program
from sdzx.local.console import Failure, tail
from sdzx.local.place import die_with_parent, read_pairs, write_private
from sdzx.local.postgres import alive


class Redis:
    def __init__(self, place, keep=True):
        self.place, self.keep = place, keep
        self.data = place.folder / "redis"
        self.log = place.log / "redis.log"
        self.state = place.folder / "redis.state"
        self.process: subprocess.Popen | None = None

    def running(self):
        """The process number of our server, or None. The password tells it from a stranger with the same number."""
        known = read_pairs(self.state)
        if not known or not alive(int(known["pid"])):
            return None
        return int(known["pid"]) if self._ping(int(known["port"])) else None

    def port(self):
        return int(read_pairs(self.state)["port"])

    def url(self, database=0):
        return "redis://:{}@127.0.0.1:{}/{}".format(self.place.secret("REDIS_PASSWORD"), self.port(), database)

    def start(self, port, detached=False):
        self.data.mkdir(exist_ok=True, mode=0o700)
        config = self.place.secrets / "redis.conf"
        write_private(config, self._config(port))
        with open(str(self.log), "ab") as log:
            self.process = subprocess.Popen(
                [str(redis_program()), str(config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=str(self.data),
                start_new_session=True,
                preexec_fn=None if detached else die_with_parent,
            )
        write_private(self.state, f"pid={self.process.pid}\nport={port}\n")
        deadline = time.monotonic() + 20
        while not self._ping(port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"Redis did not start. The end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.05)
        if detached:
            self.process = None

    def _config(self, port):
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            "daemonize no",
            "requirepass " + self.place.secret("REDIS_PASSWORD"),
            f'dir "{self.data}"',
            "databases 64",
            "save 300 1" if self.keep else 'save ""',
            "appendonly no",
            "maxmemory 256mb",
            "maxmemory-policy noeviction",
        ]
        return "\n".join(lines) + "\n"

    def _ping(self, port):
        request = "AUTH {}\r\nPING\r\n".format(self.place.secret("REDIS_PASSWORD"))
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(request.encode())
                said = b""
                while said.count(b"\r\n") < 2:
                    chunk = connection.recv(256)
                    if not chunk:
                        break
                    said += chunk
        except OSError:
            return False
        return said.startswith(b"+OK") and b"+PONG" in said

    def stop(self):
        pid = self.running()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while alive(pid) and time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.state.unlink(missing_ok=True)
