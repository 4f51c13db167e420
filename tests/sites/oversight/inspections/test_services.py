"""An inspection from its arrangement to its end, and who is told."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.archive.registry import contents_of
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.offline.saves import Stale
from sites.oversight.inspections import filing, services
from sites.oversight.inspections.models import Checklist, Inspection
from tests.factories import inspections, people, sessions, sites
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
S = Inspection.Status


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def arrange(site=None, by=None, **values):
    given = {
        "announced": True, "scheduled_on": clock.today(), "reason": "年度检查", "inspectors": inspections.team(), **values,
    }  # fmt: skip
    return services.open_inspection(site or sites.site(), by=by or people.actor(Role.CLERK), **given)


def draft(by: Actor, name="现场.jpg"):
    from sdzx.files import services as files

    return StoredFile.objects.get(pk=files.store(portrait(), name=name, kind="draft", by=by).pk)


def answers(inspection, value="yes"):
    return {
        item["code"]: {"value": value, "remark": ""} for item in inspection.checklist.items if item["kind"] == "yes_no"
    }


def test_open_takes_a_number_the_checklist_in_use_and_tells_both():
    site, by = sites.site(), people.actor(Role.ARRANGER)
    staff = sites.staff(site.organization)
    own = inspections.checklist(site.center, Checklist.Status.IN_USE)
    made = arrange(site, by)
    assert (made.status, made.checklist, made.number) == (S.PLANNED, own, f"济南专考检〔{clock.today().year}〕1号")
    assert told("inspection_assigned") == sorted(each.user.name for each in made.inspectors.all())
    assert told("inspection_announced") == [staff.name]
    entry = entries_of(made).get()
    assert (entry.label, entry.ground, entry.after["announced"]) == ("安排检查", "年度检查", True)
    assert Inspection.objects.visible_to(staff).get() == made


@pytest.mark.clause("5.1")
def test_unannounced_is_hidden_from_the_site_until_carried_out():
    site = sites.site()
    staff = sites.staff(site.organization)
    made = arrange(site, announced=False)
    assert told("inspection_announced") == []
    assert not Inspection.objects.visible_to(staff).exists()
    services.cancel(made, by=people.actor(Role.CLERK), ground="改期")
    assert not Inspection.objects.visible_to(staff).exists()
    assert staff.name not in told("inspection_cancelled")
    Inspection.objects.update(status=S.CARRIED_OUT, carried_out_on=clock.today())
    assert Inspection.objects.visible_to(staff).get() == made


def test_open_for_a_session_keeps_its_number_and_asks_for_its_day():
    session = sessions.session("published", candidates=1)
    made = arrange(session.site, session=session.uid, scheduled_on=session.day)
    assert (made.session, made.session_title) == (session.uid, session.number)
    with pytest.raises(Refused, match="所选场次不在该考点举行"):
        arrange(sites.site(), session=session.uid)
    with pytest.raises(Refused, match="检查日期应为当日"):
        arrange(session.site, session=session.uid, scheduled_on=session.day + datetime.timedelta(days=1))


@pytest.mark.clause("5.1")
def test_open_refused_names_everything_and_takes_no_number():
    with pytest.raises(Refused) as refused:
        arrange(inspectors=inspections.team()[:1], reason="", scheduled_on=clock.today() - datetime.timedelta(days=1))
    assert [each.field for each in refused.value.blockers] == ["scheduled_on", "reason", "inspectors"]
    with pytest.raises(Refused, match="不能进行这项操作"):
        arrange(by=people.actor(Role.CONFIRMER))
    with pytest.raises(Refused, match="不属于您所在的中心"):
        arrange(by=people.actor(Role.CLERK, people.center("370200")))
    assert arrange().number.endswith("1号")


def test_save_keeps_what_there_is_and_its_photos():
    made = inspections.planned()
    by = inspections.inspector(made)
    first, second = draft(by), draft(by, "二.jpg")
    services.save(made, by=by, answers={"A1": {"value": "yes", "remark": ""}, "A2": {"value": "", "remark": ""}}, summary="在场",
                  photos={"A1": [first, second]})  # fmt: skip
    assert (made.answers, made.summary, made.revision) == ({"A1": {"value": "yes", "remark": ""}}, "在场", 1)
    services.save(made, by=by, answers={}, summary="", photos={"A1": [second]})
    assert [(each.code, each.file) for each in made.photos.all()] == [("A1", second)]
    services.save(made, by=by, answers={}, summary="")
    assert made.photos.count() == 1
    assert [entry.label for entry in entries_of(made)] == ["填写检查表"] * 3


def test_save_is_for_the_inspectors_of_a_planned_one():
    made = inspections.planned()
    with pytest.raises(Refused, match="只有这次检查的检查人员"):
        services.save(made, by=people.actor(Role.CLERK), answers={}, summary="")
    by = inspections.inspector(made)
    with pytest.raises(Refused, match="不在可选范围内"):
        services.save(made, by=by, answers={"A1": {"value": "good", "remark": ""}}, summary="")
    Inspection.objects.update(status=S.CARRIED_OUT, carried_out_on=clock.today())
    with pytest.raises(Refused, match="检查已检查待签字，不能再修改"):
        services.save(made, by=by, answers={}, summary="")


def test_save_over_a_newer_one_is_stale_and_the_same_save_counts_once():
    made = inspections.planned()
    one, two = inspections.inspector(made), inspections.inspector(made, 1)
    for _ in range(2):
        services.save(made, by=one, answers={}, summary="甲", base=0, key="save-one")
    assert made.revision == 1
    for key in ("save-two", ""):
        with pytest.raises(Stale):
            services.save(made, by=two, answers={}, summary="乙", base=0, key=key)
    services.save(made, by=two, answers={}, summary="乙", base=1, key="save-two")
    assert (made.summary, made.revision) == ("乙", 2)


@pytest.mark.clause("5.1")
def test_carry_out_by_an_inspector_when_complete():
    made = inspections.planned()
    staff = sites.staff(made.site.organization)
    by, day = inspections.inspector(made, 1), clock.today()
    with pytest.raises(Refused) as refused:
        services.carry_out(made, by=by, carried_out_on=day + datetime.timedelta(days=1))
    assert len(refused.value.blockers) == 1 + len(made.checklist.items)
    inspections.fill(made, {"A2": ("poor", "设备损坏。")})
    with pytest.raises(Refused, match="只有这次检查的检查人员"):
        services.carry_out(made, by=people.actor(Role.DIRECTOR), carried_out_on=day)
    services.carry_out(made, by=by, carried_out_on=day)
    assert (made.status, told("inspection_to_sign")) == (S.CARRIED_OUT, [staff.name])
    assert entries_of(made).last().after["findings"] == ["A2"]


def test_cancel_tells_the_site_of_an_announced_one():
    made = inspections.planned()
    staff = sites.staff(made.site.organization)
    services.cancel(made, by=people.actor(Role.DIRECTOR), ground="台风")
    assert made.status == S.CANCELLED
    assert staff.name in told("inspection_cancelled")
    assert "台风" in Notice.objects.filter(kind="inspection_cancelled").first().body


@pytest.mark.clause("5.1")
def test_sign_freezes_the_record_and_asks_the_director():
    made = inspections.carried_out()
    director, staff = people.actor(Role.DIRECTOR), sites.staff(made.site.organization)
    with pytest.raises(Refused, match=r"考点签字人姓名.*无异议"):
        services.sign(made, by=staff, representative="", opinion="")
    services.sign(made, by=staff, representative="李明", opinion="无异议")
    assert (made.status, made.document.kind) == (S.SIGNED, "inspection.record")
    assert made.document.media_type == "application/pdf"
    assert told("inspection_to_close") == [director.name]


@pytest.mark.clause("5.1")
def test_refusal_to_sign_is_recorded_by_an_inspector_with_its_ground():
    made = inspections.carried_out()
    with pytest.raises(Refused, match="只有这次检查的检查人员"):
        services.record_refusal(made, by=people.actor(Role.CLERK), ground="拒签")
    by = inspections.inspector(made)
    with pytest.raises(Refused, match="请填写“登记拒绝签字”的理由"):
        services.record_refusal(made, by=by, ground=" ")
    services.record_refusal(made, by=by, ground="负责人离场。")
    assert (made.status, made.refusal, made.document is not None) == (S.SIGNED, "负责人离场。", True)


@pytest.mark.clause("5.2")
def test_close_tells_and_files_record_and_photos():
    made = inspections.signed()
    staff, director = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    services.close(made, by=director, result="passed")
    assert (made.status, made.get_result_display()) == (S.CLOSED, "合格")
    assert staff.name in told("inspection_closed")
    case = Case.objects.get(kind="inspection")
    assert (case.event_on, case.organization) == (made.carried_out_on, made.site.organization)
    assert case.items.filter(kind=filing.RECORD).count() == 1
    assert case.items.filter(kind=filing.PHOTO).count() == 1  # the same picture counts once
    held = contents_of(case)
    assert held.subject(case) == made
    assert [(each.kind, each.required) for each in held.requirements(made)] == [
        (filing.RECORD, True), (filing.PHOTO, False),
    ]  # fmt: skip


@pytest.mark.clause("5.4")
def test_close_with_a_pass_over_a_serious_finding_is_refused():
    made = inspections.signed(faults={"B2": ("no", "另收费。")})
    with pytest.raises(Refused, match="重点项B2不符合"):
        services.close(made, by=people.actor(Role.DIRECTOR), result="passed")
    services.close(made, by=people.actor(Role.DIRECTOR), result="violation", conclusion="立案处理。")
    assert made.conclusion == "立案处理。"


def test_filing_before_the_signature_is_a_mistake_of_the_code():
    with pytest.raises(ValueError, match="has not been signed"):
        filing.archive(inspections.planned(), by=people.actor(Role.DIRECTOR))


@pytest.mark.parametrize(
    "values", [{"status": S.CARRIED_OUT}, {"status": S.SIGNED, "opinion": ""}, {"status": S.CLOSED, "result": ""}]
)
def test_database_refuses_states_without_what_they_rest_on(values):
    made = inspections.closed()
    given = {"carried_out_on": None, **values} if values["status"] == S.CARRIED_OUT else values
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=made.pk).update(**given)
