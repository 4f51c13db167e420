"""What a return of the sheet named, and what changed since: for the site in its place, for the confirmer on one page (4.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from exams.scores.models import ScoreSheet, SheetReturn
from exams.sessions.models import Seat
from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import SpecificationTask
from sdzx.workflow import Blocker

NONE: Final = "无"


def wrong_rows(rows: Mapping[int, str], seats: Sequence[Seat]) -> list[Blocker]:
    """Rows name candidates of the session, each with a reason."""
    known = {seat.pk for seat in seats}
    found = [Blocker("退回的考生不属于本场次。", "4.5") for pk in rows if pk not in known]
    blank = [pk for pk, reason in rows.items() if pk in known and not reason.strip()]
    return found + [Blocker("请写明这名考生退回的理由。", "4.5", field=f"row_{pk}") for pk in blank]


def keep(sheet: ScoreSheet, *, by: Actor, ground: str, rows: Mapping[int, str]) -> SheetReturn:
    """The return with all marks as they stand."""
    return SheetReturn.objects.create(
        sheet=sheet,
        ground=ground.strip(),
        rows={str(pk): reason.strip() for pk, reason in rows.items()},
        marks={str(score.seat_id): score.marks for score in sheet.scores.all()},
        returned_by=by.user_required,
    )


def last(sheet: ScoreSheet) -> SheetReturn | None:
    """The newest return."""
    return sheet.returns.order_by("-id").first()


def reasons(sheet: ScoreSheet) -> dict[int, str]:
    """{seat: reason} of a sheet that lies with the site again; empty otherwise."""
    newest = last(sheet) if sheet.status == ScoreSheet.Status.RETURNED else None
    return {int(pk): reason for pk, reason in newest.rows.items()} if newest else {}


@dataclass(frozen=True, slots=True)
class Changed:
    """A candidate whom the return named, or whose marks are others than then."""

    seat: Seat
    reason: str
    changes: tuple[str, ...]


def _number(mark: str) -> Decimal | None:
    """«80.0» and «80» are the same mark."""
    return None if mark == NONE else Decimal(mark)


def changed(newest: SheetReturn, seats: Sequence[Seat], tasks: Sequence[SpecificationTask]) -> list[Changed]:
    """«面团调制：80→86» for every mark that is another now than when the sheet was returned."""
    found = []
    for seat in seats:
        before = newest.marks.get(str(seat.pk), {})
        after = seat.score.marks if hasattr(seat, "score") else {}
        pairs = [
            (task.name, before.get(key, NONE), after.get(key, NONE)) for task in tasks for key in [str(task.position)]
        ]
        changes = tuple(f"{name}：{old}→{new}" for name, old, new in pairs if _number(old) != _number(new))
        reason = newest.rows.get(str(seat.pk), "")
        if reason or changes:
            found.append(Changed(seat, reason, changes))
    return found
