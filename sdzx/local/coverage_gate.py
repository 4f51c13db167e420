"""The coverage gate: every line and branch of each rules.py and services.py has been run by a test.

`python3 sdzx/local/coverage_gate.py [coverage.json]` prints each miss and exits 1 when there is one.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TREES = ("sdzx", "sites", "exams", "certificates")
NAMES = ("rules.py", "services.py")


def gated():
    """The files under the gate, by their path from the root. What starts the project is not the project."""
    found = [path for tree in TREES for name in NAMES for path in (ROOT / tree).rglob(name)]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if "local" not in path.parts)


def misses(measured, files):
    """One line for each file that falls short: what was not run, or that it was never imported."""
    lines = []
    for name in files:
        if name not in measured:
            if (ROOT / name).read_text(encoding="utf-8").strip():
                lines.append(f"{name}: never imported")
            continue
        wanting = [str(line) for line in measured[name]["missing_lines"]]
        wanting += [
            f"{start}->{'exit' if end < 0 else end}" for start, end in measured[name].get("missing_branches", [])
        ]
        if wanting:
            lines.append(f"{name}: not run: {', '.join(wanting)}")
    return lines


def report(path):
    """Print the misses; True when there are any, or when there is nothing to judge by."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        print(f"coverage gate: no report at {path}", flush=True)
        return True
    files = gated()
    found = misses(data["files"], files)
    for line in found:
        print("coverage gate: " + line, flush=True)
    total = data["totals"]["percent_covered"]
    print(f"coverage gate: {len(files) - len(found)} of {len(files)} files whole; all code {total:.1f} %", flush=True)
    return bool(found)


if __name__ == "__main__":
    sys.exit(report(sys.argv[1] if len(sys.argv) > 1 else ROOT / "var" / "test" / "coverage.json"))
