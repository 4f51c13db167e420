"""`make demo`: a province in miniature on this machine, until Ctrl-C. `make demo-check`: checked and stopped."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from sdzx.local import environment, system
from sdzx.local.console import VAR, Failure, say
from sdzx.local.place import Place, free_port
from sdzx.local.processes import Processes, Stopped, fetch, ignore_signals, on_signals_stop
from sdzx.local.services import Services, demo_ports, demo_services


def demo(*flags):
    """Start everything and wait. With --check: on free ports in `var/check`, then report and stop.

    --cities=3 makes only the first three cities; the first has every state.
    """
    cities = [flag for flag in flags if flag.startswith("--cities=")]
    if set(flags) - {"--check", *cities}:
        raise Failure("demo knows two flags: --check and --cities=3")
    started = time.monotonic()
    check = "--check" in flags
    on_signals_stop()
    services, ports = check_services() if check else (demo_services(), None)
    ports = ports or demo_ports()
    processes = Processes(services.place.log, None)
    try:
        environment.ensure(environment.DEMO)
        system.ensure()
        address = bring_up(services, processes, ports, cities)
        say(f"\nReady after {time.monotonic() - started:.0f} s: {address}/\n")
        if check:
            return check_portal(processes, address, started, cities)
        processes.manage("demo", "--accounts", show=True)
        if processes.children["cities"].poll() is None:
            say("\nThe other cities are being filled in the background; the first one (济南) is whole.")
        say(f"\n{address}/   Ctrl-C stops it. Logs: {services.place.log}")
        watch(services, processes)
    except Stopped as stopped:
        say("\nStopping.")
        return 0 if stopped.args[0] == signal.SIGINT else 128 + stopped.args[0]
    finally:
        ignore_signals()
        processes.stop()
        services.stop()
        if check:
            discard(services)
    return 0


def bring_up(services, processes, ports, cities):
    """Services, tables, data, static files, processes; returns the address once it is healthy."""
    pg_port, redis_port, port = ports
    services.start_on(pg_port, redis_port)
    address = f"http://127.0.0.1:{port}"
    processes.environment = dict(
        {"SDZX_ALLOWED_HOSTS": "127.0.0.1,localhost", "SDZX_BASE_URL": address},
        **{**os.environ, **services.environment("demo")},
    )
    for step, arguments in (
        ("Tables", ("migrate", "--no-input")),
        ("Static files", ("collectstatic", "--no-input")),
        ("The province and its catalogue", ("demo", "--part=frame")),
    ):
        timed(step, processes, *arguments)
    timed("The first city (the first time takes a while)", processes, "demo", "--part=first")
    processes.start_portal(port, services.place.folder / "celerybeat-schedule")
    processes.await_health(address)
    # The first city has every state; the other fifteen come while the portal is open.
    processes.manage_beside("cities", "demo", "--part=others", *cities)
    return address


def timed(step, processes, *arguments):
    began = time.monotonic()
    processes.manage(*arguments)
    say(f"{step}: {time.monotonic() - began:.1f} s")


def watch(services, processes):
    """Returns never: ends by Stopped, or by Failure when a child or a service ends by itself."""
    while True:
        processes.check()
        for name, part in (("PostgreSQL", services.cluster), ("Redis", services.redis)):
            if part.process.poll() is not None:
                raise Failure(f"{name} stopped by itself; see {part.log}")
        time.sleep(0.5)


# -- the check -----------------------------------------------------------------------------------------------


def check_services():
    """An empty place and free ports, so that a running demo is not disturbed."""
    services = Services(VAR / "check", fast=True)
    services.place.lock("`make demo-check` is running already in this checkout.")
    services.stop()
    discard(services)
    services.place.prepare()
    return services, (free_port(), free_port(), free_port())


def discard(services):
    """Remove the place, and the cluster outside it where it had to lie outside; the lock's file stays."""
    remove_cluster(services.place.folder)
    for entry in services.place.folder.iterdir():
        if entry.is_dir() and not entry.is_symlink() and entry.name != "log":
            shutil.rmtree(str(entry))
        elif entry.name not in ("lock", "log"):
            entry.unlink()


def remove_cluster(folder):
    link = folder / "pg"
    if link.is_symlink():
        home = link.resolve().parent
        if home.name.startswith("sdzx-pg-"):
            shutil.rmtree(str(home), ignore_errors=True)


def check_portal(processes, address, started, cities):
    """The sign-in page has a password field, a style sheet is served, a Celery task comes back, every state is there."""
    _, page = fetch(address + "/worklist/")
    if 'type="password"' not in page:
        raise Failure("The sign-in page came without a password field:\n" + page[:500])
    sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    if not sheet or fetch(address + sheet)[0] != 200:
        raise Failure(f"The sign-in page's style sheet was not served: {sheet!r}")
    processes.manage("ping_worker", show=True)
    while processes.children["cities"].poll() is None:
        time.sleep(0.2)
    processes.check()
    say(f"All cities after {time.monotonic() - started:.0f} s")
    processes.manage("demo", *cities)
    say("demo-check passed: healthy, sign-in page and its style sheet served, a task came back.")
    return 0


def collect_static():
    """Static files for a container image: throwaway keys, no service, this very Python."""
    nowhere = {"DATABASE_URL": "postgres://none:none@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        place.prepare()
        variables = dict(os.environ, SDZX_MODE="demo", SDZX_MEDIA_ROOT=folder, **nowhere, **place.portal_keys())
        command = [sys.executable, "manage.py", "collectstatic", "--no-input"]
        return subprocess.run(command, cwd=str(VAR.parent), env=variables).returncode


def clean():
    """Remove everything that was made here but .venv: var (the demo's data too), staticfiles, caches."""
    for folder in (VAR, VAR / "test", VAR / "dev", VAR / "check"):
        if folder.exists():
            services = Services(folder, fast=True)
            services.place.lock(f"Something still runs in {folder}: stop it first.")
            services.stop()
            remove_cluster(folder)
    root = VAR.parent
    for name in ("var", "staticfiles", "htmlcov", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        shutil.rmtree(str(root / name), ignore_errors=True)
    for path in [*root.glob(".coverage*"), root / ".import_linter_cache"]:
        shutil.rmtree(str(path), ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    subprocess.run(
        [
            "find",
            str(root),
            "-name",
            "__pycache__",
            "-not",
            "-path",
            "*/.venv/*",
            "-prune",
            "-exec",
            "rm",
            "-rf",
            "{}",
            "+",
        ]
    )
