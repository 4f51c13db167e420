"""Conditions on question sets (4.1). Each function returns every unmet one."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from exams.papers.models import Draw, Opening, QuestionPart, QuestionSet
from sdzx.accounts.models import User
from sdzx.catalogue.models import Specification
from sdzx.clauses import enforces
from sdzx.personnel.models import Person
from sdzx.workflow import Blocker

_Kind = QuestionPart.Kind
REQUIRED = (_Kind.PAPER, _Kind.STANDARD)
PDF_ONLY = frozenset({_Kind.PAPER, _Kind.STANDARD, _Kind.KEY})
UNTIL_RELEASE = frozenset({_Kind.PAPER, _Kind.KEY})
_Status = QuestionSet.Status
WORKING = frozenset({_Status.DRAFT, _Status.REVIEWED, _Status.RETURNED})


@enforces("4.1")
def unfit_experts(
    *, writers: Iterable[Person], reviewers: Iterable[Person], experts: Iterable[Person]
) -> list[Blocker]:
    """Writers and reviewers are valid experts of the pool, and nobody reviews what they wrote."""
    writing, reviewing, valid = list(writers), list(reviewers), set(experts)
    found = []
    if not writing:
        found.append(Blocker("请指定命题专家。", clause="4.1", field="writers"))
    if both := sorted(person.name for person in set(writing) & set(reviewing)):
        found.append(Blocker(f"{'、'.join(both)}参与命题，不能同时审题，请另选审题专家。", "4.1", "reviewers"))
    for field, people in (("writers", writing), ("reviewers", reviewing)):
        found += [
            Blocker(f"{person.name}今天没有有效的专家资格，请到队伍名册核对。", clause="5.3", field=field)
            for person in people
            if person not in valid
        ]
    return found


@enforces("4.1")
def unreviewable(question_set: QuestionSet, *, experts: Iterable[Person]) -> list[Blocker]:
    """What is missing before a set counts as reviewed: its experts, two parts, a specification in force."""
    reviewers = list(question_set.reviewers.all())
    found = unfit_experts(writers=question_set.writers.all(), reviewers=reviewers, experts=experts)
    if not reviewers:
        found.append(Blocker("请指定审题专家（不能是命题人）。", clause="4.1", field="reviewers"))
    have = {part.kind for part in question_set.parts.all()}
    found += [Blocker(f"请上传{kind.label}。", clause="4.1") for kind in REQUIRED if kind not in have]
    return found + outdated(question_set)


@enforces("4.1")
def outdated(question_set: QuestionSet) -> list[Blocker]:
    """The specification must be the one in force."""
    specification = question_set.specification
    if specification.status == Specification.Status.IN_FORCE:
        return []
    return [Blocker(f"“{specification}”不是现行考核规范，请按现行规范重新命题。", clause="4.1", field="specification")]


@enforces("4.1")
def unrecordable(*, number: str, on: datetime.date, filed_on: datetime.date, taken: bool) -> list[Blocker]:
    """A filing needs a number of its own, and a date not before the set was sent."""
    found = []
    if not number.strip():
        found.append(Blocker("请填写备案号。", clause="4.1", field="number"))
    if taken:
        found.append(Blocker(f"备案号“{number}”已用于另一套题卷。", clause="4.1", field="number"))
    if on < filed_on:
        found.append(Blocker("备案日期不能早于报备日期。", clause="4.1", field="on"))
    return found


@enforces("4.1")
def unusable_set(question_set: QuestionSet) -> list[Blocker]:
    """Only what the province has recorded may be used, and only until it is retired."""
    if question_set.status == _Status.USABLE and question_set.filing_number:
        return []
    state = question_set.get_status_display()
    return [Blocker(f"抽取的题卷当前为“{state}”，未经省中心备案或已停用，不得使用。请重新抽题。", clause="4.1")]


@enforces("4.1")
def undrawable(session: Any, sets: Sequence[QuestionSet], *, moment: datetime.datetime) -> list[Blocker]:
    """A draw needs a published session that has not begun, no draw with a usable set yet, and sets to draw from."""
    found = []
    if session.status != "published":
        state = session.get_status_display()
        found.append(Blocker(f"场次当前为“{state}”，只有已发布、尚未开始的场次可以抽题。", clause="4.1"))
    drawn = Draw.objects.filter(session=session).select_related("question_set").first()
    if drawn and not unusable_set(drawn.question_set):
        found.append(Blocker("该场次已经抽题，不能重抽。", clause="4.1"))
    if drawn and drawn.release_at <= moment:
        found.append(Blocker("该场次的题卷已到启封时间，不能重抽。", clause="4.1"))
    if not sets:
        name = session.specification
        found.append(Blocker(f"没有“{name}”的已备案可用题卷，请先命题并报省中心备案。", clause="4.1"))
    return found


@enforces("4.1")
def unrequestable(part: QuestionPart, *, moment: datetime.datetime) -> list[Blocker]:
    """A part of a filed set rests with the province; a paper or key stays sealed until the release of its draw."""
    question_set = part.question_set
    if question_set.status == _Status.FILED:
        return [Blocker("题卷正在省中心备案，备案期间不能启封。", clause="4.1")]
    if part.kind not in UNTIL_RELEASE or question_set.status in WORKING:
        return []
    draws = [draw for draw in question_set.draws.select_related("session") if draw.session.status != "cancelled"]
    later = [draw.release_at for draw in draws if draw.release_at > moment]
    if later:
        return [Blocker(f"{part.get_kind_display()}尚未到启封时间，不能启封。", clause="4.1")]
    if not draws:
        return [Blocker(f"题卷尚未被任何场次抽取，{part.get_kind_display()}不能启封。", clause="4.1")]
    return []


@enforces("4.1")
def unapprovable(opening: Opening, *, person: User, moment: datetime.datetime) -> list[Blocker]:
    """The second person is another one, approves once, and only what may be opened then."""
    found = []
    if opening.requested_by_id == person.pk:
        found.append(Blocker("启封须由两人办理：您是申请人，请由另一名命题管理人员或中心主任批准。", clause="4.1"))
    if opening.approved_at is not None:
        found.append(Blocker("这份启封申请已经批准。", clause="4.1"))
    return found + unrequestable(opening.part, moment=moment)


@enforces("4.1")
def unreadable(part: QuestionPart, *, person: User, moment: datetime.datetime) -> list[Blocker]:
    """A part is read by the two who opened it, within the window, and a paper or key not before its release."""
    mine = [each for each in part.openings.all() if person.pk in (each.requested_by_id, each.approved_by_id)]
    live = [each for each in mine if each.expires_at and each.expires_at > moment]
    if live:
        return unrequestable(part, moment=moment)
    if any(each.expires_at for each in mine):
        return [Blocker("启封的查看时限已过，请重新申请。", clause="4.1")]
    return [Blocker("没有经两人办理的启封记录，不能查看题卷。请先申请启封。", clause="4.1")]
