import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from sdzx.personnel import reminders, tasks
from tests.factories import people, personnel

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)


def lasting(days, kind="expert", **values):
    return personnel.qualified(kind, user=True, valid_to=TODAY + datetime.timedelta(days=days), **values)


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


@pytest.mark.parametrize(("left", "days"), [(60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_threshold_is_the_last_one_reached(left, days):
    assert reminders.threshold(TODAY + datetime.timedelta(days=left), TODAY) == days


@pytest.mark.clause("5.3")
def test_holder_and_centre_are_told_once(clerk):
    held = lasting(60)

    assert (reminders.remind_expiring(TODAY), reminders.remind_expiring(TODAY)) == (2, 0)
    assert Notice.objects.get(recipient=held.person.user).title == f"您的证卡{held.card_number}将于2026年5月1日到期"
    assert held.card_number in Notice.objects.get(recipient=clerk.user).body


def test_told_at_sixty_thirty_and_seven_days(clerk):
    lasting(60)
    told = [reminders.remind_expiring(TODAY + datetime.timedelta(days=past)) for past in range(62)]

    assert [past for past, new in enumerate(told) if new] == [0, 30, 53]


def test_centre_gets_one_notice_for_cards_of_one_last_day(clerk):
    for _ in range(3):
        personnel.qualified("expert", valid_to=TODAY + datetime.timedelta(days=20))

    assert reminders.remind_expiring(TODAY) == 1
    assert Notice.objects.get().title == "3张证卡将于2026年3月22日到期"


@pytest.mark.parametrize(
    "values",
    [
        {"status": "suspended"},
        {"valid_to": TODAY - datetime.timedelta(days=1)},
        {"valid_to": datetime.date(2026, 5, 2)},
    ],
)
def test_others_are_not_told(clerk, values):
    personnel.qualified("expert", **{"valid_to": TODAY + datetime.timedelta(days=10), **values})

    assert reminders.remind_expiring(TODAY) == 0


def test_renewed_card_is_not_told(clerk):
    held = lasting(20)
    personnel.qualified("expert", of=held.person)

    assert reminders.remind_expiring(TODAY) == 0


def test_each_centre_hears_of_its_own(clerk):
    other = people.actor(Role.CLERK, people.center("370200"))
    personnel.qualified("expert", city=other.center, valid_to=TODAY + datetime.timedelta(days=7))

    reminders.remind_expiring(TODAY)

    assert [each.recipient for each in Notice.objects.all()] == [other.user]


def test_task_looks_at_today(clerk):
    personnel.qualified("expert", valid_to=clock.today() + datetime.timedelta(days=7))

    assert tasks.remind_expiring() == 1
