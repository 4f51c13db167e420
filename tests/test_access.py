"""Every address × every role × own and foreign city. An address that the table does not list fails."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import ORGANIZATION_ROLES, POOL_ROLES, Role
from tests.access_table import HIDDEN, PUBLIC, SIGNED_IN, TABLE
from tests.addresses import addresses, arguments, record_for
from tests.factories import people
from tests.records import insider
from tests.sessions import carrying, session_of

ROLES = tuple(role for role in Role if role not in (Role.SYSTEM, Role.VISITOR))
NAMED = (*ORGANIZATION_ROLES, *POOL_ROLES, Role.APPLICANT)  # people whom a record names; an office sees its whole city
REACHED = (200, 302, 405)
SPACES = sorted({name.split(":")[0] for name in TABLE})


def test_table_lists_every_address_once():
    assert sorted(TABLE) == sorted(addresses())


def answer(client: Client, url: str) -> str:
    """reached, sign-in, or closed (403, 404)."""
    response = client.get(url)
    if response.status_code == 302 and response["Location"].startswith("/accounts/sign-in"):
        return "sign-in"
    if response.streaming:
        b"".join(response.streaming_content)
    assert response.status_code in (*REACHED, 403, 404), (url, response.status_code)
    return "reached" if response.status_code in REACHED else "closed"


def foreigner(role: Role) -> Actor:
    return people.actor(role, None if role == Role.PROVINCE else people.center("370200"))


@pytest.mark.django_db
@pytest.mark.parametrize("space", SPACES)
def test_access(space):
    known = addresses()
    own = {role: session_of(people.actor(role)) for role in ROLES}
    foreign = {role: session_of(foreigner(role)) for role in ROLES}
    for name in sorted(each for each in TABLE if each.split(":")[0] == space):
        with transaction.atomic():
            cache.clear()
            check(name, known[name], own, foreign)
            transaction.set_rollback(True)


def check(name: str, pattern: Any, own: dict[Role, str], foreign: dict[Role, str]) -> None:
    record = record_for(name)
    url = reverse(name, kwargs=arguments(name, pattern, record))
    visitor = "reached" if TABLE[name] == PUBLIC else "closed" if name in HIDDEN else "sign-in"
    assert answer(Client(), url) == visitor, name
    if record is not None:
        own = own | {role: session_of(insider(record, role)) for role in NAMED}
    # A client of its own for each visit: what an address does to a session is not felt by the next.
    seen = tuple(
        {role.value for role in ROLES if answer(carrying(of[role]), url) == "reached"} for of in (own, foreign)
    )
    assert seen == tuple(map(those, TABLE[name])), name


def those(words: str) -> set[str]:
    return {role.value for role in ROLES} if words in PUBLIC + SIGNED_IN else set(words.split())
