"""PostgreSQL and Redis together, as the demo, a test run and a developer need them."""

from __future__ import annotations

import shlex
import subprocess
import zlib
from pathlib import Path

from sdzx.local.console import ROOT, VAR, say
from sdzx.local.place import Place, chosen_port, free_port
from sdzx.local.postgres import Cluster
from sdzx.local.redis_server import Redis


class Services:
    """A cluster and a Redis in one place."""

    def __init__(self, folder: Path, fast: bool) -> None:
        self.place = Place(folder)
        self.cluster = Cluster(self.place, fast=fast)
        self.redis = Redis(self.place, keep=not fast)

    def start_on(self, pg_port: int, redis_port: int, detached: bool = False) -> None:
        self.cluster.start(pg_port, detached)
        self.redis.start(redis_port, detached)

    def stop(self) -> None:
        self.redis.stop()
        self.cluster.stop()

    def environment(self, mode: str, database: str = "sdzx", redis_database: int = 0) -> dict[str, str]:
        """What settings read, for a child process."""
        media = self.place.folder / "media"
        return dict(
            self.place.portal_keys(),
            SDZX_MODE=mode,
            DATABASE_URL=self.cluster.url(database),
            REDIS_URL=self.redis.url(redis_database),
            SDZX_MEDIA_ROOT=str(media),
        )


def demo_services() -> Services:
    """The demo's services, stopped. What a killed demo left running is stopped first."""
    services = Services(VAR, fast=False)
    services.place.lock(
        "A demo of this checkout is running already. Stop it with Ctrl-C in its terminal,\n"
        "or start this one from another clone."
    )
    services.stop()
    return services


def demo_ports() -> tuple[int, int, int]:
    return (
        chosen_port("SDZX_PG_PORT", 15432, "PostgreSQL"),
        chosen_port("SDZX_REDIS_PORT", 16379, "Redis"),
        chosen_port("SDZX_PORT", 8000, "the portal"),
    )


def test_services() -> Services:
    """A test run's own services on free ports, so that a running demo is not disturbed."""
    services = Services(VAR / "test", fast=True)
    services.place.lock("`make test` is running already in this checkout.")
    services.stop()
    services.start_on(free_port(), free_port())
    return services


def dev_services(name: str = "") -> None:
    """Start a developer's services unless they run, leave them running and print what a shell needs.

    With a name the shell has its own database and Redis number, so that two people can test at the same time.
    """
    services = Services(VAR / "dev", fast=True)
    services.place.lock("", wait=True)
    if services.cluster.running() is None:
        services.cluster.start(free_port(), detached=True)
    if services.redis.running() is None:
        services.redis.start(free_port(), detached=True)
    database = "sdzx_" + name if name else "sdzx"
    if name:
        make_database(services.cluster.url("postgres"), database)
    services.place.unlock()
    number = zlib.crc32(name.encode()) % 60 + 1 if name else 0
    for variable, value in services.environment("test", database, number).items():
        print(f"export {variable}={shlex.quote(value)}")
    say(
        f"PostgreSQL on 127.0.0.1:{services.cluster.port()}, Redis on 127.0.0.1:{services.redis.port()}; "
        "stop them with `python3 sdzx/local/run.py dev-stop`."
    )


def make_database(url: str, name: str) -> None:
    if not name.replace("_", "").isalnum():
        raise ValueError(name)
    script = (
        "import sys, psycopg2\n"
        "c = psycopg2.connect(sys.stdin.read()); c.autocommit = True; k = c.cursor()\n"
        "k.execute('select 1 from pg_database where datname=%s', [sys.argv[1]])\n"
        "k.fetchone() or k.execute('create database ' + sys.argv[1])\n"
    )
    python = str(ROOT / ".venv" / "bin" / "python")
    subprocess.run([python, "-c", script, name], input=url, text=True, check=True)


def dev_stop() -> None:
    Services(VAR / "dev", fast=True).stop()
