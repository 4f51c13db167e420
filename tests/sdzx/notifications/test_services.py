"""Telling people once, and mail after the commit."""

import datetime
import smtplib

import pytest
from django.core import mail

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications import services, tasks
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.models import Notice
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
KIND = NoticeKind.REGISTRATION_LAPSED


@pytest.fixture
def subject():
    return made.submitted()


def tell(subject, *to, **values):
    return services.notify(KIND, to=to or [subject.user], subject=subject, registration=subject, **values)


def test_notice_has_title_and_body_of_its_template(subject):
    assert tell(subject, url="/x/") == 1
    notice = Notice.objects.get()
    assert (notice.title, notice.url) == (f"候补失效：{subject.project.name}", "/x/")
    assert notice.body.startswith(f"{subject.name}（报名号")
    assert str(notice) == notice.title


def test_notify_twice_tells_once(subject):
    assert (tell(subject), tell(subject), Notice.objects.count()) == (1, 0, 1)


def test_notify_on_another_day_tells_again(subject):
    tell(subject)
    assert tell(subject, day=clock.today() + datetime.timedelta(days=1)) == 1


def test_notify_passes_over_who_is_inactive(subject):
    gone = people.user(is_active=False)
    assert (tell(subject, gone), Notice.objects.count()) == (0, 0)


def test_mail_goes_out_once_after_the_commit(subject, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(subject, url="/registrations/")
        assert mail.outbox == []
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([subject.user.email], f"候补失效：{subject.project.name}")
    ]
    assert mail.outbox[0].body.endswith("/registrations/")
    assert (tasks.deliver_pending(), len(mail.outbox)) == (0, 1)
    assert Notice.objects.get().delivery == Notice.Delivery.SENT


def test_no_address_means_inbox_only(subject):
    subject.user.email = ""
    tell(subject)
    assert (tasks.deliver_pending(), Notice.objects.get().delivery) == (0, Notice.Delivery.NONE)


def test_queue_away_leaves_it_to_the_schedule(subject, monkeypatch):
    def away():
        raise tasks.deliver_pending.OperationalError

    monkeypatch.setattr(tasks.deliver_pending, "delay", away)
    tell(subject)
    services.send_soon()
    assert Notice.objects.get().delivery == Notice.Delivery.PENDING


def test_failed_mail_is_tried_again_and_given_up_after_five(subject, monkeypatch):
    def fail(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    tell(subject)
    monkeypatch.setattr(tasks, "send_mail", fail)
    states = []
    for _ in range(6):
        tasks.deliver_pending()
        notice = Notice.objects.get()
        states.append((notice.delivery, notice.attempts))
    assert states == [*(("pending", n) for n in range(1, 5)), ("failed", 5), ("failed", 5)]


def test_failed_mail_goes_out_when_the_server_is_back(subject, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "send_mail", lambda *args: (_ for _ in ()).throw(OSError()))
        tell(subject)
        assert tasks.deliver_pending() == 0
    assert (tasks.deliver_pending(), len(mail.outbox)) == (1, 1)


def test_claimed_by_another_worker_is_left_alone(subject):
    tell(subject)
    Notice.objects.update(claimed_at=clock.now())
    assert (tasks.deliver_pending(), len(mail.outbox)) == (0, 0)


def test_claim_of_a_dead_worker_lapses(subject):
    tell(subject)
    Notice.objects.update(claimed_at=clock.now() - tasks.CLAIM_LASTS - datetime.timedelta(seconds=1))
    assert tasks.deliver_pending() == 1


def test_holders_are_those_of_the_place_now():
    clerk, site = people.actor(Role.CLERK), people.actor(Role.SITE)
    people.actor(Role.CLERK, people.center("370200"))
    assert services.holders(Role.CLERK, center=people.center()) == [clerk.user]
    assert services.holders(Role.SITE, organization=site.organization) == [site.user]
    assert len(services.holders(Role.CLERK)) == 2


def test_read_is_the_recipient_s_own(subject):
    tell(subject)
    mine, other = people.actor(Role.APPLICANT, person=subject.user), people.actor(Role.APPLICANT)
    services.mark_read(by=other, notice=Notice.objects.get())
    assert (services.unread(mine), services.unread(other)) == (1, 0)
    services.mark_read(by=mine, notice=Notice.objects.get())
    assert services.unread(mine) == 0


def test_all_are_read(subject):
    tell(subject)
    mine = people.actor(Role.APPLICANT, person=subject.user)
    services.mark_all_read(by=mine)
    assert services.unread(mine) == 0


def test_notify_each_says_to_each_what_notify_says_and_once(subject, django_assert_num_queries):
    kind, others = NoticeKind.CERTIFICATES_TO_PRINT, [made.submitted() for _ in range(3)]
    services.notify(kind, to=[subject.user], subject=subject, url="/x/", count=7)
    letters = [services.Letter(each.user, each, "/x/") for each in (subject, *others)]
    letters.append(services.Letter(people.user(is_active=False), subject))
    with django_assert_num_queries(1):
        assert services.notify_each(kind, letters, count=7) == 4
    assert Notice.objects.count() == 4  # the first had been told
    first, last = Notice.objects.get(recipient=subject.user), Notice.objects.get(recipient=others[-1].user)
    assert (last.kind, last.url, last.day, last.delivery) == (first.kind, first.url, first.day, first.delivery)
    assert last.subject_id == others[-1].pk
    assert last.title == first.title.replace(subject.project.name, others[-1].project.name) != first.title


def test_notify_each_to_nobody_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert services.notify_each(KIND, []) == 0
