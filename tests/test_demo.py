"""`make demo` from nothing, as a newcomer runs it: empty cluster, demo province, a task to the worker and back.

Three cities are one of each kind: with every state, with a confirmed last session, without. `make demo-check` makes all sixteen.
"""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_demo_check_starts_answers_and_stops():
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("SDZX_", "DJANGO_"))}
    theirs.pop("DATABASE_URL", None)
    theirs.pop("REDIS_URL", None)
    done = subprocess.run(
        ["make", "demo-check", "ARGS=--cities=3"],
        cwd=ROOT,
        env=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout
    assert "demo-check passed" in done.stdout
    assert not (ROOT / "var" / "check" / "pg").exists()
