"""An offer goes out by short message too: once, to whom it concerns, and not when it is answered."""

import datetime

import pytest
from django.core.cache import cache

from exams.registration.models import Registration
from exams.registration.waiting import services, texting
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications import direct
from tests.exams.registration.waiting.test_queue import full, group, leave, waiter
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def with_phone(person, number):
    person.phone = number
    person.save(update_fields=["phone"])
    return person


def test_offer_is_texted_once_with_day_and_address(django_capture_on_commit_callbacks):
    item, (leaver, _) = full(2)
    first = waiter(item, 1)
    with_phone(first.user, "13800001234")
    with django_capture_on_commit_callbacks(execute=True):
        leave(leaver)
    first.refresh_from_db()

    (sent,) = direct.outbox()
    assert (sent.channel, sent.to) == (direct.Channel.SMS, "13800001234")
    assert f"/registrations/{first.uid}/" in sent.text
    assert first.item.project.name in sent.text
    assert first.name not in sent.text
    assert texting.text_offers([first.pk]) == 0
    assert (entries_of(first).last().label, len(direct.outbox())) == ("短信告知递补", 1)


def test_a_group_is_one_message_to_each_registrar_of_its_unit(django_capture_on_commit_callbacks):
    item, leavers = full(2)
    members = group(item, 1, 2)
    with_phone(people.actor(Role.REGISTRAR, organisation=members[0].unit).user, "13900001234")
    with_phone(people.actor(Role.REGISTRAR, organisation=members[0].unit).user, "0531-86601234")
    with django_capture_on_commit_callbacks(execute=True):
        for each in leavers:
            leave(each)

    assert [each.to for each in direct.outbox()] == ["13900001234"]


def offered():
    item, (leaver, _) = full(2)
    first = waiter(item, 1)
    with_phone(first.user, "13800001234")
    leave(leaver)
    return Registration.objects.get(pk=first.pk)


def test_nothing_once_it_is_answered_or_over():
    record = offered()
    with clock.at(record.offered_until + datetime.timedelta(seconds=1)):
        assert texting.text_offers([record.pk]) == 0
    services.decline_offer(record, by=people.actor(Role.APPLICANT, person=record.user))
    assert (texting.text_offers([record.pk]), direct.outbox()) == (0, [])


def test_what_the_gateway_does_not_take_is_tried_again(monkeypatch):
    record, other = offered(), offered()
    send, refused = direct.send, []

    def gateway(channel, to, text, *, subject):
        if not refused:
            refused.append(to)
            raise direct.Undelivered("away")
        send(channel, to, text, subject=subject)

    monkeypatch.setattr(direct, "send", gateway)
    with pytest.raises(direct.Undelivered):
        texting.text_offers.run([record.pk, other.pk])
    assert (len(direct.outbox()), texting.text_offers.run([record.pk, other.pk]), len(direct.outbox())) == (1, 1, 2)


def test_without_a_queue_the_notice_stands_alone(monkeypatch):
    def away(*_):
        raise texting.text_offers.OperationalError("no broker")

    monkeypatch.setattr(texting.text_offers, "delay", away)
    texting.send_soon([1])
