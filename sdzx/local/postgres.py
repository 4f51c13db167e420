"""One private PostgreSQL cluster: TCP on 127.0.0.1 only, passwords by SCRAM, no socket file, no extension.

PostgreSQL refuses to run as root; then the server alone (and initdb) runs as `postgres` or, failing that, as
65534. Where that user cannot reach the project, the cluster lies under /var/tmp and `pg` is a link to it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sdzx.local.binaries import major, postgres_bin
from sdzx.local.console import Failure, say, tail
from sdzx.local.place import die_with_parent

FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def server_account():
    """(uid, gid) that the server runs under when we are root, else None."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("postgres")
        return entry.pw_uid, entry.pw_gid
    except KeyError:
        return 65534, 65534


def run_as(account, lasting=True):
    """What a child does before exec to become that account; unless it is to last, it ends when we do."""

    def become():
        os.umask(0o077)
        if account:
            os.setgroups([])
            os.setgid(account[1])
            os.setuid(account[0])
        if not lasting:
            die_with_parent(signal.SIGINT)

    return become


class Cluster:
    """A cluster in a place; `start` makes it when it is not there yet."""

    def __init__(self, place, fast=False):
        self.place, self.fast = place, fast
        self.data = place.folder / "pg"
        self.log = place.log / "postgresql.log"
        self.account = server_account()
        self.process: subprocess.Popen | None = None

    # -- state -------------------------------------------------------------------------------------------

    def _pid_lines(self):
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def running(self):
        """The process number of our server, or None: the file may be a crash's, its number a stranger's by now."""
        lines = self._pid_lines()
        if not lines or not alive(int(lines[0])):
            return None
        return int(lines[0]) if str(self.data.resolve()) in command_of(int(lines[0])) else None

    def port(self):
        lines = self._pid_lines()
        return int(lines[3]) if len(lines) > 3 else None

    def url(self, database="sdzx"):
        return "postgres://sdzx:{}@127.0.0.1:{}/{}".format(self.place.secret("PG_PASSWORD"), self.port(), database)

    # -- life --------------------------------------------------------------------------------------------

    def start(self, port, detached=False):
        version = self.data / "PG_VERSION"
        folder = self._reachable(postgres_bin(int(version.read_text()) if version.exists() else None))
        if not version.exists():
            self._make(folder)
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "100",
        }
        options.update(FAST if self.fast else {})
        command = [str(folder / "postgres"), "-D", str(self.data.resolve())]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with open(self.log, "ab") as log:
            self.process = self._spawn(command, log, detached)
        self._await_ready()
        if detached:
            self.process = None

    def _await_ready(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process is not None and self.process.poll() is None:
            lines = self._pid_lines()
            # A crash leaves its file, which says "ready" of a server that is gone.
            if len(lines) > 7 and int(lines[0]) == self.process.pid and lines[7].strip() == "ready":
                return
            time.sleep(0.05)
        raise Failure(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self):
        pid = self.running()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                return
            if not alive(pid):
                return
            time.sleep(0.05)
        os.kill(pid, signal.SIGQUIT)

    # -- making ------------------------------------------------------------------------------------------

    def _spawn(self, command, log, detached):
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            preexec_fn=run_as(self.account, lasting=detached),
            env=server_environment(),
            start_new_session=True,
        )

    def _run(self, command, text=None):
        return subprocess.run(
            command,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            preexec_fn=run_as(self.account),
            env=server_environment(),
        )

    def _reachable(self, folder):
        """The bin folder, or a copy of the wheel's that the server's account can reach."""
        if not self.account or self._can("-x", folder / "postgres"):
            return folder
        copy = self._home() / "postgresql"
        if not copy.exists():
            package = folder.parents[1]
            beside = Path(tempfile.mkdtemp(dir=str(self._home())))
            shutil.copytree(str(folder.parent), str(beside / package.name / folder.parent.name), symlinks=True)
            libraries = package.parent / (package.name + ".libs")
            if libraries.exists():
                shutil.copytree(str(libraries), str(beside / libraries.name))
            give(beside, self.account)
            beside.rename(copy)
        return next(copy.glob("*/pginstall*/bin"))

    def _can(self, test, path):
        return self._run(["test", test, str(path)]).returncode == 0

    def _home(self):
        """A folder that the server's account can enter: the place itself, else one under /var/tmp, kept by a link."""
        if self.data.is_symlink():
            home = Path(os.readlink(str(self.data))).parent
            if home.is_dir():
                return home
            self.data.unlink()
        if not self.account or self._can("-x", self.place.folder):
            return self.place.folder
        home = Path(tempfile.mkdtemp(prefix="sdzx-pg-", dir="/var/tmp"))
        give(home, self.account)
        self.data.symlink_to(home / "pg")
        say(f"PostgreSQL cannot run as root, and its account cannot enter {self.place.folder}: the data lie in {home}.")
        return home

    def _make(self, folder):
        home = self._home()
        data, fresh = home / "pg", home / "pg.new"
        if fresh.exists():
            shutil.rmtree(str(fresh))
        fresh.mkdir(mode=0o700)
        give(fresh, self.account)
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(self.place.secret("PG_SUPERUSER_PASSWORD") + "\n")
            password.flush()
            give(Path(password.name), self.account)
            self._initdb(folder, fresh, password.name)
        self._single(
            folder,
            fresh,
            "CREATE ROLE sdzx LOGIN CREATEDB PASSWORD '{}'".format(self.place.secret("PG_PASSWORD")),
            "CREATE DATABASE sdzx OWNER sdzx",
        )
        if data.exists():
            data.rmdir()
        fresh.rename(data)

    def _initdb(self, folder, data, password_file):
        said = ""
        for locale in ("C.UTF-8", "C"):
            done = self._run(
                [
                    str(folder / "initdb"),
                    "--pgdata=" + str(data),
                    "--locale=" + locale,
                    "--encoding=UTF8",
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    "--pwfile=" + password_file,
                    "--no-instructions",
                ]
                + (["--no-sync"] if self.fast else [])
            )
            if done.returncode == 0:
                return
            said = done.stdout
        raise Failure(f"initdb (PostgreSQL {major(folder)}) failed:\n{said}")

    def _single(self, folder, data, *statements):
        """Run statements without a server: one line is one statement."""
        done = self._run(
            [str(folder / "postgres"), "--single", "-j", "-D", str(data), "postgres"],
            ";\n\n".join(statements) + ";\n\n",
        )
        if done.returncode or "ERROR" in done.stdout or "FATAL" in done.stdout:
            raise Failure("PostgreSQL refused to make the database:\n" + done.stdout)


def give(path, account):
    """Hand a file or a whole folder to the server's account; nothing to do when we are not root."""
    if not account:
        return
    os.chown(str(path), *account)
    if path.is_dir():
        for folder, folders, files in os.walk(str(path)):
            for name in folders + files:
                os.chown(os.path.join(folder, name), *account, follow_symlinks=False)


def alive(pid):
    """True while this process exists and is not a zombie waiting for a parent."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return True


def command_of(pid):
    """The command line of a process; empty when it is not to be had."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        done = subprocess.run(["ps", "-p", str(pid), "-o", "command="], stdout=subprocess.PIPE, text=True)
        return done.stdout


def server_environment():
    """The user's environment without PG* and locale settings that would lead the server astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return dict(kept, LC_ALL="C")
