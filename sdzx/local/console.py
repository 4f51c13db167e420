"""Where the project lies, and how we speak to the person at the terminal."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class Failure(Exception):
    """Something the reader can mend; the message says what and how."""


def say(text=""):
    """One line for the reader. On stderr when stdout is meant for a shell to evaluate."""
    print(text, file=sys.stderr if say_on_stderr() else sys.stdout, flush=True)


def say_on_stderr():
    return "dev-services" in sys.argv[1:2]


def tail(path, lines=25):
    """The last lines of a log, or an empty string when there is none."""
    try:
        return "\n".join(Path(path).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
