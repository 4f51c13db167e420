"""The inbox."""

import pytest
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.models import Notice
from sdzx.notifications.services import notify, unread
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


def noticed(url=""):
    record = made.submitted()
    notify(NoticeKind.REGISTRATION_LAPSED, to=[record.user], subject=record, registration=record, url=url)
    return people.actor(Role.APPLICANT, person=record.user), Notice.objects.get(recipient=record.user)


def test_inbox_shows_one_s_own_and_counts_them(enter):
    actor, _ = noticed()
    noticed()
    page = enter(actor).get(reverse("notifications:inbox")).content.decode()
    assert page.count("候补失效") == 1
    assert '<span class="shell-count">1' in page


def test_empty_inbox_says_what_will_come(enter):
    page = enter(people.actor(Role.CLERK)).get(reverse("notifications:inbox")).content.decode()
    assert "还没有消息" in page


def test_opening_marks_read_and_leads_on(enter):
    actor, notice = noticed(url="/registrations/")
    response = enter(actor).get(reverse("notifications:open", args=[notice.uid]))
    assert (response.status_code, response["Location"], unread(actor)) == (302, "/registrations/", 0)


def test_notice_without_address_shows_its_text(enter):
    actor, notice = noticed()
    page = enter(actor).get(reverse("notifications:open", args=[notice.uid])).content.decode()
    assert notice.body.split("\n")[0] in page


def test_stranger_s_notice_is_not_found(enter):
    _, notice = noticed()
    response = enter(people.actor(Role.APPLICANT)).get(reverse("notifications:open", args=[notice.uid]))
    assert response.status_code == 404


def test_all_are_marked_read(enter):
    actor, _ = noticed()
    response = enter(actor).post(reverse("notifications:read-all"))
    assert (response["Location"], unread(actor)) == (reverse("notifications:inbox"), 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_costs_the_same_at_any_length(enter, django_assert_num_queries, rows):
    actor, notice = noticed()
    for number in range(1, rows):
        notice.pk, notice.uid, notice.subject_id = None, None, notice.subject_id + number
        notice.uid = Notice._meta.get_field("uid").default()
        notice.save()
    client = enter(actor)
    with django_assert_num_queries(6):
        client.get(reverse("notifications:inbox"))
