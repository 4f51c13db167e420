"""Taking the good rows of a roster in the worker: all in one transaction, so that a crash leaves nothing half done (3.2)."""

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from exams.announcements.models import AnnouncementItem
from exams.registration.bulk import submit_many
from exams.registration.models import Registration
from exams.registration.roster import rules
from exams.registration.roster.cells import Line
from exams.registration.roster.checking import claimed, tell, unpacked, with_everything
from exams.registration.roster.models import Roster, RosterLine, RosterProblem
from exams.registration.roster.plan import chunks, live_of
from exams.registration.waiting import queue
from exams.registration.waiting.rules import too_many
from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

Status = Roster.Status
State = RosterLine.State
Kind = RosterProblem.Kind


def take(roster_id: int) -> bool:
    """Take a roster whose taking was decided, or cut off before it was done; whether there was anything to do."""
    with claimed(roster_id) as mine:
        roster = with_everything(roster_id)
        if not mine or roster.status != Status.TAKING:
            return False
        by = Actor.of(roster.membership)
        try:
            _taken(roster, by)
        except IntegrityError:  # somebody among them registered in this very moment: now it can be seen who
            _taken(with_everything(roster_id), by)
        return True


@transaction.atomic
def _taken(roster: Roster, by: Actor) -> None:
    # The batch first, then what is registered for it: the order in which a revision locks them. Not its key, so that
    # others may begin a registration meanwhile.
    item = AnnouncementItem.objects.select_for_update(of=("self",), no_key=True).get(pk=roster.item_id)
    locked(roster)
    rows = list(roster.lines.filter(state=State.GOOD).select_related("photo"))
    turned = _turned_bad(roster, rows)
    free = item.places - item.taken
    wanted = len(rows)
    try:
        refuse_on(_standing_against(roster, turned, wanted=wanted, free=free))
    except Refused as refusal:
        _halt(roster, by, refusal)
        return
    holding = min(max(free, 0), wanted)
    people = _registrations(roster, rows)
    if roster.places == Roster.Places.WAIT and holding < wanted:
        holding, group = 0, uuid.uuid4()
        for person in people:
            person.group = group
    submit_many(people, by=by, holding=holding, ground=f"名单{roster.workbook.name}")
    if people[0].group:
        queue.pass_on(item.pk, "整组候补")  # keeps for the group what is free already
    _note_taken(roster)
    roster.waiting, roster.outcome = wanted - holding, _outcome(wanted, wanted - holding)
    roster.save(update_fields=["waiting", "outcome"])
    advance(roster, "finish_take", by=by, detail={"收取": wanted, "候补": wanted - holding})
    tell(roster, NoticeKind.ROSTER_TAKEN)


def _standing_against(roster: Roster, turned: Sequence[str], *, wanted: int, free: int) -> list[Blocker]:
    assert roster.asked_at is not None
    found = [*rules.untakable(roster, moment=roster.asked_at), *rules.changed_since_check(turned)]
    if roster.places == Roster.Places.GROUP:
        found += rules.not_enough_places(wanted=wanted, free=free)
    if roster.places == Roster.Places.WAIT:
        found += too_many(wanted=wanted, places=roster.item.places)
    return found


def _turned_bad(roster: Roster, rows: Sequence[RosterLine]) -> list[str]:
    """Rows that were good and no longer are, now marked so: registered meanwhile, or too young for revised dates."""
    batch = rules.Batch.of(roster.item, policy.of(roster.center))
    by_number = {row.number: row for row in rows}
    lines = [_line(row) for row in rows]
    found = [(line, Kind.AGE, batch.too_young) for line in lines if line.birth is None or line.birth > batch.cutoff]
    for some in chunks(lines):
        found += [(line, Kind.REGISTERED, rules.registered(other)) for line, other in live_of(some, roster.item)]
    problems = [
        RosterProblem(roster=roster, row=line.number, header="证件号码", kind=kind, sentence=f"第{line.number}行 证件号码{sentence}")
        for line, kind, sentence in found
    ]  # fmt: skip
    RosterProblem.objects.bulk_create(problems, batch_size=1000)
    numbers = {line.number for line, _, _ in found}
    RosterLine.objects.filter(pk__in=[by_number[number].pk for number in numbers]).update(state=State.BAD)
    if numbers:
        roster.good, roster.bad = roster.good - len(numbers), roster.bad + len(numbers)
        roster.save(update_fields=["good", "bad"])
    return [f"第{number}行" for number in sorted(numbers)]


def _line(row: RosterLine) -> Line:
    values = unpacked(row)
    name_key = values.pop("name_key")
    return Line(
        row.number, values["document_type"], values["document_number"], row.document_index, values["birth_date"], name_key,
        "", values,
    )  # fmt: skip


def _registrations(roster: Roster, rows: Sequence[RosterLine]) -> list[Registration]:
    return [
        Registration(
            center=roster.center, item=roster.item, project=roster.item.project, unit=roster.unit, photo=row.photo,
            document_index=row.document_index, consented_at=roster.consented_at, consent_version=roster.consent_version,
            **{**(values := unpacked(row)), "employer_name": values["employer_name"] or roster.unit.name[:100]},
        )
        for row in rows
    ]  # fmt: skip


def _note_taken(roster: Roster) -> None:
    """Each good line leads to its registration and forgets what it said; the photos are the registrations' now."""
    good = roster.lines.filter(state=State.GOOD)
    StoredFile.objects.filter(pk__in=good.values("photo")).update(kind="registration.photo")
    mine = Registration.objects.filter(item=roster.item, document_index=OuterRef("document_index"))
    made = mine.exclude(status__in=Registration.ENDED).values("pk")[:1]
    good.update(state=State.TAKEN, registration=Subquery(made), values="")


def _outcome(wanted: int, waiting: int) -> str:
    if not waiting:
        return f"已收取{wanted}人，全部提交报名。"
    return f"已收取{wanted}人：{wanted - waiting}人提交报名，{waiting}人因名额已满转入候补。"


def _halt(roster: Roster, by: Actor, refusal: Refused) -> None:
    roster.outcome = str(refusal)
    roster.save(update_fields=["outcome"])
    advance(roster, "halt", by=by, ground=str(refusal))
    tell(roster, NoticeKind.ROSTER_TAKEN)
