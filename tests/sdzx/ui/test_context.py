from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from sdzx.ui import context


@pytest.fixture
def _counted(monkeypatch):
    monkeypatch.setattr(context, "_counters", [])
    context.count_unread_with(lambda actor: 9)
    context.count_unread_with(lambda actor: 3)


def page(actor=None):
    request = RequestFactory().get("/")
    if actor:
        request.actor = actor
    return context.page(request)["page"]


def test_visitor_has_nothing():
    shown = page()

    assert (shown.actor, shown.signed_in, shown.memberships, shown.menu, shown.unread) == (None, False, [], [], 0)


def test_actor_without_a_person_is_a_visitor():
    assert page(SimpleNamespace(user=None)).actor is None


@pytest.mark.usefixtures("_counted")
def test_unread_is_counted_by_the_last_registered():
    assert page(SimpleNamespace(user="somebody")).unread == 3
