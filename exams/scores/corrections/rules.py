"""What a correction of a confirmed score needs, and who may decide on it (4.5). Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from exams.registration.models import Registration
from exams.scores import marks as numbers
from exams.scores.corrections.models import Correction
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from sdzx.accounts.models import User
from sdzx.catalogue.models import SpecificationTask
from sdzx.clauses import enforces
from sdzx.workflow import Blocker

DECIDED = (Registration.Status.PASSED, Registration.Status.FAILED, Registration.Status.CERTIFIED)


@enforces("4.5")
def not_correctable(
    score: Score | None, sheet: ScoreSheet, registration: Registration, *, open_already: bool
) -> list[Blocker]:
    """Only a confirmed score of somebody who passed or failed, and one correction at a time."""
    found = []
    if sheet.status != ScoreSheet.Status.CONFIRMED:
        shown = sheet.get_status_display()
        found.append(Blocker(f"成绩当前“{shown}”，还没有确认；有差错请退回考点更正。", "4.5"))
    if score is None or registration.status not in DECIDED:
        found.append(
            Blocker(f"{registration.name}当前“{registration.get_status_display()}”，没有可以更正的成绩。", "4.5")
        )
    if open_already:
        found.append(Blocker("这名考生已有一件成绩更正等待批准，请先办结。", "4.5"))
    return found


def fineness(sheet: ScoreSheet, step: Decimal) -> Decimal:
    """The smallest difference between two marks: a hundredth where they are examiners' means, else the centre's."""
    return numbers.CENT if sheet.by_examiners else step


@enforces("4.5")
def wrong_request(
    before: Mapping[str, str],
    after: Marks,
    tasks: Sequence[SpecificationTask],
    step: Decimal,
    *,
    reason: str,
    evidence: int,
) -> list[Blocker]:
    """Every task has a mark on the scale, at least one is another, with a reason and evidence."""
    found = []
    for task in tasks:
        mark = after.get(str(task.position))
        problem = "没有得分。" if mark is None else numbers.wrong(mark, step)
        if problem:
            found.append(Blocker(f"“{task.name}”{problem}", "4.4", field=f"mark_{task.position}"))
    if not found and all(Decimal(before[key]) == after[key] for key in (str(task.position) for task in tasks)):
        found.append(Blocker("更正后的得分与现在的相同，没有需要更正的。", "4.5"))
    if not reason.strip():
        found.append(Blocker("请写明更正理由。", "4.5", field="reason"))
    if not evidence:
        found.append(Blocker("请上传证据，如评分记录、试卷的相关页。", "4.5", field="evidence"))
    return found


@enforces("4.5")
def not_decidable(correction: Correction, sheet: ScoreSheet, score: Score, by: User | None) -> list[Blocker]:
    """By a second person who neither asked for it nor entered or confirmed the scores, on the marks that still stand."""
    found = []
    if by is not None:
        if correction.requested_by_id == by.pk:
            found.append(Blocker("申请更正的人不能批准更正，请由第二人办理。", "4.5"))
        if sheet.entered_by_id == by.pk:
            found.append(Blocker("录入成绩的人不能批准更正，请由其他人办理。", "4.5"))
        if sheet.confirmed_by_id == by.pk:
            found.append(Blocker("确认成绩的人不能批准对该成绩的更正，请由其他人办理。", "4.5"))
    if score.marks != correction.marks_before:
        found.append(Blocker("申请更正以后，这名考生的成绩已经变动，请不予更正并重新申请。", "4.5"))
    return found
