"""Starts the portal's processes, watches them and stops them in order, so that none is left behind."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from sdzx.local.console import ROOT, Failure, tail
from sdzx.local.environment import PYTHON, VENV
from sdzx.local.place import die_with_parent


class Stopped(BaseException):
    """Ctrl-C, TERM or HUP. Not an Exception, so that no handler on the way swallows it."""


def on_signals_stop():
    """From now on the first signal raises Stopped once; later ones are ignored while things are being stopped."""

    def stop(number, frame):
        ignore_signals()
        raise Stopped(number)

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def ignore_signals():
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)


class Processes:
    """The children of one run, in the order of their start."""

    def __init__(self, log, environment):
        self.log, self.environment = log, environment
        self.children = {}
        self.ending = set()

    def spawn(self, name, command):
        """Start a child in a session of its own, so that Ctrl-C reaches only us, with its log in log/NAME.log."""
        path = self.log / (name + ".log")
        with open(str(path), "wb") as out:
            self.children[name] = subprocess.Popen(
                [str(part) for part in command],
                cwd=str(ROOT),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def manage_beside(self, name, *arguments):
        """Start a management command that runs beside the rest and may end well by itself."""
        self.ending.add(name)
        self.spawn(name, [PYTHON, "manage.py", *arguments])

    def shown(self, command):
        """Start a child that writes to the terminal."""
        name = "shown-" + str(len(self.children))
        child = self.children[name] = subprocess.Popen(
            [str(part) for part in command],
            cwd=str(ROOT),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        return child

    def manage(self, *arguments, show=False):
        """Run a management command to its end. Its output goes to the terminal or to log/manage-NAME.log."""
        command = [PYTHON, "manage.py", *arguments]
        name = "manage-" + arguments[0]
        if show:
            child = self.shown(command)
        else:
            self.spawn(name, command)
            child = self.children[name]
        code = child.wait()
        self.children = {key: each for key, each in self.children.items() if each is not child}
        if code:
            raise Failure(f"`manage.py {arguments[0]}` failed:\n{'' if show else tail(self.log / (name + '.log'))}")

    def start_portal(self, port, schedule):
        celery = [VENV / "bin" / "celery", "-A", "sdzx.celery"]
        granian = [VENV / "bin" / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
        # Each thread holds a database connection: without a limit a rush would open more than PostgreSQL has.
        granian += ["--workers", 2, "--blocking-threads", 4, "--respawn-failed-workers", "--no-ws"]
        granian += ["--static-path-route", "/static", "--static-path-mount", ROOT / "staticfiles"]
        self.spawn("web", [*granian, "sdzx.wsgi:application"])
        self.spawn("worker", [*celery, "worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip"])
        self.spawn("beat", [*celery, "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="])

    def check(self):
        """Fails with the end of the log when a child has ended by itself."""
        for name, child in self.children.items():
            code = child.poll()
            if code is not None and not (code == 0 and name in self.ending):
                path = self.log / (name + ".log")
                raise Failure(f"{name} stopped by itself (exit {code}). The end of {path}:\n{tail(path)}")

    def await_health(self, address, seconds=90):
        deadline = time.monotonic() + seconds
        said = "no answer"
        while time.monotonic() < deadline:
            self.check()
            try:
                if fetch(address + "/health/")[0] == 200:
                    return
            except urllib.error.HTTPError as error:
                said = f"status {error.code}: {error.read(500).decode('utf-8', 'replace')}"
            except OSError as error:
                said = str(error)
            time.sleep(0.2)
        raise Failure(f"{address}/health/ did not become healthy within {seconds} s: {said}")

    def stop(self):
        """Last started, first stopped: TERM, 15 seconds' grace, then KILL for the whole session of each."""
        for name in list(self.children)[::-1]:
            child = self.children.pop(name)
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(15)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def fetch(address):
    """(status, body) of a GET; redirects are followed; urllib.error.HTTPError from 400 on."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as answer:
        return answer.status, answer.read().decode("utf-8", "replace")
