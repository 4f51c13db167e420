"""Naming the panel, evaluating, concluding, deciding (2.3)."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.applications.models import Application
from sites.evaluations import documents, services
from sites.evaluations.models import Evaluation, Panel
from sites.offline.saves import NoLongerOpen, Stale
from tests.factories import catalogue, people, sites
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
S = Application.Status


def kinds(app: Application) -> list[str]:
    return [each.kind for each in app.documents.all()]


def told(app: Application) -> list[str]:
    return sorted(Notice.objects.filter(subject_id=app.pk).values_list("recipient__name", flat=True))


def expert(evaluation: Evaluation) -> Actor:
    return people.actor(Role.EXPERT, person=evaluation.member.person.user)


def evaluations(app: Application) -> list[Evaluation]:
    """The leader's first."""
    return list(Evaluation.objects.filter(member__panel__application=app).order_by("member__id"))


def values(evaluation: Evaluation, **given: Any) -> dict[str, Any]:
    filled = {"marks": {"A1": 8, "A2": None}, "remarks": {"A1": "齐全", "A2": ""}, "verdicts": {"X": True, "Y": None}}
    return {**filled, "comment": "尚可", **given}


@pytest.mark.clause("2.3")
def test_name_panel_opens_evaluations_sends_letter_and_notices() -> None:
    app, members = sites.accepted(), sites.experts()
    host = sites.staff(app.organization)
    visit = clock.today() + datetime.timedelta(days=5)
    services.name_panel(app, by=people.actor(Role.CLERK), members=members, leader=members[1], visit_on=visit)
    panel = Panel.objects.get(application=app)
    assert (app.status, panel.visit_on, panel.starts_at) == (S.PANEL_NAMED, visit, datetime.time(9))
    assert [member.person for member in panel.members.filter(leads=True)] == [members[1]]
    assert [each.status for each in evaluations(app)] == ["invited"] * 3
    assert kinds(app) == ["panel"]
    assert told(app) == sorted([host.name, *(person.name for person in members)])


@pytest.mark.clause("2.3")
def test_name_panel_of_two_is_refused() -> None:
    app, members = sites.accepted(), sites.experts(2)
    with pytest.raises(Refused):
        services.name_panel(
            app, by=people.actor(Role.CLERK), members=members, leader=members[0], visit_on=clock.today()
        )
    assert not Panel.objects.filter(application=app).exists()


def test_record_visit() -> None:
    app = sites.panel_named()
    services.record_visit(app, by=people.actor(Role.CLERK), visited_on=clock.today())
    assert (app.status, app.panel.visited_on) == (S.VISITED, clock.today())


def test_record_visit_in_the_future_is_refused() -> None:
    app = sites.panel_named()
    with pytest.raises(Refused, match="不能晚于今天"):
        services.record_visit(app, by=people.actor(Role.CLERK), visited_on=clock.today() + datetime.timedelta(days=1))


def test_save_keeps_a_half_filled_draft() -> None:
    evaluation = evaluations(sites.panel_named())[0]
    by = expert(evaluation)
    photo = sites.stored("draft", "现场.pdf")
    photo.uploaded_by = by.user
    photo.save()
    services.save(evaluation, by=by, photos=[photo], **values(evaluation))
    evaluation.refresh_from_db()
    assert (evaluation.marks, evaluation.remarks, evaluation.verdicts) == ({"A1": 8}, {"A1": "齐全"}, {"X": True})
    assert [each.kind for each in evaluation.photos.all()] == ["evaluation.photo"]
    assert [entry.after for entry in entries_of(evaluation)] == [{"marked": 1, "photos": 1}]


@pytest.mark.parametrize("marks", [{"A1": 11}, {"A1": -1}])
def test_save_marks_outside_the_scale_is_refused(marks: dict[str, int]) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    with pytest.raises(Refused, match="0至10"):
        services.save(evaluation, by=expert(evaluation), **values(evaluation, marks=marks))


@pytest.mark.clause("2.3")
@pytest.mark.parametrize(
    ("status", "sentence"), [("invited", "请先在评估页面确认参加"), ("recused", "已退出"), ("replaced", "已更换")]
)
def test_save_before_accepting_or_after_leaving_is_refused(status: str, sentence: str) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    Evaluation.objects.filter(pk=evaluation.pk).update(status=status)
    with pytest.raises(Refused, match=sentence):
        services.save(evaluation, by=expert(evaluation), **values(evaluation))


def test_save_of_a_colleague_is_refused() -> None:
    app = sites.judged()
    one, two, _ = evaluations(app)
    with pytest.raises(Refused, match="只能填写自己的评估"):
        services.save(two, by=expert(one), **values(two))


def test_save_once_submitted_is_refused() -> None:
    evaluation = evaluations(sites.judged())[0]
    with pytest.raises(Refused, match="不能修改"):
        services.save(evaluation, by=expert(evaluation), **values(evaluation))


def test_submit_by_the_centre_is_refused() -> None:
    evaluation = sites.fill(evaluations(sites.visited())[0], "draft")
    nobody = Actor(role=Role.EXPERT)
    with pytest.raises(Refused, match="只能填写自己的评估"):
        services.submit(evaluation, by=nobody)


@pytest.mark.clause("2.3")
def test_submit_incomplete_is_refused() -> None:
    evaluation = evaluations(sites.visited())[0]
    with pytest.raises(Refused) as refusal:
        services.submit(evaluation, by=expert(evaluation))
    assert len(refusal.value.blockers) == 12


def test_submit_complete() -> None:
    evaluation = sites.fill(evaluations(sites.visited())[0], "draft")
    services.submit(evaluation, by=expert(evaluation))
    assert (evaluation.status, evaluation.submitted_at is not None) == ("submitted", True)
    assert [entry.after["total"] for entry in entries_of(evaluation)] == [100]


@pytest.mark.clause("2.3")
def test_colleagues_see_marks_only_when_all_have_submitted() -> None:
    app = sites.visited()
    one, two, three = evaluations(app)
    by = expert(one)
    sites.fill(one)
    sites.fill(two)
    assert list(Evaluation.objects.visible_to(by)) == [one]
    sites.fill(three)
    assert set(Evaluation.objects.visible_to(by)) == {one, two, three}
    assert list(Evaluation.objects.visible_to(Actor(role=Role.EXPERT))) == []


def test_write_conclusion_by_the_leader() -> None:
    app = sites.visited()
    leader, *_ = [sites.fill(each) for each in evaluations(app)]
    services.write_conclusion(leader, by=expert(leader), conclusion="conditional", opinion="整改消防后设立")
    panel = Panel.objects.get(application=app)
    assert (panel.conclusion, panel.opinion) == ("conditional", "整改消防后设立")
    assert [entry.after for entry in entries_of(app)] == [{"conclusion": "建议整改后设立"}]


@pytest.mark.clause("2.3")
def test_write_conclusion_before_all_have_submitted_is_refused() -> None:
    leader = evaluations(sites.visited())[0]
    sites.fill(leader)
    with pytest.raises(Refused) as refusal:
        services.write_conclusion(leader, by=expert(leader), conclusion="recommended", opinion="好")
    assert [blocker.clause for blocker in refusal.value.blockers] == ["2.3", "2.3"]


def test_write_conclusion_by_a_member_is_refused() -> None:
    member = evaluations(sites.judged())[1]
    with pytest.raises(Refused, match="由专家组组长填写"):
        services.write_conclusion(member, by=expert(member), conclusion="recommended", opinion="好")


def test_write_conclusion_once_summed_up_is_refused() -> None:
    leader = evaluations(sites.evaluated())[0]
    with pytest.raises(Refused, match="已汇总"):
        services.write_conclusion(leader, by=expert(leader), conclusion="recommended", opinion="好")


@pytest.mark.clause("2.3")
def test_conclude_before_the_conclusion_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        services.conclude(sites.visited(), by=people.actor(Role.CLERK))
    assert len(refusal.value.blockers) == 4


@pytest.mark.clause("2.3")
def test_report_of_an_unfinished_evaluation_is_refused() -> None:
    with pytest.raises(Refused, match="尚未提交评估"):
        documents.report_context(sites.visited().panel, number="1")


def test_names() -> None:
    app = sites.panel_named()
    assert str(app.panel) == f"{app.organization.name} 专家评估组"
    assert str(sites.panel_draw(app)) == f"{app.organization.name} 专家抽取"


def test_conclude_freezes_the_report() -> None:
    app = sites.judged()
    services.conclude(app, by=people.actor(Role.CLERK))
    assert (app.status, kinds(app)) == (S.EVALUATED, ["report"])


def test_approve_decides_each_project_and_tells() -> None:
    app = sites.evaluated(projects=[catalogue.project(), catalogue.project()])
    bureau, host = people.actor(Role.BUREAU), sites.staff(app.organization)
    one, two = app.projects.all()
    decisions = {one.pk: (True, ""), two.pk: (False, "工位不足")}
    services.approve(app, by=people.actor(Role.DIRECTOR), decisions=decisions)
    assert app.status == S.APPROVED
    assert [(row.decision, row.reason) for row in app.projects.all()] == [("approved", ""), ("refused", "工位不足")]
    assert told(app) == sorted([bureau.name, host.name])


@pytest.mark.clause("2.3")
def test_approve_without_a_complete_evaluation_is_refused() -> None:
    app = sites.evaluated()
    evaluation = evaluations(app)[2]
    evaluation.status = "draft"
    evaluation.save()
    with pytest.raises(Refused, match="尚未提交评估"):
        services.approve(app, by=people.actor(Role.DIRECTOR), decisions={app.projects.get().pk: (True, "")})


def test_approve_by_the_clerk_is_refused() -> None:
    app = sites.evaluated()
    with pytest.raises(Refused, match="不能执行"):
        services.approve(app, by=people.actor(Role.CLERK), decisions={app.projects.get().pk: (True, "")})


def test_refuse_sends_the_letter_and_files_the_case() -> None:
    app = sites.evaluated()
    host = sites.staff(app.organization)
    services.refuse(app, by=people.actor(Role.DIRECTOR), ground="场地：消防不合格")
    assert (app.status, kinds(app), told(app)) == (S.REFUSED, ["refused"], [host.name])
    assert [row.decision for row in app.projects.all()] == ["refused"]
    assert Case.objects.filter(kind="application", subject_id=app.pk).exists()


@pytest.mark.clause("2.3")
def test_refuse_without_a_complete_evaluation_is_refused() -> None:
    app = sites.evaluated()
    Panel.objects.filter(application=app).update(conclusion="")
    with pytest.raises(Refused, match="评估结论"):
        services.refuse(app, by=people.actor(Role.DIRECTOR), ground="不合格")


def test_evaluation_path() -> None:
    evaluation = evaluations(sites.panel_named())[0]
    assert services.evaluation_path(evaluation) == f"/sites/evaluations/{evaluation.uid}/"


def saved(evaluation: Evaluation, **values: Any) -> Evaluation:
    given = {"marks": {"A1": 8}, "remarks": {}, "verdicts": {}, "comment": "", "photos": None}
    return services.save(evaluation, by=expert(evaluation), **{**given, **values})


def test_save_under_one_key_is_kept_once() -> None:
    (one, *_) = evaluations(sites.visited())
    saved(one, key="key-00000001", base=0)
    saved(one, key="key-00000001", base=0, marks={"A1": 1})
    one.refresh_from_db()
    assert (one.revision, one.marks) == (1, {"A1": 8})
    assert [entry.label for entry in entries_of(one)] == ["填写评估"]


def test_save_from_an_older_base_is_stale_and_changes_nothing() -> None:
    (one, *_) = evaluations(sites.visited())
    saved(one, key="key-00000001", base=0)
    with pytest.raises(Stale, match="另一台设备"):
        saved(one, key="key-00000002", base=0, marks={"A1": 1})
    one.refresh_from_db()
    assert one.marks == {"A1": 8}


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, portrait(400, 300), "image/jpeg")


def test_add_photo_under_one_key_is_kept_once_and_saving_leaves_it() -> None:
    (one, *_) = evaluations(sites.visited())
    for _ in range(2):
        services.add_photo(one, by=expert(one), upload=photo(), key="photo-000001")
    saved(one)
    assert one.photos.count() == 1


def test_add_photo_refused_when_there_are_enough_or_once_submitted(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _ = evaluations(sites.visited())
    monkeypatch.setattr(services, "MOST_PHOTOS", 0)
    with pytest.raises(Refused, match="最多0张"):
        services.add_photo(first, by=expert(first), upload=photo(), key="photo-000001")
    sites.fill(second)
    with pytest.raises(NoLongerOpen):
        services.add_photo(second, by=expert(second), upload=photo(), key="photo-000001")
