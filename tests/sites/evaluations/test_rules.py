"""Panels, evaluations and decisions (2.3)."""

import datetime
from typing import Any

import pytest

from sdzx import clock
from sites.evaluations import rules
from sites.evaluations.models import Evaluation, Panel
from tests.factories import catalogue, people, personnel, sites

pytestmark = pytest.mark.django_db


def sentences(found: list[Any]) -> list[str]:
    return [blocker.sentence for blocker in found]


def a_panel(**values: Any) -> Panel:
    return sites.panel(sites.accepted(), **values)


def first(panel: Panel) -> Evaluation:
    return Evaluation.objects.filter(member__panel=panel).order_by("member__id").first()


@pytest.mark.clause("2.3")
def test_panel_of_three_valid_experts_is_fit() -> None:
    app, members = sites.accepted(), sites.experts()
    assert rules.panel_unfit(app, members, members[0], clock.today(), clock.today()) == []


@pytest.mark.clause("2.3")
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (2, ["专家组至少3人，现为2人。", "专家组人数应为单数，现为2人。"]),
        (4, ["专家组人数应为单数，现为4人。"]),
        (5, []),
    ],
)
def test_panel_is_odd_and_large_enough(count: int, expected: list[str]) -> None:
    app, members = sites.accepted(), sites.experts(count)
    assert sentences(rules.panel_unfit(app, members, members[0], clock.today(), clock.today())) == expected


@pytest.mark.clause("2.3")
def test_panel_leader_outside_and_visit_in_the_past_are_refused() -> None:
    app, members = sites.accepted(), sites.experts()
    stranger = sites.experts(1)[0]
    yesterday = clock.today() - datetime.timedelta(days=1)
    found = rules.panel_unfit(app, members, stranger, yesterday, clock.today())
    assert [blocker.field for blocker in found] == ["leader", "visit_on"]
    assert [blocker.field for blocker in rules.panel_unfit(app, members, None, clock.today(), clock.today())] == [
        "leader"
    ]


@pytest.mark.clause("2.3")
@pytest.mark.clause("5.3")
def test_experts_unfit_are_named_with_every_reason() -> None:
    app = sites.accepted()
    expired = personnel.qualified("expert", user=True, valid_to=datetime.date(2025, 1, 1)).person
    offline = personnel.qualified("expert").person
    employed = personnel.qualified("expert", user=True, employer=app.organization).person
    named = personnel.qualified("expert", user=True).person
    named.employer_name = app.organization.name
    named.save()
    elsewhere = personnel.qualified("expert", user=True, project=catalogue.project()).person
    related = personnel.qualified("expert", user=True).person
    personnel.recusal(related, app.organization)
    assert sentences(
        rules.experts_unfit(app, [expired, offline, employed, named, elsewhere, related], clock.today())
    ) == [
        f"{expired.name}在考察当日没有有效的专家资格，证卡有效期至2025-01-01。",
        f"{offline.name}没有登录账号，无法填写评估。",
        f"{employed.name}在申请单位任职，应当回避。",
        f"{named.name}在申请单位任职，应当回避。",
        f"{elsewhere.name}登记的评估项目不含本次申请的任何项目。",
        f"{related.name}与申请单位有利害关系（近亲属任职），应当回避。",
    ]


@pytest.mark.clause("2.3")
def test_visit_neither_in_the_future_nor_before_the_panel() -> None:
    panel, today, day = a_panel(), clock.today(), datetime.timedelta(days=1)
    assert rules.visit_unfit(panel, today, today) == []
    assert sentences(rules.visit_unfit(panel, today + day, today)) == ["实际考察日期不能晚于今天。"]
    assert sentences(rules.visit_unfit(panel, today - day, today)) == ["实际考察日期不能早于组建专家组的日期。"]


@pytest.mark.parametrize(("mark", "wrong"), [(0, 0), (10, 0), (11, 1), (-1, 1), ("9", 1), (None, 0)])
def test_marks_stay_within_their_scale(mark: Any, wrong: int) -> None:
    assert len(rules.marks_wrong(a_panel(), {"A1": mark})) == wrong


@pytest.mark.clause("2.3")
def test_evaluation_complete_has_no_blockers() -> None:
    evaluation = sites.fill(first(a_panel()), Evaluation.Status.DRAFT)
    assert rules.evaluation_incomplete(evaluation, clock.today()) == []


@pytest.mark.clause("2.3")
def test_evaluation_empty_names_everything_missing() -> None:
    panel = a_panel(visit_on=clock.today() + datetime.timedelta(days=1))
    evaluation = first(panel)
    code = panel.application.projects.get().project.code
    found = rules.evaluation_incomplete(evaluation, clock.today())
    marks = [f"mark_{item['code']}" for item in panel.rubric.items]
    assert [blocker.field for blocker in found] == ["", *marks, f"verdict_{code}", "comment"]


@pytest.mark.clause("2.3")
def test_evaluation_veto_item_at_zero_rules_out_every_project() -> None:
    evaluation = sites.fill(first(a_panel()), Evaluation.Status.DRAFT)
    evaluation.marks["A1"] = 0
    assert sentences(rules.evaluation_incomplete(evaluation, clock.today())) == [
        "一票否决项“依法登记，业务范围与申请项目相符”为0分，各项目不能为“同意”。"
    ]
    evaluation.verdicts = dict.fromkeys(evaluation.verdicts, False)
    assert rules.evaluation_incomplete(evaluation, clock.today()) == []


@pytest.mark.clause("2.3")
def test_conclusion_waits_for_every_member_and_the_leader() -> None:
    assert sentences(rules.conclusion_missing(None)) == ["尚未组建专家评估组。"]
    panel = a_panel()
    evaluations = list(Evaluation.objects.filter(member__panel=panel).order_by("id"))
    sites.fill(evaluations[0])
    sites.fill(evaluations[1])
    last = evaluations[2].member.person.name
    assert sentences(rules.conclusion_missing(panel)) == [
        f"{last}尚未提交评估；全体专家提交后才能继续。",
        "专家组组长尚未填写评估结论。",
    ]
    sites.fill(evaluations[2])
    panel.conclusion = "recommended"
    assert rules.conclusion_missing(panel) == []


@pytest.mark.clause("2.3")
def test_decision_each_project_and_reasons() -> None:
    app = sites.evaluated(projects=[catalogue.project(), catalogue.project()])
    one, two = app.projects.all()
    assert rules.decision_unfit(app, {one.pk: (True, ""), two.pk: (False, "工位不足")}, "") == []
    assert [each.field for each in rules.decision_unfit(app, {}, "")] == [f"decision_{one.pk}", f"decision_{two.pk}"]
    found = rules.decision_unfit(app, {one.pk: (False, "无设备"), two.pk: (False, "")}, "")
    assert [each.field for each in found] == [f"reason_{two.pk}", ""]


@pytest.mark.clause("2.3")
def test_decision_against_the_panel_says_why() -> None:
    app = sites.evaluated()
    Panel.objects.filter(application=app).update(conclusion="not_recommended")
    decisions = {app.projects.get().pk: (True, "")}
    assert [each.field for each in rules.decision_unfit(app, decisions, "")] == ["note"]
    assert rules.decision_unfit(app, decisions, "已整改并复核") == []


@pytest.mark.clause("2.3")
def test_decision_without_a_panel_is_refused() -> None:
    app = sites.accepted(people.organization())
    decisions = {app.projects.get().pk: (True, "")}
    assert sentences(rules.decision_unfit(app, decisions, "")) == ["尚未组建专家评估组。"]


@pytest.mark.clause("2.3")
def test_conclusion_needs_the_pass_mark_no_failed_veto_item_and_a_majority() -> None:
    panel = sites.judged().panel
    assert rules.conclusion_unfounded(panel, "recommended") == []
    code = panel.application.projects.get().project.code
    Evaluation.objects.filter(member__panel=panel).update(marks={"A1": 0, "B1": 15}, verdicts={code: False})
    who = "、".join(each.member.person.name for each in rules.sitting(panel))
    assert sentences(rules.conclusion_unfounded(panel, "recommended")) == [
        "平均分15.0低于通过分数80分，不能建议设立。",
        f"一票否决项“依法登记，业务范围与申请项目相符”被{who}评为0分，不能建议设立。",
        "没有一个项目得到多数专家同意，不能建议设立。",
    ]
    assert rules.conclusion_unfounded(panel, "conditional") == []


@pytest.mark.clause("2.3")
def test_conclusion_waits_for_who_has_not_answered_and_for_a_substitute() -> None:
    panel = sites.judged().panel
    first, second, _ = rules.sitting(panel)
    Evaluation.objects.filter(pk=first.pk).update(status="recused")
    Evaluation.objects.filter(pk=second.pk).update(status="invited")
    assert sentences(rules.not_all_submitted(panel)) == [
        f"{first.member.person.name}已退出，尚未更换专家；补齐并全体提交后才能继续。",
        f"{second.member.person.name}尚未确认参加，也未提交评估；全体专家提交后才能继续。",
    ]


@pytest.mark.clause("2.3")
def test_decision_over_a_veto_is_refused_and_below_the_pass_mark_says_why() -> None:
    app = sites.evaluated()
    row = app.projects.get()
    code = row.project.code
    Evaluation.objects.filter(member__panel__application=app).update(marks={"A1": 1}, verdicts={code: False})
    found = rules.decision_unfit(app, {row.pk: (True, "")}, "")
    assert [each.field for each in found] == [f"reason_{row.pk}", "note"]
    assert rules.decision_unfit(app, {row.pk: (True, "已另行考察")}, "整改后复核合格") == []
    Evaluation.objects.filter(member__panel__application=app).update(marks={"A1": 0})
    (refused,) = rules.decision_unfit(app, {row.pk: (True, "已另行考察")}, "整改后复核合格")
    assert refused.sentence.startswith("一票否决项“依法登记，业务范围与申请项目相符”被")
    assert refused.sentence.endswith("评为0分，不能同意设立。")
