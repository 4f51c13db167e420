"""Stale drafts go, with their content; what is young, used or shared stays."""

import datetime

import pytest

from sdzx import clock
from sdzx.files import services
from sdzx.files.models import StoredFile
from sdzx.files.tasks import discard_stale_drafts

pytestmark = pytest.mark.django_db


def aged(days: int, text: bytes, kind: str = "draft") -> StoredFile:
    with clock.at(clock.now() - datetime.timedelta(days=days)):
        return services.store(text, name="a.txt", kind=kind)


def test_discard_stale_drafts(django_capture_on_commit_callbacks):
    old, shared = aged(3, b"old"), aged(3, b"shared")
    kept = [aged(1, b"young"), aged(9, b"used", "case"), aged(9, b"shared", "case")]
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_stale_drafts() == 2
    assert list(StoredFile.objects.all()) == kept
    assert (old.path.exists(), shared.path.exists(), [each.path.exists() for each in kept]) == (False, True, [True] * 3)
    assert discard_stale_drafts() == 0
