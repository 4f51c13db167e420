"""What an inspection needs to be arranged, submitted, signed and closed."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sites.oversight.inspections import rules
from sites.oversight.inspections.candidates import Candidate
from sites.oversight.inspections.models import Inspection
from tests.factories import inspections, people, personnel, sites

pytestmark = pytest.mark.django_db
R = Inspection.Result


def day(plus: int = 0) -> datetime.date:
    return clock.today() + datetime.timedelta(days=plus)


def said(blockers):
    return [(each.sentence, each.clause) for each in blockers]


@pytest.mark.clause("5.1")
def test_fewer_than_two_inspectors_are_refused():
    team = inspections.team()
    assert said(rules.inspectors_unfit(sites.site(), team[:1] * 2, day())) == [
        ("检查人员不得少于2人，现为1人。", "5.1")
    ]
    assert rules.inspectors_unfit(sites.site(), team, day()) == []


@pytest.mark.clause("5.3")
def test_inspector_must_be_of_the_centre_or_hold_a_valid_card_on_the_day():
    lapsed = personnel.qualified("supervisor", user=True, valid_to=day(5)).person.user
    foreign = people.actor(Role.CLERK, people.center("370200")).user
    team = [Candidate(lapsed, "督导员"), Candidate(foreign, "受理")]
    site = sites.site()
    wrong = "在检查当日不是本中心工作人员，也没有有效的督导员、专家资格。"
    assert said(rules.inspectors_unfit(site, team, day(6))) == [
        (f"{lapsed.name}{wrong}", "5.3"),
        (f"{foreign.name}{wrong}", "5.3"),
    ]
    assert said(rules.inspectors_unfit(site, team, day(5))) == [(f"{foreign.name}{wrong}", "5.3")]


@pytest.mark.clause("5.1")
def test_who_is_tied_to_the_host_must_keep_away():
    site = sites.site()
    host = site.organization
    clerk = people.actor(Role.CLERK).user
    people.actor(Role.SITE, organisation=host, person=clerk)
    employed = personnel.qualified("expert", employer=host, user=True).person.user
    named = personnel.qualified("expert", user=True, of=personnel.person(employer_name=host.name)).person.user
    related = personnel.qualified("expert", user=True).person
    personnel.recusal(related, host)
    team = [Candidate(each, "专家") for each in (clerk, employed, named, related.user)]
    reason = related.recusals.get().reason
    assert said(rules.inspectors_unfit(site, team, day())) == [
        (f"{clerk.name}是该单位的人员，应当回避。", "5.1"),
        (f"{employed.name}在该单位任职，应当回避。", "5.1"),
        (f"{named.name}在该单位任职，应当回避。", "5.1"),
        (f"{related.user.name}与该单位有利害关系（{reason}），应当回避。", "5.1"),
    ]
    Membership.objects.filter(user=clerk, role=Role.SITE).update(is_active=False)
    assert len(rules.inspectors_unfit(site, team, day())) == 3


@pytest.mark.clause("5.4")
def test_planning_names_everything_at_once():
    found = rules.planning_unfit(
        sites.revoked_site(),
        scheduled_on=day(-1),
        reason=" ",
        inspectors=inspections.team(),
        session_day=day(),
        day=day(),
    )
    assert [(each.field, each.clause) for each in found] == [
        ("site", "5.4"), ("scheduled_on", "5.1"), ("reason", "5.1"), ("scheduled_on", "5.1"),
    ]  # fmt: skip
    assert rules.planning_unfit(
        sites.suspended_site(), scheduled_on=day(), reason="复查", inspectors=inspections.team(), session_day=day(), day=day()
    ) == []  # fmt: skip


def test_answers_outside_the_choices_are_wrong():
    made = inspections.planned()
    answers = {"A1": {"value": "good"}, "A2": {"value": "good"}, "A3": {"value": ""}}
    assert [each.field for each in rules.answers_wrong(made, answers)] == ["value_A1"]


@pytest.mark.clause("5.1")
def test_checking_incomplete_names_every_item_that_lacks_something():
    made = inspections.planned()
    assert len(rules.checking_incomplete(made)) == len(made.checklist.items)
    inspections.fill(made)
    assert rules.checking_incomplete(made) == []
    made.photos.filter(code="A1").delete()
    del made.answers["A4"]
    made.answers["C1"] = {"value": "na", "remark": ""}
    made.photos.filter(code="C1").delete()
    assert [each.sentence for each in rules.checking_incomplete(made)] == [
        "A1“考核场地与设立申请一致，未擅自变更地址或缩减考场”须有现场照片。",
        "A4“工卡量具在检定有效期内，原材料按准备通知单备齐”还没有检查结果。",
        "C1为“不适用”，请写明不适用的理由。",
    ]
    assert rules.checking_incomplete(made)[0].url.endswith("#item-A1")


@pytest.mark.clause("5.4")
def test_finding_without_its_facts_is_refused():
    made = inspections.carried_out(faults={"B1": ("fair", ""), "C2": ("no", "只有一路摄像头。")})
    assert said(rules.checking_incomplete(made)) == [("B1为“一般”，请写明存在的问题。", "5.4")]


@pytest.mark.clause("5.1")
@pytest.mark.parametrize(
    ("scheduled", "held", "sentence"),
    [
        (1, 0, "当日起才能提交检查结果"),
        (0, 1, "实际检查日期不能晚于今天"),
        (0, -1, "实际检查日期不能早于安排的"),
        (-2, -1, ""),
    ],
)
def test_day_of_checking(scheduled, held, sentence):
    made = inspections.planned(scheduled_on=day(scheduled))
    found = [each.sentence for each in rules.checking_day_unfit(made, day(held), day())]
    assert len(found) == bool(sentence)
    assert all(sentence in each for each in found)


@pytest.mark.clause("5.1")
def test_signature_has_a_name_and_an_opinion():
    assert [each.field for each in rules.signature_unfit(" ", "")] == ["representative", "opinion"]
    assert rules.signature_unfit("李明", "无异议") == []


@pytest.mark.clause("5.4")
def test_result_agrees_with_what_was_found():
    serious = inspections.signed(faults={"B2": ("no", "另收费50元。"), "A2": ("poor", "设备损坏。")})
    assert said(rules.closing_unfit(serious, R.PASSED, "")) == [("重点项B2不符合，检查结果不能为“合格”。", "5.4")]
    assert said(rules.closing_unfit(serious, R.VIOLATION, " ")) == [("请写明处理意见。", "5.4")]
    assert rules.closing_unfit(serious, R.RECTIFY, "十日内整改") == []
    light = inspections.signed(faults={"A2": ("poor", "设备损坏。")})
    assert rules.closing_unfit(light, R.PASSED, "") == []
    clean = inspections.signed()
    assert said(rules.closing_unfit(clean, R.RECTIFY, "整改")) == [
        ("检查表没有记录问题，检查结果只能为“合格”。", "5.4")
    ]
