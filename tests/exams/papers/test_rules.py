"""Conditions on question sets."""

import datetime

import pytest

from exams.papers import rules, services
from exams.papers.models import QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Specification
from tests.factories import papers, people, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.1")]
HOUR = datetime.timedelta(hours=1)


def sentences(found) -> list[str]:
    return [blocker.sentence for blocker in found]


def experts():
    return services.experts_of(people.center())


def test_unfit_experts_valid_and_separate_pass() -> None:
    one, two = papers.expert(), papers.expert()
    assert rules.unfit_experts(writers=[one], reviewers=[two], experts=experts()) == []


def test_unfit_experts_names_every_problem() -> None:
    one = papers.expert(name="钱多多")
    found = rules.unfit_experts(writers=[one], reviewers=[one], experts=[])
    assert [(blocker.clause, blocker.field) for blocker in found] == [
        ("4.1", "reviewers"), ("5.3", "writers"), ("5.3", "reviewers"),
    ]  # fmt: skip
    assert found[0].sentence == "钱多多参与命题，不能同时审题，请另选审题专家。"


def test_unfit_experts_without_writer() -> None:
    assert sentences(rules.unfit_experts(writers=[], reviewers=[], experts=[])) == ["请指定命题专家。"]


def test_unreviewable_complete_set_passes() -> None:
    assert rules.unreviewable(papers.question_set("draft"), experts=experts()) == []


def test_unreviewable_empty_set_names_all() -> None:
    made = papers.question_set("draft", parts=(), experts=False)
    Specification.objects.update(status="superseded")
    made.specification.refresh_from_db()
    assert sentences(rules.unreviewable(made, experts=experts())) == [
        "请指定命题专家。", "请指定审题专家（不能是命题人）。", "请上传考核试卷。", "请上传评分标准。",
        f"“{made.specification}”不是现行考核规范，请按现行规范重新命题。",
    ]  # fmt: skip


def test_unrecordable_names_every_problem() -> None:
    filed = datetime.date(2026, 4, 2)
    found = rules.unrecordable(number=" ", on=datetime.date(2026, 4, 1), filed_on=filed, taken=True)
    assert [blocker.field for blocker in found] == ["number", "number", "on"]
    assert rules.unrecordable(number="鲁备1", on=filed, filed_on=filed, taken=False) == []


@pytest.mark.parametrize("status", QuestionSet.Status.values)
def test_unusable_set_only_usable_passes(status: str) -> None:
    assert (rules.unusable_set(papers.question_set(status)) == []) == (status == "usable")


def test_undrawable_published_session_passes() -> None:
    session = sessions.session("published")
    assert rules.undrawable(session, [papers.question_set()], moment=clock.now()) == []


def test_undrawable_names_every_problem() -> None:
    session = sessions.session("running")
    assert sentences(rules.undrawable(session, [], moment=clock.now())) == [
        "场次当前为“考核中”，只有已发布、尚未开始的场次可以抽题。", "该场次已经抽题，不能重抽。",
        "该场次的题卷已到启封时间，不能重抽。",
        f"没有“{session.specification}”的已备案可用题卷，请先命题并报省中心备案。",
    ]  # fmt: skip


def test_undrawable_retired_set_may_be_replaced() -> None:
    session = sessions.session("published")
    papers.draw(session, of=papers.question_set("retired", spec=session.specification))
    assert rules.undrawable(session, [papers.question_set()], moment=clock.now()) == []


def paper_of(status: str = "usable") -> QuestionPart:
    return papers.question_set(status).parts.get(kind="paper")


def test_unrequestable_filed_set_rests_with_province() -> None:
    assert sentences(rules.unrequestable(paper_of("filed"), moment=clock.now())) == [
        "题卷正在省中心备案，备案期间不能启封。"
    ]


def test_unrequestable_draft_is_open_to_work() -> None:
    assert rules.unrequestable(paper_of("draft"), moment=clock.now()) == []


def test_unrequestable_standard_leaves_before_release() -> None:
    part = papers.question_set().parts.get(kind="standard")
    assert rules.unrequestable(part, moment=clock.now()) == []


def test_unrequestable_undrawn_paper_stays_sealed() -> None:
    assert sentences(rules.unrequestable(paper_of(), moment=clock.now())) == [
        "题卷尚未被任何场次抽取，考核试卷不能启封。"
    ]


def test_unrequestable_until_release_and_not_after() -> None:
    part, session = paper_of(), sessions.session("published")
    drawn = papers.draw(session, of=part.question_set)
    before, at = drawn.release_at - HOUR, drawn.release_at
    assert sentences(rules.unrequestable(part, moment=before)) == ["考核试卷尚未到启封时间，不能启封。"]
    assert rules.unrequestable(part, moment=at) == []


def test_unrequestable_released_paper_drawn_again_is_sealed_again() -> None:
    part = paper_of()
    papers.draw(sessions.session("ended", drawn=False), of=part.question_set)
    papers.draw(sessions.session("published"), of=part.question_set)
    assert len(rules.unrequestable(part, moment=clock.now())) == 1


def test_unrequestable_cancelled_session_does_not_count() -> None:
    part = paper_of()
    papers.draw(sessions.session("cancelled"), of=part.question_set)
    assert sentences(rules.unrequestable(part, moment=clock.now())) == ["题卷尚未被任何场次抽取，考核试卷不能启封。"]


def test_unapprovable_by_the_same_person_or_twice() -> None:
    one, two = people.user(), people.user()
    fresh, done = papers.opening(paper_of("draft"), requested_by=one), None
    assert rules.unapprovable(fresh, person=two, moment=clock.now()) == []
    done = papers.opening(paper_of("draft"), requested_by=one, approved_by=two)
    assert [text[:6] for text in sentences(rules.unapprovable(done, person=one, moment=clock.now()))] == [
        "启封须由两人", "这份启封申请",
    ]  # fmt: skip


def test_unreadable_without_opening() -> None:
    part, person = paper_of("draft"), people.user()
    papers.opening(part, requested_by=person)
    expected = ["没有经两人办理的启封记录，不能查看题卷。请先申请启封。"]
    assert sentences(rules.unreadable(part, person=person, moment=clock.now())) == expected


def test_unreadable_after_the_window() -> None:
    part, person = paper_of("draft"), people.user()
    papers.opening(part, requested_by=person, approved_by=people.user(), hours=1)
    assert rules.unreadable(part, person=person, moment=clock.now()) == []
    assert sentences(rules.unreadable(part, person=person, moment=clock.now() + 2 * HOUR)) == [
        "启封的查看时限已过，请重新申请。"
    ]


def test_unreadable_by_a_third_person() -> None:
    part = paper_of("draft")
    papers.opening(part, requested_by=people.user(), approved_by=people.user())
    third = people.actor(Role.CUSTODIAN).user
    assert len(rules.unreadable(part, person=third, moment=clock.now())) == 1


def test_unreadable_paper_before_release_despite_opening() -> None:
    part, person, session = paper_of(), people.user(), sessions.session("published")
    papers.draw(session, of=part.question_set)
    papers.opening(part, requested_by=person, approved_by=people.user())
    assert sentences(rules.unreadable(part, person=person, moment=clock.now())) == [
        "考核试卷尚未到启封时间，不能启封。"
    ]
