"""Production starts only with secrets of its own; every scheduled task exists."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sdzx.celery import app
from sdzx.schedule import BEAT_SCHEDULE

ROOT = Path(__file__).resolve().parents[2]


def key(seed: int) -> str:
    return base64.b64encode(bytes([seed]) * 32).decode()


GOOD = {
    "SDZX_MODE": "production", "SDZX_SECRET_KEY": "k" * 25 + "Q7x" * 10, "SDZX_FIELD_KEYS": "k1:" + key(1),
    "SDZX_INDEX_KEY": key(2), "SDZX_PAPER_KEYS": "p1:" + key(3), "SDZX_MEDIA_ROOT": "/tmp/none",
    "DATABASE_URL": "postgres://a:b@127.0.0.1:1/c", "REDIS_URL": "redis://127.0.0.1:1/0",
}  # fmt: skip


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": os.environ["PATH"], **GOOD, **changes}
    code = "import sdzx.settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True)


def test_production_with_secrets_of_its_own_starts_hardened():
    assert start().stdout.split() == ["False", "True", "True"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SDZX_SECRET_KEY", "short"),
        ("SDZX_SECRET_KEY", "django-insecure-" + "x" * 40),
        ("SDZX_FIELD_KEYS", "k1:change-me" + "x" * 40),
        ("SDZX_INDEX_KEY", key(1)),
        ("SDZX_MODE", "debug"),
    ],
)
def test_production_refuses(name, value):
    done = start(**{name: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= set(app.tasks)
