"""Handing in, returning and confirming take a handful of queries, whatever the number of candidates."""

import pytest

from exams.registration.models import Registration
from exams.scores import services
from exams.scores.models import Score, ScoreSheet
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db
COUNTS = [1, 3]


@pytest.mark.parametrize("count", COUNTS)
def test_submit_queries(django_assert_num_queries, count):
    sheet = scores.sheet(scored=True, handed_over=True, candidates=count)
    by = sessions.staff_of(sheet.session)
    with django_assert_num_queries(24):
        services.submit(ScoreSheet.objects.get(pk=sheet.pk), by=by)


@pytest.mark.parametrize("count", COUNTS)
def test_send_back_queries(django_assert_num_queries, count):
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED, candidates=count)
    by = people.actor(Role.CONFIRMER)
    with django_assert_num_queries(23):
        services.send_back(ScoreSheet.objects.get(pk=sheet.pk), by=by, ground="请核对")


@pytest.mark.parametrize("count", COUNTS)
def test_confirm_queries(django_assert_num_queries, count):
    """With the hooks that number those who passed."""
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED, candidates=count)
    by = people.actor(Role.CONFIRMER)
    with django_assert_num_queries(82):
        services.confirm(ScoreSheet.objects.get(pk=sheet.pk), by=by)


@pytest.mark.clause("4.5")
def test_each_candidate_has_result_and_trace():
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED, candidates=3)
    first, second, third = sheet.scores.select_related("seat__registration")
    Score.objects.filter(pk=second.pk).update(total="59.99")
    Registration.objects.filter(seat=third.seat).update(status="disqualified")
    services.confirm(sheet, by=people.actor(Role.CONFIRMER))
    assert list(sheet.scores.values_list("pk", "passed")) == [(first.pk, True), (second.pk, False)]
    statuses = Registration.objects.order_by("seat__score__pk").values_list("status", flat=True)
    assert sorted(statuses) == ["certified", "disqualified", "failed"]
    failed = last_entry(second.seat.registration)
    assert (failed.verb, failed.after) == ("registration.fail", {"status": "failed", "total": "59.99"})


def test_a_session_that_nobody_attended_goes_all_the_way():
    sheet = scores.sheet(candidates=1, papers_count=0, papers_handed_by="赵校长", papers_handed_at=clock.now())
    sheet.session.seats.update(attendance="absent")
    Registration.objects.filter(seat__session=sheet.session).update(status="absent")
    site, confirmer = sessions.staff_of(sheet.session), people.actor(Role.CONFIRMER)
    services.submit(sheet, by=site)
    services.send_back(sheet, by=confirmer, ground="请核对")
    services.submit(sheet, by=site)
    services.confirm(sheet, by=confirmer)
    assert sheet.status == ScoreSheet.Status.CONFIRMED
    assert Registration.objects.get(seat__session=sheet.session).status == "absent"
