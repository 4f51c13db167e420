"""Readers by kind."""

import pytest

from sdzx.accounts.actors import VISITOR
from sdzx.files import access, services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_readers(monkeypatch):
    monkeypatch.setattr(access, "_readers", {})
    monkeypatch.setattr(access, "_sensitive", set())


def test_may_read_without_a_reader(actor):
    assert not access.may_read(actor, services.store(b"x", name="a.txt", kind="case", by=actor))


def test_may_read_one_reader_is_enough(actor):
    stored = services.store(b"x", name="a.txt", kind="case")
    access.register_reader("case", lambda who, file: False)
    assert not access.may_read(actor, stored)
    access.register_reader("case", lambda who, file: who == actor and file == stored, sensitive=True)
    assert (access.may_read(actor, stored), access.is_sensitive(stored)) == (True, True)


def test_may_read_draft_only_who_uploaded_it(actor, stranger):
    draft = services.store(b"x", name="a.txt", kind="draft", by=actor)
    assert [access.may_read(each, draft) for each in (actor, stranger, VISITOR)] == [True, False, False]


def test_may_read_draft_of_a_visitor():
    assert not access.may_read(VISITOR, services.store(b"x", name="a.txt", kind="draft", by=VISITOR))
