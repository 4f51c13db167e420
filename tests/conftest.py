"""Shared by all tests: a fast password hash, an empty cache, media in a temporary folder."""

import gc
import os

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from sdzx.workdays import calendar
from tests.sessions import carrying, session_of

LONG = (
    "tests/test_demo.py",
    "tests/sdzx/demo/test_province.py",
    "tests/test_access.py",
    "tests/test_axe.py",
    "tests/journeys/",
)


def pytest_configure(config):
    """Every worker has its own Redis database: one worker's `cache.clear()` is not felt by another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        address, _, _ = settings.REDIS_URL.rpartition("/")
        settings.CACHES["default"]["LOCATION"] = f"{address}/{62 - int(worker.removeprefix('gw'))}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first, after the shuffling, and dealt by file to the workers, who each begin with a part of the list:
    what is left for the end is short, so no worker waits long for another."""
    files = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    dealt = sorted(files.values(), key=lambda each: length(each[0].nodeid))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = [item for first in range(workers) for file in dealt[first::workers] for item in file]


def length(nodeid):
    """The longer, the less."""
    return next((place for place, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))


def pytest_collection_finish():
    """What was imported and collected stays to the end: the collector need not look through it thousands of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture
def django_assert_num_queries(request, django_assert_num_queries):
    """The calendar is loaded once per process: not while a test counts."""
    if request.node.get_closest_marker("django_db"):
        calendar.current()
    return django_assert_num_queries


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions empty the tables afterwards; the trace's own refusal of TRUNCATE has its own test."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_truncate")
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_no_truncate")
        seeded = [
            row
            for model in apps.get_models()
            if not model._meta.app_label.startswith(("auth", "contenttypes"))
            for row in model._base_manager.all()
        ]
        seeds = serializers.serialize("json", seeded)
    emptied = TransactionTestCase._fixture_teardown

    def emptied_and_seeded(self):
        emptied(self)
        for row in serializers.deserialize("json", seeds):
            row.save()

    TransactionTestCase._fixture_teardown = emptied_and_seeded


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AXES_ENABLED = False


@pytest.fixture
def enter(client):
    """Sign a client in as an actor: `enter(actor)` returns the client."""
    return lambda actor: carrying(session_of(actor), client)


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test feels another's counters."""
    cache.clear()
