"""Every page that the access test knows, in Chromium, under axe, at 1280 px; and no page scrolls sideways at 390 px."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sdzx.accounts.roles import Role
from tests.access_table import PUBLIC, SIGNED_IN, TABLE
from tests.addresses import addresses, arguments, record_for
from tests.browser import axe_violations, chromium, overflow, page_at, portal  # noqa: F401 fixtures
from tests.factories import people
from tests.records import insider
from tests.sessions import entered

SPACES = sorted({name.split(":")[0] for name in TABLE})


def visitor_of(name: str, record):
    """Somebody who reaches the page; None for the public's pages."""
    own = TABLE[name][0]
    if TABLE[name] == PUBLIC or not own:
        return None
    role = Role.CLERK if TABLE[name] == SIGNED_IN else Role(own.split()[0])
    return insider(record, role) if record is not None else people.actor(role)


@pytest.mark.django_db
@pytest.mark.parametrize("space", SPACES)
def test_pages_are_accessible_and_fit_a_phone(space, page_at, portal):  # noqa: F811
    known, page, wrong = addresses(), page_at(1280), []
    for name in sorted(each for each in TABLE if each.split(":")[0] == space):
        cache.clear()
        record = record_for(name)
        url = reverse(name, kwargs=arguments(name, known[name], record))
        actor = visitor_of(name, record)
        client = entered(actor) if actor else Client()
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer["Content-Type"]:
            continue
        page.context.clear_cookies()
        if actor:
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(portal + url)
        wrong += [f"{name} {each}" for each in axe_violations(page)]
        page.set_viewport_size({"width": 390, "height": 800})
        if overflow(page):
            wrong.append(f"{name} is wider than a phone")
    assert wrong == []
