"""One form arrives six times at one moment. Two controls show that the test can see what receipt and constraint prevent."""

import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from exams.registration.entry import receipts, services
from exams.registration.entry.models import FormReceipt
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from tests.factories import people
from tests.factories import registration as made
from tests.sessions import entered

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6
LIVE = next(each for each in Registration._meta.constraints if each.name == "registration_one_live")


@pytest.fixture
def at_once(monkeypatch):
    """Send the same form from so many threads, which meet before anything is written; the answers."""
    by, item = people.actor(Role.APPLICANT, person=people.user("张伟")), made.item()
    cookie = entered(by).cookies[settings.SESSION_COOKIE_NAME].value
    meet, fill = threading.Barrier(TIMES, timeout=20), services._fill

    def filled(*args):
        fill(*args)
        meet.wait()

    monkeypatch.setattr(services, "_fill", filled)
    values = {"phone": "13900001111", "eligibility": made.ELIGIBLE, "receipt": receipts.issue()}
    answers = []

    def send():
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        try:
            answers.append(client.post(f"{reverse('registration:new')}?item={item.pk}", values))
        finally:
            connection.close()

    def sent():
        threads = [threading.Thread(target=send) for _ in range(TIMES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(40)
        return answers

    return sent


@pytest.mark.clause("3.2")
def test_all_lead_to_the_one_registration(at_once):
    answers = at_once()
    record = Registration.objects.get()
    page = reverse("registration:record", args=[record.uid])
    assert [(each.status_code, each.get("Location")) for each in answers] == [(302, page)] * TIMES
    assert FormReceipt.objects.count() == 1


def test_without_the_receipt_the_twins_are_refused(at_once, monkeypatch):
    monkeypatch.setattr(receipts, "read", lambda text: None)
    assert sorted(each.status_code for each in at_once()) == [302] + [422] * (TIMES - 1)
    assert Registration.objects.count() == 1


def test_without_the_constraint_there_are_several(at_once, monkeypatch):
    monkeypatch.setattr(receipts, "read", lambda text: None)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Registration, LIVE)
    try:
        at_once()
        assert Registration.objects.count() == TIMES
    finally:
        Registration.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Registration, LIVE)
