"""Rules of dispatch, on values as far as they go."""

import dataclasses
import datetime

import pytest

from exams.dispatch import rules
from exams.dispatch.items import ITEMS
from exams.dispatch.models import Assignment, Incident
from exams.dispatch.pool import circumstances
from exams.registration.models import Registration
from exams.sessions.models import Session
from tests.factories import dispatch, people, personnel, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def said(blockers):
    return [blocker.sentence for blocker in blockers]


@pytest.fixture
def session():
    return sessions.session(Session.Status.PUBLISHED, candidates=2)


@pytest.fixture
def examiner(session):
    return personnel.qualified(project=session.project, user=True)


def test_unsuitable_nobody_tied(session, examiner):
    assert rules.unsuitable(examiner, circumstances(session)) == []


@pytest.mark.clause("4.3")
def test_unsuitable_employed_by_host(session):
    held = personnel.qualified(project=session.project, employer=session.site.organization)
    host = session.site.organization.name
    assert said(rules.unsuitable(held, circumstances(session))) == [
        f"{held.person.name}的工作单位是“{host}”，应当回避。"
    ]


@pytest.mark.clause("5.3")
def test_unsuitable_expired_and_wrong_project(session):
    held = personnel.qualified(valid_to=datetime.date(2024, 12, 31))
    found = said(rules.unsuitable(held, circumstances(session)))
    assert len(found) == 2
    assert "有效期" in found[0]
    assert session.project.name in found[1]


@pytest.mark.clause("4.3")
def test_unsuitable_employed_by_candidates_unit(session, examiner):
    unit = people.organization()
    Registration.objects.filter(seat__session=session).update(unit=unit)
    examiner.person.employer, examiner.person.employer_name = unit, unit.name
    assert said(rules.unsuitable(examiner, circumstances(session))) == [
        f"{examiner.person.name}的工作单位是“{unit.name}”，应当回避。"
    ]


@pytest.mark.clause("4.3")
def test_unsuitable_employer_written_by_candidate(session, examiner):
    Registration.objects.filter(seat__session=session).update(employer_name="  济南一厂 ")
    examiner.person.employer_name = "济南一厂"
    assert said(rules.unsuitable(examiner, circumstances(session))) == [
        f"{examiner.person.name}的工作单位“济南一厂”有考生参加本场次，应当回避。"
    ]


@pytest.mark.clause("4.3")
def test_unsuitable_declared_relation_to_unit(session, examiner):
    unit = people.organization()
    Registration.objects.filter(seat__session=session).update(unit=unit)
    personnel.recusal(examiner.person, unit)
    assert said(rules.unsuitable(examiner, circumstances(session))) == [
        f"{examiner.person.name}已声明与“{unit.name}”有关联（近亲属任职），应当回避。"
    ]


@pytest.mark.clause("4.3")
def test_unsuitable_is_candidate(session, examiner):
    Registration.objects.filter(pk=session.seats.first().registration_id).update(
        document_index=examiner.person.document_index
    )
    assert said(rules.unsuitable(examiner, circumstances(session))) == [
        f"{examiner.person.name}是本场次的考生，不能参加考评或督导。"
    ]


@pytest.mark.clause("4.3")
def test_unsuitable_busy_elsewhere(session, examiner):
    other = sessions.session(Session.Status.PUBLISHED, starts_at=session.starts_at + datetime.timedelta(hours=1))
    dispatch.assignment(other, qualification=examiner, status=Assignment.Status.ACCEPTED)
    assert said(rules.unsuitable(examiner, circumstances(session))) == [
        f"{examiner.person.name}在同一时间已被派遣到场次{other.number}。"
    ]


@pytest.mark.parametrize("status", [Assignment.Status.DECLINED, Assignment.Status.CANCELLED])
def test_unsuitable_declined_elsewhere_is_free(session, examiner, status):
    other = sessions.session(Session.Status.PUBLISHED, starts_at=session.starts_at)
    dispatch.assignment(other, qualification=examiner, status=status)
    assert rules.unsuitable(examiner, circumstances(session)) == []


@pytest.mark.clause("4.3")
def test_not_invitable_every_reason():
    session = sessions.session(Session.Status.DRAFT)
    expert = personnel.qualified("expert", project=session.project)
    around = dataclasses.replace(circumstances(session), engaged=frozenset({expert.person.pk}))
    assert said(rules.not_invitable(expert, session, around)) == [
        "场次当前“编排中”，只有已发布、尚未开始的场次可以办理派遣和答复。",
        "派遣的只能是考评员或督导员。",
        f"{expert.person.name}已在本场次的派遣名单中。",
        f"{expert.person.name}还没有登录账号，无法答复派遣；请先在人员登记册中关联账号。",
    ]


def test_not_invitable_fit(session, examiner):
    assert rules.not_invitable(examiner, session, circumstances(session)) == []


@pytest.mark.clause("4.3")
def test_not_admissible_wrong_card_wrong_day_wrong_state():
    session = sessions.session(Session.Status.DRAFT)
    held = dispatch.assignment(session, status=Assignment.Status.ACCEPTED)
    found = rules.not_admissible(held, "EX-0", circumstances(session), session.day - DAY)
    assert said(found) == [
        f"证卡编号与{held.person.name}的登记不符，请核对证卡与本人。",
        f"考核日期为{session.day:%Y-%m-%d}，到岗登记只能在当天办理。",
        "场次当前“编排中”，不能办理到岗登记。",
    ]
    assert found[0].field == "card_number"


def test_not_admissible_right_card(session):
    held = dispatch.assignment(session, status=Assignment.Status.ACCEPTED)
    card = held.qualification.card_number
    assert rules.not_admissible(held, card, circumstances(session), session.day) == []


@pytest.mark.parametrize(
    ("typed", "same"), [("EX000001", True), (" ｅｘ000-001 ", True), ("EX000002", False), ("", False), ("  ", False)]
)
def test_same_card(typed, same):
    assert rules.same_card(typed, "EX000001") is same


def test_needed_takes_the_larger(session):
    session.specification.examiners = 5
    assert rules.needed(session, 3) == 5
    assert rules.needed(session, 7) == 7


@pytest.mark.clause("4.3")
def test_understaffed_too_few(session):
    present = dispatch.staffed(session, examiners=2, supervisors=0)
    assert said(rules.understaffed(session, present, 3, circumstances(session))) == [
        "到岗考评员2人，至少需要3人。",
        "到岗督导员0人，至少需要1人。",
    ]


@pytest.mark.clause("4.3")
def test_understaffed_no_longer_fit(session):
    present = dispatch.staffed(session)
    personnel.recusal(present[0].person, session.site.organization)
    assert len(rules.understaffed(session, present, 3, circumstances(session))) == 1


def test_understaffed_enough(session):
    assert rules.understaffed(session, dispatch.staffed(session), 3, circumstances(session)) == []


def test_drawn_same_seed_any_order():
    cards = [f"EX{number:04d}" for number in range(20)]
    first = rules.drawn("a1", cards, 3)
    assert first == rules.drawn("a1", list(reversed(cards)), 3)
    assert len(set(first)) == 3
    assert first != rules.drawn("a2", cards, 3)


def test_drawn_is_fair():
    cards = [f"EX{number}" for number in range(5)]
    counts = dict.fromkeys(cards, 0)
    for seed in range(2000):
        counts[rules.drawn(str(seed), cards, 1)[0]] += 1
    assert all(320 < count < 480 for count in counts.values())


@pytest.mark.clause("4.3")
def test_not_drawable(session, examiner):
    assert said(rules.not_drawable([], 0, "考评员")) == ["本场次考评员已足额，不需要再抽取。"]
    assert said(rules.not_drawable([examiner], 3, "考评员")) == [
        "还需要考评员3人，合格且可派的只有1人；请补充登记人员或调整场次。"
    ]
    assert rules.not_drawable([examiner], 1, "考评员") == []


@pytest.mark.clause("4.3")
def test_unreported_empty():
    found = rules.unreported({}, {}, " ", "")
    assert len(found) == len(ITEMS) + 2
    assert [blocker.field for blocker in found[-2:]] == ["summary", "rating"]


@pytest.mark.clause("5.1")
def test_unreported_no_without_note():
    answers = {item.code: "yes" for item in ITEMS} | {ITEMS[0].code: "no", ITEMS[1].code: "no"}
    found = rules.unreported(answers, {ITEMS[0].code: "座位间距不足"}, "良好", "good")
    assert said(found) == [f"第2项“{ITEMS[1].text}”选了“否”，请写明情况。"]


@pytest.mark.clause("5.1")
def test_not_reportable_every_reason():
    session = sessions.session(Session.Status.DRAFT)
    found = rules.not_reportable(session, against="candidate", has_seat=False, has_person=False, belongs=False)
    assert said(found) == [
        "场次当前“编排中”，不能登记违纪违规。", "请选择涉及的考生。", "所选的考生或人员不属于本场次。"
    ]  # fmt: skip


def test_not_reportable_staff_unnamed(session):
    found = rules.not_reportable(session, against="staff", has_seat=False, has_person=False, belongs=True)
    assert [blocker.field for blocker in found] == ["person"]
    assert rules.not_reportable(session, against="site", has_seat=False, has_person=False, belongs=True) == []


@pytest.mark.clause("5.1")
def test_not_closable_without_evidence(session):
    incident = dispatch.incident(session)
    assert said(rules.not_closable(incident, Incident.Outcome.WARNED, None, 0)) == [
        "作出处理须有证据：请先补充照片、录像截图或书面说明。"
    ]
    assert rules.not_closable(incident, Incident.Outcome.NONE, None, 0) == []


@pytest.mark.clause("5.1")
def test_not_closable_disqualify(session):
    incident = dispatch.incident(session)
    registration = incident.seat.registration
    outcome = Incident.Outcome.DISQUALIFIED
    assert said(rules.not_closable(incident, outcome, None, 1)) == ["只有涉及考生的违纪才能“取消本次成绩”。"]
    registration.status = Registration.Status.CERTIFIED
    assert said(rules.not_closable(incident, outcome, registration, 1)) == [
        f"考生{registration.name}当前“已发证”，不能取消本次成绩；已发证的请办理证书撤销。"
    ]
    registration.status = Registration.Status.PRESENT
    assert rules.not_closable(incident, outcome, registration, 1) == []


def test_not_open_only_published():
    statuses = [status for status in Session.Status if not rules.not_open(Session(status=status))]
    assert statuses == [Session.Status.PUBLISHED]
