"""Double entry: two persons type the marks from the papers, neither seeing the other's; then both are compared (4.4)."""

from collections.abc import Mapping

from django.db import transaction

from exams.scores import marks as numbers
from exams.scores import rules as base_rules
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets import rules
from exams.scores.sheets.entries import as_numbers, as_texts, by_seat, step_of, tasks_of
from exams.scores.sheets.models import SecondEntry
from exams.scores.sheets.rules import Difference
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, locked, refuse_on

TWICE = 2


def doubled(sheet: ScoreSheet) -> bool:
    """Does this centre ask for two entries of what the site types?"""
    return not sheet.by_examiners and policy.of(sheet.session.center).score_entries >= TWICE


def second_of(sheet: ScoreSheet) -> SecondEntry | None:
    """The second entry, if there is one."""
    return SecondEntry.objects.filter(sheet=sheet).select_related("entered_by").first()


def first_marks(sheet: ScoreSheet) -> dict[int, dict[str, str]]:
    """The marks that stand."""
    return {score.seat_id: score.marks for score in sheet.scores.all()}


def held_for(sheet: ScoreSheet, user: User | None) -> Mapping[int, Mapping[str, str]]:
    """The marks that this person finds on the page and in the workbook: with double entry their own, never the other's."""
    if not doubled(sheet):
        return first_marks(sheet)
    second = second_of(sheet)
    turn, _ = rules.no_turn(sheet, second, user)
    if turn == rules.Turn.FIRST:
        return first_marks(sheet)
    return by_seat(second.marks) if turn == rules.Turn.SECOND and second else {}


def differing(sheet: ScoreSheet) -> list[Difference]:
    """Where the two entries differ."""
    second = second_of(sheet)
    keys = [str(task.position) for task in tasks_of(sheet)]
    return rules.differences(first_marks(sheet), by_seat(second.marks), keys) if second else []


def comparable(sheet: ScoreSheet) -> bool:
    """Has the second person typed every candidate whom the first has?"""
    second = second_of(sheet)
    return second is not None and set(first_marks(sheet)) <= set(by_seat(second.marks))


def blind(sheet: ScoreSheet, actor: Actor) -> bool:
    """Must the marks be kept from this person, who may yet have to type them independently?"""
    others = sheet.entered_by_id is not None and sheet.entered_by != actor.user
    return actor.role == Role.SITE and others and doubled(sheet) and not comparable(sheet)


def blockers(sheet: ScoreSheet) -> list[Blocker]:
    """What double entry still asks for before the scores can be handed in."""
    return rules.not_compared(sheet, second_of(sheet), differing(sheet)) if doubled(sheet) else []


def enter_second(sheet: ScoreSheet, *, by: Actor, marks: Mapping[int, Marks]) -> ScoreSheet:
    """Keep the second entry; the caller has locked the sheet and checked marks and turn."""
    values = {"marks": as_texts(marks), "entered_by": by.user_required, "entered_at": clock.now()}
    SecondEntry.objects.update_or_create(sheet=sheet, defaults=values)
    detail = {"scored": len(marks), "differing": len(differing(sheet))}
    trace(by=by, verb="scores.enter_second", label="复录成绩", subject=sheet, after=detail)
    return sheet


@transaction.atomic
def resolve(sheet: ScoreSheet, *, by: Actor, marks: Mapping[int, Marks]) -> ScoreSheet:
    """Put the right mark ({seat: {task position: mark}}, looked up in the papers) where the two entries differ.

    Who typed what stays as it was. Raises Refused for marks that cannot stand, or while there is nothing to compare.
    """
    locked(sheet)
    require(by, "scores.enter", sheet)
    second, tasks = second_of(sheet), tasks_of(sheet)
    found = base_rules.not_editable(sheet)
    if second is None or not comparable(sheet):
        raise Refused([*found, Blocker("复录完成后才能比对。", "4.4")])
    first, other = as_numbers({str(pk): row for pk, row in first_marks(sheet).items()}), as_numbers(second.marks)
    before = {(seat, key): (one, two) for seat, key, one, two in differing(sheet)}
    changed = [(seat, key) for seat, row in marks.items() for key in row if (seat, key) in before]
    for seat, key in changed:
        first.setdefault(seat, {})[key] = other.setdefault(seat, {})[key] = marks[seat][key]
    seats = list(sheet.session.seats.select_related("registration"))
    refuse_on([*found, *base_rules.wrong_marks(first, seats, tasks, step_of(sheet))])
    for seat in {seat for seat, _ in changed}:
        values = {"marks": as_texts(first)[str(seat)], "total": numbers.total(first[seat], tasks)}
        Score.objects.update_or_create(seat_id=seat, defaults={**values, "sheet": sheet})
    second.marks = as_texts(other)
    second.save(update_fields=["marks"])
    sheet.version += 1
    sheet.save(update_fields=["version"])
    tickets = {seat.pk: seat.ticket_number for seat in seats}
    said = [f"{tickets[seat]}任务{key}：{before[seat, key]}→{marks[seat][key]:f}" for seat, key in changed]
    trace(by=by, verb="scores.resolve", label="比对更正", subject=sheet, after={"changed": said})
    return sheet
