"""What the operating system must have for documents (Pango, fonts, libmagic) and, for tests, a Chromium.

Installs it on Debian as root or with a sudo that asks nothing, and on macOS with brew. Elsewhere one line says
what is missing; with CI=true that is a failure, since a skipped document test proves nothing.
"""

import ctypes
import os
import platform
import shutil
import subprocess
from pathlib import Path

from sdzx.local.console import CI, VAR, Failure, say, tail


def library(name, version):
    """A test: can the dynamic linker find this library?"""

    def present():
        if platform.system() == "Darwin":
            places = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"))
            return any((place / f"{name}.{version}.dylib").exists() for place in places)
        try:
            ctypes.CDLL(f"{name}.so.{version}")
        except OSError:
            return False
        return True

    return present


def program(*names):
    return lambda: any(shutil.which(name) for name in names)


def font(family):
    """A test: does fontconfig know this family?"""

    def present():
        try:
            known = subprocess.run(["fc-list", ":", "family"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        except OSError:
            return False
        return family in known.decode("utf-8", "replace")

    return present


# Debian's package, brew's (None: no formula), how to tell that it is there
DOCUMENTS = (
    ("fontconfig", "fontconfig", program("fc-list")),
    ("libpango-1.0-0", "pango", library("libpango-1.0", 0)),
    ("libpangoft2-1.0-0", "pango", library("libpangoft2-1.0", 0)),
    ("libharfbuzz-subset0", "harfbuzz", library("libharfbuzz-subset", 0)),
    ("libmagic1", "libmagic", library("libmagic", 1)),
    ("fonts-noto-cjk", "font-noto-serif-cjk-sc", font("Noto Serif CJK SC")),
    ("fonts-hanazono", "font-hanamina", font("HanaMinB")),
    ("fonts-babelstone-han", "font-babelstone-han", font("BabelStone Han")),
)
TESTS = (
    ("chromium", None, program("chromium", "chromium-browser", "google-chrome")),
    ("poppler-utils", "poppler", program("pdftotext")),
)


def ensure(tests=False):
    """Install what is missing, or say it. Fails only under CI."""
    needs = DOCUMENTS + (TESTS if tests else ())
    missing = [need for need in needs if not need[2]()]
    if not missing:
        return
    if platform.system() == "Darwin" and shutil.which("brew"):
        install_with_brew(sorted({formula for _, formula, _ in missing if formula}))
    elif shutil.which("apt-get") and root_prefix() is not None:
        install_with_apt([package for package, _, _ in missing])
    left = [package for package, _, present in missing if not present()]
    if left:
        line = "Missing on this machine: {} (Debian's names; documents{} need them).".format(
            " ".join(left), " and the browser tests" if tests else ""
        )
        if CI:
            raise Failure(line)
        say(line)


def root_prefix():
    """What to put before a command that needs root: nothing, sudo, or None when neither is to be had."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def install_with_apt(packages):
    say("Installing with apt: " + " ".join(packages))
    prefix = [*root_prefix(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    logged([*prefix, "update"])
    if logged([*prefix, "install", "-y", "--no-install-recommends", *packages]):
        return
    # One name unknown to this release stops apt for all: the others still count.
    for package in packages:
        logged([*prefix, "install", "-y", "--no-install-recommends", package])


def install_with_brew(names):
    say("Installing with brew: " + " ".join(names))
    for name in names:
        logged(["brew", "install", *(["--cask"] if name.startswith("font-") else []), name])


def logged(command):
    """Run with its output in var/log/system.log; the end of it is shown when it fails."""
    log = VAR / "log" / "system.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(str(log), "ab") as out:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    if done.returncode:
        say("{} failed:\n{}".format(" ".join(command), tail(log, 6)))
    return done.returncode == 0
