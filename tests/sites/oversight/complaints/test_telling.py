"""The outcome goes to whoever left a contact, once, and names nobody (5.1)."""

import datetime

import pytest
from django.core import mail

from sdzx import clock
from sdzx.audit.services import entries_of
from sdzx.notifications import direct
from sites.oversight.complaints import telling
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.public import timeline
from sites.oversight.complaints.tasks import tell_outcomes
from tests.factories import complaints

pytestmark = pytest.mark.django_db
NAMED = {"anonymous": False, "name": "赵大勇", "phone": "13905310001", "email": "zhao@example.com"}


@pytest.mark.clause("5.1")
def test_concluded_is_told_once_without_content_or_names():
    made = complaints.complaint("concluded", **NAMED)
    before = len(direct.outbox())
    assert (tell_outcomes(), tell_outcomes()) == (1, 0)
    assert len(direct.outbox()) == before + 1
    said = direct.outbox()[0]
    assert (said.channel, said.to) == ("sms", "13905310001")
    assert (made.number in said.text, "已办结，结论为“" in said.text, "/complaints/" in said.text) == (True, True, True)
    for secret in (made.facts, made.answer, made.findings, made.site.name, "赵大勇"):
        assert secret not in said.text
    entry = entries_of(made).last()
    assert (entry.label, entry.after) == ("结果已告知举报人", {"channel": "短信"})
    assert timeline(made)[-1][1] == "办理结果已发送到您留下的联系方式"


def test_not_accepted_goes_by_mail_to_who_has_no_mobile():
    made = complaints.complaint("not_accepted", **{**NAMED, "phone": "0531-86021234"})
    assert tell_outcomes() == 1
    assert [each.to for each in mail.outbox] == [["zhao@example.com"]]
    assert "不予受理" in mail.outbox[0].body
    assert made.refusal not in mail.outbox[0].body


def test_anonymous_open_old_and_landlines_are_not_told():
    complaints.complaint("concluded")
    complaints.complaint("accepted", **NAMED)
    complaints.complaint("concluded", **NAMED, status_at=clock.now() - datetime.timedelta(days=4))
    silent = complaints.complaint("concluded", **{**NAMED, "phone": "0531-86021234", "email": ""})
    assert tell_outcomes() == 0
    silent.refresh_from_db()
    assert silent.told_at is None


def test_what_is_not_taken_goes_the_other_way_and_is_tried_again(monkeypatch):
    complaints.complaint("concluded", **NAMED)
    tried = []

    def refuses(*taken):
        def send(channel, to, text, *, subject):
            tried.append(channel)
            if channel not in taken:
                raise direct.Undelivered("away")

        return send

    monkeypatch.setattr(direct, "send", refuses())
    assert tell_outcomes() == 0
    assert Complaint.objects.get().told_at is None
    monkeypatch.setattr(direct, "send", refuses("mail"))
    assert tell_outcomes() == 1
    assert tried == ["sms", "mail", "sms", "mail"]


def test_two_workers_tell_once():
    made = complaints.complaint("concluded", **NAMED)
    Complaint.objects.update(told_at=clock.now())
    assert telling.tell(made) is False
    made.refresh_from_db()
    assert made.told_at is not None
