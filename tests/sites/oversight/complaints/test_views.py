"""The centre's pages of a complaint, what waits, and the reminders."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.files.access import is_sensitive, may_read
from sdzx.notifications.models import Notice
from sites.oversight.complaints import tasks
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.worklist import waiting
from tests.factories import complaints, people, pictures, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/complaints"
S = Complaint.Status
DAY = datetime.timedelta(days=1)
FRIDAY = datetime.datetime(2026, 3, 20, 8, 5, tzinfo=datetime.UTC)


def labels(page) -> list[str]:
    return [button.label for button in page.context["buttons"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        complaints.named()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert len(page.context["table"].rows) == count
    assert "赵大勇" not in page.content.decode()


def test_list_filtered(enter):
    complaints.complaint()
    held = complaints.complaint(S.ACCEPTED, category="fees")
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/?status=accepted&category=fees")
    assert [row.url for row in page.context["table"].rows] == [f"{BASE}/{held.uid}/"]


@pytest.mark.clause("5.1")
def test_from_acceptance_to_conclusion(enter):
    held = complaints.named()
    address = f"{BASE}/{held.uid}"
    client = enter(people.actor(Role.CLERK))
    assert labels(client.get(f"{address}/")) == ["受理", "不予受理", "转其他市中心", "查看举报人信息"]
    client.post(f"{address}/accept/")
    refused = client.post(
        f"{address}/investigate/",
        {"findings": "短", "materials": [SimpleUploadedFile("笔录.jpg", pictures.portrait())]},
    )
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["findings"])
    assert "笔录.jpg" in refused.content.decode()
    client.post(
        f"{address}/investigate/",
        {"findings": complaints.FINDINGS, "materials": [SimpleUploadedFile("笔录.jpg", pictures.portrait())]},
    )
    client = enter(people.actor(Role.DIRECTOR))
    assert labels(client.get(f"{address}/")) == ["作出结论", "退回补充调查", "查看举报人信息"]
    client.post(f"{address}/conclude/", {"result": "substantiated", "answer": complaints.ANSWER})
    page = client.get(f"{address}/")
    held.refresh_from_db()
    assert (held.status, [group.title for group in page.context["groups"]]) == (
        S.CONCLUDED,
        ["反映的问题", "办理", "结果"],
    )
    assert [line.kind for line in page.context["files"]] == ["调查材料"]
    assert "赵大勇" not in page.content.decode()


def test_transfer_page(enter):
    held = complaints.complaint()
    client = enter(people.actor(Role.CLERK))
    address = f"{BASE}/{held.uid}/transfer/"
    assert client.get(address).context["back_url"] == f"{BASE}/{held.uid}/"
    refused = client.post(address, {"center": "370100", "ground": "误"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["center"])
    assert client.post(address, {"center": "370200", "ground": "属青岛"}).url == f"{BASE}/"
    assert client.get(address).status_code == 404


@pytest.mark.clause("5.1")
def test_contact_is_shown_on_purpose_and_traced(enter):
    held = complaints.named()
    client = enter(people.actor(Role.CLERK))
    address = f"{BASE}/{held.uid}/contact/"
    asked = client.get(address)
    assert ("赵大勇" in asked.content.decode(), Entry.objects.filter(verb="complaint.read_contact").exists()) == (
        False,
        False,
    )
    shown = client.post(address)
    assert "赵大勇" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert [entry.verb for entry in entries_of(held)] == ["complaint.read_contact"]


def test_contact_of_an_anonymous_complaint_is_not_there(enter):
    held = complaints.complaint()
    client = enter(people.actor(Role.CLERK))
    assert client.get(f"{BASE}/{held.uid}/contact/").status_code == 404
    assert "查看举报人信息" not in labels(client.get(f"{BASE}/{held.uid}/"))


def test_the_site_finds_nothing(enter):
    held = complaints.complaint(S.CONCLUDED)
    assert held.site is not None
    client = enter(sites.staff(held.site.organization))
    assert [client.get(address).status_code for address in (f"{BASE}/", f"{BASE}/{held.uid}/")] == [403, 403]
    assert held.number not in client.get(f"/sites/{held.site.uid}/", follow=True).content.decode()
    assert "投诉举报" not in str(client.get("/worklist/").context["page"].menu)


def test_the_auditor_reads_the_case_without_evidence_or_contact(enter):
    held = complaints.named(S.CONCLUDED)
    held.attachments.add(sites.stored("complaint.attachment"))
    page = enter(people.actor(Role.AUDITOR)).get(f"{BASE}/{held.uid}/")
    assert (page.status_code, labels(page), list(page.context["files"])) == (200, [], [])


def test_evidence_is_for_those_who_handle_it():
    held = complaints.complaint()
    assert held.site is not None
    sent, found = sites.stored("complaint.attachment"), sites.stored("complaint.material")
    held.attachments.add(sent)
    held.materials.add(found)
    readers = (
        people.actor(Role.CLERK), people.actor(Role.DIRECTOR), people.actor(Role.AUDITOR), people.actor(Role.PROVINCE),
        people.actor(Role.CLERK, people.center("370200")), sites.staff(held.site.organization), VISITOR,
    )  # fmt: skip
    for stored in (sent, found):
        assert [may_read(each, stored) for each in readers] == [True, True, False, False, False, False, False]
        assert is_sensitive(stored)


@pytest.mark.parametrize(("result", "offered"), [("substantiated", True), ("partly", True), ("unfounded", False)])
def test_violation_from_a_proven_complaint(enter, result, offered):
    held = complaints.named(S.CONCLUDED, result=result)
    page = enter(people.actor(Role.DIRECTOR)).get(f"{BASE}/{held.uid}/")
    links = {button.label: button.url for button in page.context["buttons"]}
    assert links.get("据此登记违规") == (f"/sites/violations/new/?complaint={held.uid}" if offered else None)


def test_no_violation_without_a_site(enter):
    held = complaints.complaint(S.CONCLUDED, site=None, place="某校")
    assert labels(enter(people.actor(Role.DIRECTOR)).get(f"{BASE}/{held.uid}/")) == []


def test_worklist_by_role():
    received, accepted, investigated = (complaints.complaint(each) for each in (S.RECEIVED, S.ACCEPTED, S.INVESTIGATED))
    complaints.complaint(S.CONCLUDED)
    found = {
        role: [row.url for row in waiting(people.actor(role))]
        for role in (Role.CLERK, Role.DIRECTOR, Role.SITE, Role.AUDITOR)
    }
    assert found == {
        Role.CLERK: [f"{BASE}/{each.uid}/" for each in (received, accepted)],
        Role.DIRECTOR: [f"{BASE}/{investigated.uid}/"],
        Role.SITE: [],
        Role.AUDITOR: [],
    }
    (row,) = waiting(people.actor(Role.DIRECTOR))
    assert row.due is not None
    assert row.due.day == investigated.due_on


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("kind", "recipient__name"))


def test_reminders_by_day_and_state():
    clerk, director = people.actor(Role.CLERK).name, people.actor(Role.DIRECTOR).name
    with clock.at(FRIDAY):
        today = clock.today()
        near, far = today + 3 * DAY, today + 20 * DAY
        complaints.complaint(acceptance_due=near, due_on=far)
        complaints.complaint(acceptance_due=far, due_on=far)
        complaints.complaint(S.INVESTIGATED, acceptance_due=far, due_on=near)
        complaints.complaint(S.ACCEPTED, acceptance_due=far, due_on=today - DAY)
        complaints.complaint(S.CONCLUDED, due_on=today - DAY)
        assert (tasks.remind(), tasks.remind()) == (4, 0)
    assert told() == sorted(
        [
            ("complaint_due", clerk),
            ("complaint_due", director),
            ("complaint_overdue", clerk),
            ("complaint_overdue", director),
        ]
    )


def test_no_reminder_on_a_day_off():
    people.actor(Role.CLERK)
    with clock.at(FRIDAY + DAY):
        complaints.complaint()
        assert tasks.remind() == 0
