"""Conditions on sessions."""

import datetime
from dataclasses import replace

import pytest

from exams.sessions import lookups, rules
from exams.sessions.models import PreparationItem, Seat, Session
from sdzx import clock
from sites.registry.models import Publication
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def sentences(found) -> list[str]:
    return [blocker.sentence for blocker in found]


def plan(session: Session | None = None, **values) -> rules.Plan:
    return replace(lookups.plan_of(session or sessions.session()), **values)


@pytest.mark.clause("3.3")
def test_unplannable_good_plan_passes() -> None:
    assert rules.unplannable(plan(), moment=clock.now()) == []


@pytest.mark.clause("5.4")
@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_unready_site_not_active(status: str) -> None:
    site = sessions.site(status=status)
    found = rules.unready_site(site, center_id=site.center_id)
    assert [(blocker.clause, blocker.field) for blocker in found] == [("5.4", "site")]


@pytest.mark.clause("2.4")
def test_unready_site_not_published_and_not_ours() -> None:
    site = sessions.site()
    site.publication.status = Publication.Status.DRAFT
    found = rules.unready_site(site, center_id=people.center("370200").pk)
    assert [blocker.clause for blocker in found] == ["2.4", "3.3"]


@pytest.mark.clause("3.3")
def test_unauthorised_without_or_outside_term() -> None:
    session = sessions.session()
    held = lookups.plan_of(session).authorisation
    assert "未获授权" in sentences(rules.unauthorised(plan(session, authorisation=None)))[0]
    held.valid_to = session.day - DAY
    assert "考核当日不在其中" in sentences(rules.unauthorised(plan(session, authorisation=held)))[0]
    held.valid_from = held.valid_to = session.day
    assert rules.unauthorised(plan(session, authorisation=held)) == []


@pytest.mark.clause("1")
def test_unplannable_withdrawn_project() -> None:
    made = plan()
    made.project.withdrawn_from = made.day
    assert [blocker.clause for blocker in rules.unplannable(made, moment=clock.now())] == ["1"]


@pytest.mark.clause("3.1")
def test_unplannable_names_every_problem_of_the_dates() -> None:
    made = plan()
    backwards = replace(made, ends_at=made.starts_at, days=(made.day + DAY, made.day + 2 * DAY))
    found = rules.unplannable(backwards, moment=made.starts_at)
    assert [(blocker.clause, blocker.field) for blocker in found] == [("3.3", "ends"), ("3.3", "date"), ("3.1", "date")]


@pytest.mark.clause("3.3")
def test_overfull_counts_overlapping_sessions() -> None:
    assert rules.overfull(plan(candidates=10)) == []
    assert rules.overfull(plan(candidates=3, parallel=7)) == []
    assert "可容纳10人，请减少" in sentences(rules.overfull(plan(candidates=11)))[0]
    assert "同时段其他场次已占7个" in sentences(rules.overfull(plan(candidates=4, parallel=7)))[0]


def test_plan_without_authorisation_has_no_room() -> None:
    assert plan(authorisation=None).free == 0


@pytest.mark.clause("3.3")
def test_unseatable_names_every_candidate_and_reason() -> None:
    session = sessions.session()
    good, other = sessions.registration(session.item), sessions.registration(sessions.item())
    draft = sessions.registration(session.item, "submitted")
    assert rules.unseatable([good], session=session, busy={}, seated=()) == []
    found = rules.unseatable([good, other, draft], session=session, busy={good.document_index: "CC1"}, seated=[])
    assert sentences(found) == [
        f"{good.name}在同一时间已安排在场次CC1。", f"{other.name}报名的不是本批次。",
        f"{draft.name}的报名当前为“待审核”，不能安排。",
    ]  # fmt: skip
    assert sentences(rules.unseatable([good], session=session, busy={}, seated=[good.pk])) == [
        f"{good.name}已编入另一场次。"
    ]


@pytest.mark.clause("3.3")
def test_unpublishable_without_candidates() -> None:
    assert sentences(rules.unpublishable(plan(), [], moment=clock.now())) == ["还没有编入考生，请先安排座位。"]
    assert rules.unpublishable(plan(), [Seat()], moment=clock.now()) == []


@pytest.mark.clause("4.2")
def test_unprepared_until_ready() -> None:
    assert sentences(rules.unprepared(None)) == ["准备通知单尚未发出。"]
    sent = sessions.session("published", prepared="acknowledged").preparation
    assert "已签收准备中" in sentences(rules.unprepared(sent))[0]
    assert rules.unprepared(sessions.session("published").preparation) == []


def startable() -> Session:
    return sessions.session("published", starts_at=clock.now() + datetime.timedelta(minutes=60), drawn=True)


@pytest.mark.clause("4.1")
def test_unstartable_ready_session_passes() -> None:
    assert rules.unstartable(startable(), moment=clock.now()) == []


@pytest.mark.clause("4.1")
def test_unstartable_names_every_problem() -> None:
    session = sessions.session("published", prepared="sent", at=None)
    session.site.status = "suspended"
    found = rules.unstartable(session, moment=clock.now())
    assert [blocker.clause for blocker in found] == ["5.4", "4.2", "4.1", "4.2"]


@pytest.mark.clause("4.1")
def test_unstartable_with_retired_set() -> None:
    session = startable()
    session.draw.question_set.status = "retired"
    assert "已停用" in sentences(rules.unstartable(session, moment=clock.now()))[0]


@pytest.mark.clause("4.2")
def test_unready_names_open_and_short_items() -> None:
    items = [
        PreparationItem(name="甲", ready=True),
        PreparationItem(name="乙"),
        PreparationItem(name="丙", ready=False),
    ]
    assert sentences(rules.unready(items)) == ["还没有逐项确认：乙。", "尚未备齐：丙。备齐后再报告，或联系市中心。"]
    assert rules.unready(items[:1]) == []


@pytest.mark.clause("4.3")
def test_unsignable_before_the_hour_and_after_the_end() -> None:
    seat = sessions.session("published", candidates=1).seats.get()
    early = seat.session.starts_at - datetime.timedelta(minutes=61)
    assert sentences(rules.unsignable(seat, "present", moment=early, note="")) == ["开考前60分钟内方可签到。"]
    hour = seat.session.starts_at - datetime.timedelta(minutes=60)
    assert rules.unsignable(seat, "present", moment=hour, note="") == []
    seat.session.status = "ended"
    assert "不能登记到考" in sentences(rules.unsignable(seat, "present", moment=hour, note=""))[0]


@pytest.mark.clause("5.1")
def test_unsignable_present_stays_and_refusal_needs_a_reason() -> None:
    seat = sessions.session("running", candidates=1).seats.get()
    assert [text[-7:] for text in sentences(rules.unsignable(seat, "refused", moment=clock.now(), note=" "))] == [
        "，不能再更改。", "场须写明理由。",
    ]  # fmt: skip


def test_hints_tell_without_forbidding() -> None:
    assert rules.hints(workday=True, sure=True) == []
    assert len(rules.hints(workday=False, sure=False)) == 2
