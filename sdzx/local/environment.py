"""The virtual environment: Python 3.11 and the locked packages, each checked against its hash.

Package sources come from the user's own pip or uv configuration; nothing here names one.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

from sdzx.local.console import ROOT, VAR, Failure, say
from sdzx.local.place import hold, release
from sdzx.local.system import logged, root_prefix

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-requirements"
IS_311 = "import sys; sys.exit(sys.version_info[:2] != (3, 11))"
DEMO = ("base.txt", "services.txt")
DEVELOPMENT = ("dev.txt", "services.txt")


def ensure(files):
    """Make the environment hold these requirement files; instant when it does."""
    wanted = {name: digest(name) for name in files}
    VAR.mkdir(exist_ok=True)
    lock = hold(VAR / "environment.lock", wait=True)
    try:
        if not holds(wanted):
            install(files)
            if "dev.txt" in wanted:
                wanted["base.txt"] = digest("base.txt")
            STAMP.write_text("".join(f"{name} {value}\n" for name, value in sorted(wanted.items())))
    finally:
        release(lock)


def digest(name):
    return hashlib.sha256((ROOT / "requirements" / name).read_bytes()).hexdigest()


def holds(wanted):
    try:
        stamped = dict(line.split() for line in STAMP.read_text().splitlines())
    except (OSError, ValueError):
        return False
    return PYTHON.exists() and all(stamped.get(name) == value for name, value in wanted.items())


def install(files):
    say("Installing the locked Python packages: " + " ".join(files))
    options = ["--require-hashes"]
    for name in files:
        options += ["-r", str(ROOT / "requirements" / name)]
    if uv() and made_with_uv() and logged(["uv", "pip", "install", "--python", str(PYTHON), *options]):
        return
    if not works(PYTHON, IS_311 + "\nimport pip"):
        python = python311(needs_venv=True)
        if not logged([python, "-m", "venv", "--clear", str(VENV)]):
            raise Failure("Could not make .venv with " + python)
    if not logged([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *options]):
        raise Failure("The locked packages could not be installed; see var/log/system.log.")


def uv():
    return shutil.which("uv") and works("uv", None)


def made_with_uv():
    """True when .venv is a usable 3.11 environment, made now if need be."""
    if works(PYTHON, IS_311):
        return True
    try:
        python = python311(needs_venv=False)
    except Failure:
        python = "3.11"
    return logged(["uv", "venv", "--clear", "--python", python, str(VENV)])


def works(python, code):
    command = [str(python), "-c", code] if code else [str(python), "--version"]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    except OSError:
        return False
    return done.returncode == 0


def python311(needs_venv):
    """The path of a Python 3.11, with the venv module if asked for; installed on Debian when there is none."""
    check = IS_311 + ("\nimport venv, ensurepip" if needs_venv else "")
    found = next((python for python in candidates() if works(python, check)), None)
    if found:
        return found
    if shutil.which("apt-get") and root_prefix() is not None:
        apt = [*root_prefix(), "apt-get"]
        logged([*apt, "update"])
        logged([*apt, "install", "-y", "--no-install-recommends", "python3", "python3-venv"])
        found = next((python for python in candidates() if works(python, check)), None)
        if found:
            return found
    raise Failure(
        "Python 3.11 with its venv module is needed (Debian 12: apt-get install python3 python3-venv;\n"
        "macOS: brew install python@3.11), or `uv`, which brings its own."
    )


def candidates():
    names = [sys.executable, "python3.11", "/usr/bin/python3.11", "/opt/homebrew/bin/python3.11", "python3"]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    # glob.glob, not Path.glob: another user's pyenv may be named here and be unreadable.
    names += sorted(glob.glob(pyenv + "/versions/3.11*/bin/python3.11"), reverse=True)
    paths = [shutil.which(name) for name in names if name]
    # The real file, not a pyenv shim: a shim follows the folder that it is called in.
    return [path for path in paths if path and "/shims/" not in path]
