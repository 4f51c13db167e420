"""What centres may set, and what the regulation does not let them."""

import datetime
from dataclasses import fields
from decimal import Decimal
from types import SimpleNamespace

import pytest

from sdzx.policy import FLOORS, Policy, of


def center(**values):
    return SimpleNamespace(policy=values)


def test_of_defaults():
    assert of(center()) == Policy()


def test_of_takes_the_centre_s_values_in_their_types():
    policy = of(center(pass_mark="70.5", minimum_age="18", unknown=1))
    assert (policy.pass_mark, policy.minimum_age) == (Decimal("70.5"), 18)


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_of_never_goes_below_the_regulation(name):
    assert getattr(of(center(**{name: 0})), name) == FLOORS[name]
    assert getattr(of(center(**{name: 9})), name) == 9


def test_floors_are_policies():
    assert set(FLOORS) <= {field.name for field in fields(Policy)}


@pytest.mark.parametrize(
    ("day", "latest_birthday"),
    [
        (datetime.date(2026, 3, 14), datetime.date(2010, 3, 14)),
        (datetime.date(2028, 2, 29), datetime.date(2012, 2, 28)),
    ],
)
def test_cutoff(day, latest_birthday):
    assert Policy().cutoff(day) == latest_birthday
