"""What accounts demand, every problem at once."""

import datetime
from dataclasses import asdict

import pytest

from sdzx.accounts import rules
from sdzx.accounts.roles import Role
from sdzx.policy import LABELS, Policy
from tests.factories import people


def fields(found):
    return [each.field for each in found]


def test_identity_in_order():
    number = people.resident_id(3)
    assert rules.identity(name="张伟", document_type="resident_id", document_number=number, phone="13800001234") == []


def test_identity_every_problem_has_its_field():
    found = rules.identity(name="Li Si", document_type="resident_id", document_number="123", phone="0531-88888888")
    assert set(fields(found)) == {"name", "document_number", "phone"}


def test_identity_passport_may_be_latin():
    assert rules.identity(name="Li Si", document_type="passport", document_number="E1234567", phone="13800001234") == []


def test_unit_in_order():
    assert rules.unit(name="齐鲁学校", uscc=people.uscc(5), kind="school", kind_reason="") == []


@pytest.mark.clause("2.1")
def test_unit_of_another_kind_gives_its_reason():
    found = rules.unit(name=" ", uscc="1", kind="other", kind_reason=" ")
    assert fields(found) == ["uscc", "organization_name", "kind_reason"]
    assert found[-1].clause == "2.1"


def test_contact_every_problem_has_its_field():
    assert fields(rules.contact(name="", phone="1", username="a b")) == ["name", "phone", "username"]


def test_phone_landline():
    assert rules.phone("0531-88888888") == []


def test_membership_in_order():
    found = rules.membership(giver=Role.DIRECTOR, role=Role.CLERK, has_center=True, has_organization=False,
                             own_place=True, self_given=False, held=False)  # fmt: skip
    assert found == []


def test_membership_every_obstacle():
    found = rules.membership(giver=Role.DIRECTOR, role=Role.BUREAU, has_center=False, has_organization=False,
                             own_place=False, self_given=True, held=True)  # fmt: skip
    assert fields(found) == ["role", "center", "organization", "username", "username"]


def test_membership_of_a_site_needs_its_unit():
    found = rules.membership(giver=Role.ADMIN, role=Role.SITE, has_center=False, has_organization=False,
                             own_place=True, self_given=False, held=False)  # fmt: skip
    assert fields(found) == ["organization"]


def test_grantable_by_a_director_leaves_out_the_director_and_other_offices():
    assert (
        rules.grantable(Role.DIRECTOR) & {Role.DIRECTOR, Role.BUREAU, Role.PROVINCE, Role.ADMIN, Role.APPLICANT}
        == set()
    )


def test_grantable_by_a_clerk_is_nothing():
    assert rules.grantable(Role.CLERK) == frozenset()


def test_policy_has_a_label_for_every_number():
    assert set(LABELS) == set(asdict(Policy()))


def test_policy_defaults_are_in_order():
    assert rules.policy_problems(asdict(Policy())) == []


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(("name", "value"), [("retention_years", 1), ("video_retention_months", 5)])
def test_policy_never_below_the_regulation(name, value):
    (found,) = rules.policy_problems({name: value})
    assert (found.field, found.clause) == (name, "5.2")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"panel_size": 2}, "panel_size"),
        ({"appeal_days": 0}, "appeal_days"),
        ({"minimum_age": "sixteen"}, "minimum_age"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"photo_width": 199}, "photo_width"),
        ({"photo_height": 1001}, "photo_height"),
    ],
)
def test_policy_problem_stands_at_its_field(values, field):
    assert fields(rules.policy_problems(values)) == [field]


def test_policy_photo_of_no_size_is_told_once():
    assert fields(rules.policy_problems({"photo_width": 0})) == ["photo_width"]


def like(name="张伟", born=datetime.date(1990, 1, 1), phone="13800001234", document="a"):
    return rules.Likeness(name, born, phone, document)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (like(document="b"), True),
        (like(document="b", phone="13900001234"), True),  # equal birthdays
        (like(document="b", born=None), True),  # a passport: equal phones
        (like(document="b", born=None, phone="13900001234"), False),
        (like(document="b", born=datetime.date(1990, 1, 2)), False),  # equal phones, as in a family
        (like(document="b", name="张伟伟"), False),
        (like(document="b", name=""), False),
        (like(), False),  # the same document: the constraint's business
    ],
)
def test_possible_same_person(other, same):
    assert rules.possible_same_person(like(), other) is same
    assert rules.possible_same_person(other, like()) is same


def test_nameless_or_phoneless_are_nobody_in_particular():
    assert rules.possible_same_person(like(name="", document="a"), like(name="", document="b")) is False
    assert rules.possible_same_person(like(born=None, phone=""), like(born=None, phone="", document="b")) is False


def test_consent_text_complete():
    day = datetime.date(2026, 3, 2)
    values = {"in_use_from": day, "today": day - datetime.timedelta(days=1), "taken": False}
    assert rules.consent_text(text="正" * 50, **values) == []
