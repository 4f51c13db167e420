"""`make test` and `make lint`: everything that must hold, in one place; CI runs nothing else."""

import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from sdzx.local import environment, system
from sdzx.local.console import CI, ROOT, VAR, Failure, say
from sdzx.local.coverage_gate import report
from sdzx.local.processes import Processes, Stopped, ignore_signals, on_signals_stop
from sdzx.local.services import test_services

BIN = environment.VENV / "bin"
APPS = [name for name in ("sdzx", "sites", "exams", "certificates") if (ROOT / name).is_dir()]
LINT = (
    ("ruff check", [BIN / "ruff", "check", "."]),
    ("ruff format", [BIN / "ruff", "format", "--check", "."]),
    ("djlint", [BIN / "djlint", "templates", "--lint", "--quiet"]),
    ("import-linter", [BIN / "lint-imports"]),
    ("migrations", [environment.PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("mypy", [BIN / "mypy", *APPS, "manage.py"]),
)
JUNIT = VAR / "test" / "pytest.xml"
COVERAGE = VAR / "test" / "coverage.json"


def with_services(work):
    """Run `work(processes)` with the development environment and a test run's services; stops them whatever happens."""
    on_signals_stop()
    environment.ensure(environment.DEVELOPMENT)
    system.ensure(tests=True)
    services = test_services()
    processes = Processes(services.place.log, dict(os.environ, **services.environment("test")))
    try:
        return work(processes)
    except Stopped as stopped:
        say("Stopped.")
        return 128 + stopped.args[0]
    finally:
        ignore_signals()
        processes.stop()
        services.stop()


def test(*arguments):
    """All checks and all tests; with arguments only those tests, without checks and coverage."""
    return with_services(lambda processes: pytest(processes, *arguments) if arguments else whole(processes))


def bench(*arguments):
    return with_services(lambda processes: pytest(processes, "tests/bench", "-s", *arguments))


def lint():
    return with_services(lambda processes: 1 if failures(checked(processes.environment, at_once=2)) else 0)


def whole(processes):
    began = time.monotonic()
    JUNIT.unlink(missing_ok=True)
    COVERAGE.unlink(missing_ok=True)
    # The checks, mypy above all, keep one core busy for a minute: beside the tests they make nobody wait.
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(checked, processes.environment, at_once=1)
        code = pytest(
            processes,
            "--create-db",
            f"--numprocesses={os.cpu_count() or 1}",
            "--dist=worksteal",
            "--cov",
            "--cov-report=",
            f"--cov-report=json:{COVERAGE}",
            f"--junitxml={JUNIT}",
            "-ra",
        )
    failed = failures(checks.result())
    say(f"tests and checks: {time.monotonic() - began:.0f} s")
    failed += ["pytest"] if code else []
    failed += ["coverage gate"] if report(COVERAGE) else []
    passed, wrong, skipped = counts()
    if CI and skipped:
        failed.append("nothing may be skipped under CI")
    if failed:
        say("FAILED: " + ", ".join(failed))
    say(f"{passed} passed, {wrong} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


def pytest(processes, *arguments):
    child = processes.shown([environment.PYTHON, "-m", "pytest", *arguments])
    return child.wait()


def counts():
    """(passed, failed or in error, skipped) of the last whole run."""
    try:
        head = re.search(r"<testsuite [^>]*>", JUNIT.read_text(encoding="utf-8"))
    except OSError:
        head = None
    if head is None:
        return 0, 1, 0
    number = {name: int(value) for name, value in re.findall(r'(\w+)="(\d+)"', head.group())}
    wrong = number["failures"] + number["errors"]
    return number["tests"] - wrong - number["skipped"], wrong, number["skipped"]


def checked(variables, at_once):
    """Run every check, so many at a time: (name, exit code, output, seconds) of each."""

    def run(check):
        began = time.monotonic()
        command = [str(part) for part in check[1]]
        done = subprocess.run(
            command,
            cwd=str(ROOT),
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return check[0], done.returncode, done.stdout.decode("utf-8", "replace"), time.monotonic() - began

    with ThreadPoolExecutor(at_once) as pool:
        # The slowest, mypy, is last in the table and first to start.
        return list(pool.map(run, LINT[::-1]))


def failures(results):
    """Say how each check went; the names of those that failed, whose output is shown."""
    failed = []
    for name, code, output, seconds in results:
        say(f"{'FAILED' if code else 'ok'}: {name} ({seconds:.1f} s)")
        if code:
            failed.append(name)
            say(output.rstrip())
    return failed


def fmt():
    """Rewrite the code and the templates in the agreed style."""
    environment.ensure(environment.DEVELOPMENT)
    for command in (["ruff", "check", "--fix", "--quiet", "."], ["ruff", "format", "."]):
        subprocess.run([str(BIN / command[0]), *command[1:]], cwd=str(ROOT))


def install():
    """Only make the development environment."""
    environment.ensure(environment.DEVELOPMENT)
    system.ensure(tests=True)
    if not environment.PYTHON.exists():
        raise Failure(".venv is not there")
