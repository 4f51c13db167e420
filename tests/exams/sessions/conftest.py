"""Every test of sessions lives on Wednesday, 1 April 2026, 10 o'clock in Shandong."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from tests.factories import people

NOW = datetime.datetime(2026, 4, 1, 2, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _april():
    with clock.at(NOW):
        yield


@pytest.fixture
def arranger() -> Actor:
    return people.actor(Role.ARRANGER)
