"""When marks may come from examiners, from a second entry, from a workbook; when papers balance (4.4). Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum

from exams.dispatch.models import Assignment
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.scores.rules import not_editable, sat, scorable, wrong_marks
from exams.scores.sheets.models import ExaminerSheet, PaperCount, SecondEntry
from exams.sessions.models import Seat, Session
from sdzx.accounts.models import User
from sdzx.catalogue.models import SpecificationTask
from sdzx.clauses import enforces
from sdzx.workflow import Blocker

OPEN = (ExaminerSheet.Status.DRAFT, ExaminerSheet.Status.RETURNED)
Difference = tuple[int, str, str, str]  # seat, task position, first mark, second mark; empty where there is none


class Turn(Enum):
    """Which of two independent entries somebody makes."""

    FIRST = 1
    SECOND = 2


@enforces("4.4")
def not_openable(session: Session, sheet: ScoreSheet | None, examiners: Collection[Assignment]) -> list[Blocker]:
    """Examiners' sheets are opened while or after candidates are examined, for those who were there, and before the
    site has typed marks of its own."""
    found = []
    if session.status not in (Session.Status.RUNNING, Session.Status.ENDED):
        found.append(Blocker(f"场次当前“{session.get_status_display()}”，考核开始后才能发放评分表。", "4.4"))
    if not examiners:
        found.append(Blocker("还没有考评员到岗登记，没有人可以评分。", "4.3"))
    if sheet is not None:
        found += not_editable(sheet)
        if not sheet.by_examiners and sheet.entered_by_id:
            found.append(Blocker("考点已录入成绩，不能再改为考评员分别评分。", "4.4"))
    return found


@enforces("4.4")
def not_typed_here(sheet: ScoreSheet) -> list[Blocker]:
    """Where the examiners mark for themselves, nobody types other marks."""
    sentence = "本场次由考评员分别评分，成绩取平均分，考点不能另行录入。"
    return [Blocker(sentence, "4.4")] if sheet.by_examiners else []


@enforces("4.4")
def not_markable(mine: ExaminerSheet, base: int | None) -> list[Blocker]:
    """An examiner's marks change until they are handed in, and from one device at a time."""
    found = not_editable(mine.sheet)
    if mine.status not in OPEN:
        found.append(Blocker(f"评分表当前“{mine.get_status_display()}”，不能修改。", "4.4"))
    elif base is not None and base != mine.version:
        found.append(Blocker("评分表已在另一个页面或另一台设备上保存过，请先刷新页面，核对后再填写。"))
    return found


@enforces("4.4")
def incomplete(
    marks: Mapping[int, Marks], seats: Iterable[Seat], tasks: Sequence[SpecificationTask], step: Decimal
) -> list[Blocker]:
    """Every candidate who gets a score has a right mark of this examiner in every task."""
    rows = list(seats)
    return wrong_marks({seat.pk: marks.get(seat.pk, {}) for seat in rows if scorable(seat)}, rows, tasks, step)


@enforces("4.4")
def not_ended(session: Session) -> list[Blocker]:
    """Nothing is handed in while candidates are still being examined."""
    return [Blocker("考核还没有结束，不能报送成绩。", "4.4")] if session.status == Session.Status.RUNNING else []


@enforces("4.4")
def marking_unfinished(
    sheets: Iterable[ExaminerSheet], scores: Iterable[Score], limit: Decimal, names: Mapping[int, str]
) -> list[Blocker]:
    """The mean stands when every counted examiner has handed in; where they are far apart, somebody says why."""
    waiting = [each.assignment.person.name for each in sheets if each.status in OPEN]
    found = []
    if waiting:
        found.append(Blocker(f"还有{len(waiting)}名考评员没有提交评分表：{'、'.join(waiting)}。", "4.4"))
    apart = [score for score in scores if far_apart(score, limit) and not score.spread_note]
    if apart:
        shown = "、".join(f"{names[score.seat_id]}（{score.spread}分）" for score in apart)
        found.append(Blocker(f"考评员分差超过{limit.normalize():f}分，须先填写分差说明：{shown}。", "4.4"))
    return found


def far_apart(score: Score, limit: Decimal) -> bool:
    """Do the examiners' totals for this candidate lie further apart than the centre lets pass in silence?"""
    return score.spread is not None and score.spread > limit


@enforces("4.4")
def no_turn(sheet: ScoreSheet, second: SecondEntry | None, user: User | None) -> tuple[Turn | None, list[Blocker]]:
    """Whose turn an entry is, where two persons type independently; a third has none."""
    if sheet.entered_by is None or sheet.entered_by == user:
        return Turn.FIRST, []
    if second is None or second.entered_by == user:
        return Turn.SECOND, []
    who = f"{sheet.entered_by.name}、{second.entered_by.name}"
    return None, [Blocker(f"本场次成绩已由{who}分别录入，请在比对页更正不一致之处。", "4.4")]


def differences(
    first: Mapping[int, Mapping[str, str]], second: Mapping[int, Mapping[str, str]], positions: Sequence[str]
) -> list[Difference]:
    """Where two entries say different numbers, or only one says any."""
    found = []
    for seat in sorted({*first, *second}):
        for key in positions:
            one, other = first.get(seat, {}).get(key, ""), second.get(seat, {}).get(key, "")
            if one != other and (not one or not other or Decimal(one) != Decimal(other)):
                found.append((seat, key, one, other))
    return found


@enforces("4.4")
def not_compared(sheet: ScoreSheet, second: SecondEntry | None, differing: Sequence[Difference]) -> list[Blocker]:
    """With double entry: a second person has typed all of it, and both say the same."""
    if sheet.entered_by is None:
        return []  # no scores at all: that is said already
    if second is None:
        return [Blocker("本中心要求双人录入：请由另一人不看已录成绩，从评分记录重新录入一遍。", "4.4")]
    if second.entered_by == sheet.entered_by:
        return [Blocker("两次录入须由不同的人完成。", "4.4")]
    count = len(differing)
    return [Blocker(f"两次录入有{count}处不一致，请在比对页逐处核对更正。", "4.4")] if count else []


@enforces("4.4")
def overtaken(sheet: ScoreSheet, base: int | None, user: User | None) -> list[Blocker]:
    """A page or a workbook made before somebody else changed the scores does not overwrite them."""
    if base is None or base == sheet.version or sheet.entered_by == user:
        return []
    who = sheet.entered_by.name if sheet.entered_by else "其他人"
    return [Blocker(f"这一页（这份工作簿）取出之后，{who}已更改成绩；请重新打开或下载，核对后再填写。", "4.4")]


@enforces("4.4")
def wrong_counts(counts: Mapping[str, tuple[int, int, int]], seats: Collection[Seat]) -> list[Blocker]:
    """Kind by kind {kind: (issued, used, blank)}: what came back is what was given out, and each who sat left one."""
    found, expected = [], sum(map(sat, seats))
    for kind, (issued, used, blank) in counts.items():
        label = PaperCount.Kind(kind).label
        if issued != used + blank:
            sentence = f"{label}发出{issued}份，收回{used + blank}份（已使用{used}，空白{blank}），份数必须相符。"
            found.append(Blocker(sentence, "4.4", field=f"{kind}_issued"))
        if kind in PaperCount.PER_CANDIDATE and used != expected:
            found.append(
                Blocker(f"{label}已使用{used}份，实考{expected}人，份数必须相符。", "4.4", field=f"{kind}_used")
            )
    return found


@enforces("4.4")
def signed_for(sheet: ScoreSheet) -> list[Blocker]:
    """What the centre has signed for is not stated anew."""
    sentence = "试卷已由市中心签收，移交登记不能再修改。"
    return [Blocker(sentence, "4.4")] if sheet.papers_received_at else []


@enforces("4.4")
def not_receivable(sheet: ScoreSheet, count: int, note: str) -> list[Blocker]:
    """The centre signs for papers that were handed over, once; another number than stated needs a word why."""
    if sheet.papers_received_at:
        return [Blocker("试卷已签收，不能重复签收。", "4.4")]
    if sheet.papers_count is None:
        return [Blocker("考点还没有登记试卷移交，不能签收。", "4.4")]
    if count != sheet.papers_count and not note.strip():
        sentence = f"移交{sheet.papers_count}份，签收{count}份：份数不符的，请写明情况。"
        return [Blocker(sentence, "4.4", field="note")]
    return []
