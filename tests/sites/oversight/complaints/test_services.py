"""Complaints through their services: who is told, what the trace says, and what stays hidden."""

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sdzx import clock
from sdzx.accounts.actors import SYSTEM, VISITOR
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.identifiers import verify
from sdzx.notifications.models import Notice
from sdzx.workdays import calendar
from sdzx.workdays.calendar import Table, add_workdays
from sdzx.workflow import Refused
from sites.oversight.complaints import services
from sites.oversight.complaints.models import Complaint
from tests.factories import complaints, people, sites

pytestmark = pytest.mark.django_db
S = Complaint.Status
DAY = datetime.timedelta(days=1)
MARCH = datetime.datetime(2026, 3, 9, 2, tzinfo=datetime.UTC)  # a Monday
SECRETS = ("赵大勇", "13905310001", "zhao@example.com")
WHO = {"anonymous": False, "name": "赵大勇", "phone": "139 0531 0001", "email": "zhao@example.com"}


def filed(**values: Any) -> services.Receipt:
    given = {"category": "cheating", "facts": complaints.FACTS, **values}
    return services.file_complaint(by=VISITOR, **given)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_file_about_a_site():
    site = sites.site()
    clerk, director = people.actor(Role.CLERK), people.actor(Role.DIRECTOR)
    people.actor(Role.CLERK, people.center("370200"))
    host = sites.staff(site.organization)
    proof = sites.stored("draft", "照片.pdf")
    receipt = filed(site=site, place="别处", attachments=[proof])
    complaint = receipt.complaint
    assert (complaint.center, complaint.about, complaint.place) == (site.center, site.name, "")
    assert [each.kind for each in complaint.attachments.all()] == ["complaint.attachment"]
    assert (complaint.acceptance_due, complaint.due_on) == tuple(add_workdays(clock.today(), n).day for n in (5, 30))
    assert told("complaint_filed") == sorted([clerk.name, director.name])
    assert host.name not in told("complaint_filed")


def test_file_about_a_place_in_a_city():
    complaint = filed(place=" 某培训班 ", center=people.center("370200")).complaint
    assert (complaint.center.code, complaint.about, str(complaint)) == (
        "370200",
        "某培训班",
        f"投诉举报 {complaint.number}",
    )


def test_numbers_run_by_city_and_check_themselves():
    first, second = (filed(place="某校", center=people.center()).complaint.number for _ in range(2))
    other = filed(place="某校", center=people.center("370200")).complaint.number
    year = clock.today().year
    assert [each[:-2] for each in (first, second, other)] == [
        f"TS-3701-{year}-000001",
        f"TS-3701-{year}-000002",
        f"TS-3702-{year}-000001",
    ]
    assert all(verify(each.replace("-", "")) for each in (first, second, other))


@pytest.mark.clause("5.1")
@pytest.mark.clause("5.4")
def test_file_without_facts_or_place_is_refused():
    with pytest.raises(Refused) as refused:
        filed(facts="不好", happened_on=clock.today() + datetime.timedelta(days=1))
    assert [each.field for each in refused.value.blockers] == ["site", "center", "facts", "happened_on"]
    assert not Complaint.objects.exists()


def test_file_for_others_than_the_public_is_refused():
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.file_complaint(
            by=people.actor(Role.SITE), category="fees", facts=complaints.FACTS, place="某校", center=people.center()
        )


def test_code_is_kept_only_as_a_hash():
    receipt = filed(place="某校", center=people.center())
    row = Complaint.objects.filter(pk=receipt.complaint.pk).values().get()
    assert len(receipt.code) == 10
    assert receipt.code not in json.dumps(row, default=str)
    assert receipt.code not in "".join(json.dumps(each, default=str) for each in Entry.objects.values())


def test_followed_needs_both_and_cannot_be_told_apart():
    receipt, other = (filed(place="某校", center=people.center()) for _ in range(2))
    number = receipt.complaint.number
    assert services.followed(number, receipt.code) == receipt.complaint
    assert [
        services.followed(number, other.code),
        services.followed("TS-1", receipt.code),
        services.followed(number, ""),
    ] == [None] * 3


def test_cleaned():
    assert services.cleaned(" ts—3701-2026 ") == "TS-3701-2026"


@pytest.mark.clause("5.1")
def test_nobody_reads_who_complained_in_trace_or_notice():
    site = sites.site()
    clerk, director = people.actor(Role.CLERK), people.actor(Role.DIRECTOR)
    complaint = filed(site=site, **WHO).complaint
    assert (complaint.name, complaint.phone, complaint.email) == SECRETS
    services.accept(complaint, by=clerk)
    services.investigate(complaint, by=clerk, findings=complaints.FINDINGS)
    services.read_contact(complaint, by=clerk)
    services.conclude(complaint, by=director, result="substantiated", answer=complaints.ANSWER)
    written = [*Entry.objects.values(), *Notice.objects.values()]
    text = json.dumps(written, default=str, ensure_ascii=False)
    assert [each for each in SECRETS if each in text] == []
    assert [entry.verb for entry in entries_of(complaint)] == [
        "complaint.file", "complaint.accept", "complaint.investigate", "complaint.read_contact", "complaint.conclude",
    ]  # fmt: skip


@pytest.mark.clause("5.1")
@pytest.mark.parametrize(
    ("status", "role", "act"),
    [
        (S.RECEIVED, Role.CLERK, lambda held, by, text: services.refuse(held, by=by, ground=text)),
        (S.ACCEPTED, Role.CLERK, lambda held, by, text: services.investigate(held, by=by, findings=text)),
        (S.INVESTIGATED, Role.DIRECTOR, lambda held, by, text: services.send_back(held, by=by, ground=text)),
        (S.INVESTIGATED, Role.DIRECTOR, lambda held, by, text: services.conclude(held, by=by, result="partly", answer=text)),
        (S.RECEIVED, Role.CLERK, lambda held, by, text: services.transfer(held, by=by, center=people.center("370200"), ground=text)),
    ],
)  # fmt: skip
def test_a_text_that_names_the_complainant_is_refused(status, role, act):
    held = complaints.named(status)
    with pytest.raises(Refused, match="举报人身份须保密"):
        act(held, people.actor(role), "已向举报人赵大勇核实有关情况。")
    held.refresh_from_db()
    assert held.status == status


def test_refuse_with_its_ground():
    held = complaints.complaint()
    services.refuse(held, by=people.actor(Role.CLERK), ground=" 不属本中心管辖 ")
    assert (held.status, held.refusal) == (S.NOT_ACCEPTED, "不属本中心管辖")
    assert held.is_open is False


@pytest.mark.clause("5.1")
def test_refuse_without_a_ground_is_refused():
    with pytest.raises(Refused, match="理由"):
        services.refuse(complaints.complaint(), by=people.actor(Role.CLERK), ground=" ")


def test_investigate_tells_the_director():
    held = complaints.complaint(S.ACCEPTED)
    clerk, director = people.actor(Role.CLERK), people.actor(Role.DIRECTOR)
    proof = sites.stored("draft", "笔录.pdf")
    StoredFile.objects.filter(pk=proof.pk).update(uploaded_by=clerk.user)
    services.investigate(held, by=clerk, findings=complaints.FINDINGS, materials=[proof])
    assert (held.status, [each.kind for each in held.materials.all()]) == (S.INVESTIGATED, ["complaint.material"])
    assert told("complaint_investigated") == [director.name]


@pytest.mark.clause("5.1")
def test_investigate_without_findings_is_refused():
    with pytest.raises(Refused, match="调查结果至少写10个字"):
        services.investigate(complaints.complaint(S.ACCEPTED), by=people.actor(Role.CLERK), findings="查了")


def test_send_back_tells_the_clerk():
    held = complaints.complaint(S.INVESTIGATED)
    clerk = people.actor(Role.CLERK)
    services.send_back(held, by=people.actor(Role.DIRECTOR), ground="请补充考生笔录")
    assert (held.status, told("complaint_sent_back")) == (S.ACCEPTED, [clerk.name])
    assert "请补充考生笔录" in Notice.objects.get().body


@pytest.mark.clause("5.1")
def test_conclude_is_the_directors():
    held = complaints.complaint(S.INVESTIGATED)
    with pytest.raises(Refused, match="不能执行"):
        services.conclude(held, by=people.actor(Role.CLERK), result="partly", answer=complaints.ANSWER)
    services.conclude(held, by=people.actor(Role.DIRECTOR), result="partly", answer=f" {complaints.ANSWER} ")
    assert (held.status, held.get_result_display(), held.answer) == (S.CONCLUDED, "部分属实", complaints.ANSWER)


@pytest.mark.clause("5.1")
def test_conclude_without_a_result_is_refused():
    with pytest.raises(Refused, match="请选择结论"):
        services.conclude(
            complaints.complaint(S.INVESTIGATED), by=people.actor(Role.DIRECTOR), result="?", answer=complaints.ANSWER
        )


@pytest.mark.clause("5.1")
def test_conclude_before_the_findings_is_refused():
    with pytest.raises(Refused, match="当前状态为“已受理”"):
        services.conclude(complaints.complaint(S.ACCEPTED), by=people.actor(Role.DIRECTOR), result="partly", answer="x")


def test_transfer_hands_over_wholly():
    site, clerk, there = sites.site(), people.actor(Role.CLERK), people.actor(Role.CLERK, people.center("370200"))
    receipt = filed(site=site)
    held = receipt.complaint
    services.transfer(held, by=clerk, center=people.center("370200"), ground="考点搬到青岛")
    assert (held.center.code, held.site, held.about, held.status) == ("370200", None, site.name, S.RECEIVED)
    visible = [Complaint.objects.visible_to(each).exists() for each in (clerk, there)]
    assert visible == [False, True]
    assert there.name in told("complaint_filed")
    assert services.followed(held.number, receipt.code) == held
    last = entries_of(held).last()
    assert last is not None
    assert (last.verb, last.ground, last.center) == ("complaint.transfer", "考点搬到青岛", people.center())


@pytest.mark.clause("5.1")
def test_transfer_after_acceptance_is_refused():
    with pytest.raises(Refused, match="受理后不能再转办"):
        services.transfer(
            complaints.complaint(S.ACCEPTED),
            by=people.actor(Role.CLERK),
            center=people.center("370200"),
            ground="属青岛",
        )


@pytest.mark.parametrize(
    "role", [each for each in Role if each not in (Role.CLERK, Role.DIRECTOR, Role.VISITOR, Role.SYSTEM)]
)
def test_contact_is_for_those_who_handle_it(role):
    held = complaints.named()
    assert held.site is not None
    organisation = held.site.organization if role == Role.SITE else None
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.read_contact(held, by=people.actor(role, organisation=organisation))


def test_contact_of_another_city_is_refused():
    with pytest.raises(Refused, match="没有找到"):
        services.read_contact(complaints.named(), by=people.actor(Role.DIRECTOR, people.center("370200")))


def test_contact_read_is_traced():
    held = complaints.named(email="zhao@example.com")
    by = people.actor(Role.DIRECTOR)
    assert services.read_contact(held, by=by) == services.Contact(*SECRETS)
    last = entries_of(held).last()
    assert last is not None
    assert (last.verb, last.actor_name, last.after) == ("complaint.read_contact", by.name, {})


def holidays(*days: datetime.date) -> Table:
    """The calendar as it stands, with more days off."""
    known = calendar.current()
    return Table(special={**known.special, **dict.fromkeys(days, True)}, versions=known.versions)


def test_recompute_due_changes_open_complaints_only():
    with clock.at(MARCH):
        held = filed(place="某校", center=people.center()).complaint
        closed = filed(place="某校", center=people.center()).complaint
        services.refuse(closed, by=people.actor(Role.CLERK), ground="不属本中心管辖")
        before = (held.acceptance_due, held.due_on)
        with calendar.using(holidays(MARCH.date() + DAY)):
            changes = services.recompute_due(SYSTEM)
            assert services.recompute_due(SYSTEM) == []
    held.refresh_from_db()
    assert [change.subject for change in changes] == [str(held)]
    assert (held.acceptance_due, held.due_on) > before
    last = entries_of(held).last()
    assert last is not None
    assert last.verb == "complaint.recompute_due"


def test_recompute_due_counts_acceptance_from_the_transfer():
    with clock.at(MARCH):
        held = filed(place="某校", center=people.center()).complaint
    with clock.at(MARCH + 3 * DAY):
        services.transfer(held, by=people.actor(Role.CLERK), center=people.center("370200"), ground="属青岛")
        due = held.acceptance_due
        with calendar.using(holidays(MARCH.date() + DAY)):
            (change,) = services.recompute_due(SYSTEM)
        held.refresh_from_db()
        services.accept(held, by=people.actor(Role.CLERK, people.center("370200")))
        with calendar.using(holidays(MARCH.date() + DAY, MARCH.date() + 4 * DAY)):
            services.recompute_due(SYSTEM)
    held.refresh_from_db()
    assert (held.acceptance_due, held.due_on > change.after) == (due, True)


def test_a_site_sees_none():
    held = complaints.complaint(S.CONCLUDED)
    assert held.site is not None
    seen = {
        role: Complaint.objects.visible_to(people.actor(role, organisation=held.site.organization if role == Role.SITE else None)).exists()
        for role in (Role.SITE, Role.BUREAU, Role.ARRANGER, Role.ARCHIVIST, Role.CLERK, Role.DIRECTOR, Role.AUDITOR, Role.PROVINCE)
    }  # fmt: skip
    assert [role for role, sees in seen.items() if sees] == [Role.CLERK, Role.DIRECTOR, Role.AUDITOR, Role.PROVINCE]


@pytest.mark.parametrize(
    ("status", "values"),
    [
        (S.RECEIVED, {"site": None}), (S.RECEIVED, {"name": "赵大勇"}), (S.RECEIVED, {"phone": "1"}), (S.NOT_ACCEPTED, {"refusal": ""}),
        (S.INVESTIGATED, {"findings": ""}), (S.CONCLUDED, {"result": ""}), (S.CONCLUDED, {"answer": ""}),
    ],
)  # fmt: skip
def test_database_refuses(status, values):
    with pytest.raises(IntegrityError, match="complaint_"), transaction.atomic():
        complaints.complaint(status, **values)
