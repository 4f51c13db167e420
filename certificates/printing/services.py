"""Print batches: drafting, printing, pausing, accounting, spoiled sheets; the only writers beside the worker's chunks (4.5)."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from certificates.designs.compiled import compiled_for
from certificates.designs.services import design_in_use
from certificates.issuing.models import Certificate, Print
from certificates.printing import rules, tasks
from certificates.printing.blanks import services as blanks
from certificates.printing.copies import save_states
from certificates.printing.copies import spoil as set_spoiled
from certificates.printing.models import PrintBatch, PrintLine
from certificates.printing.rules import Preflight
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.serials.services import take
from sdzx.workflow import advance, advance_many, locked, refuse_on, refuse_unless_open

Status, State = PrintBatch.Status, PrintLine.State
EDIT, SPOIL = "print_batch.edit", "print_batch.spoil"
A_TIME = 1000  # rows in one INSERT


@transaction.atomic
@enforces("4.5")
def draft(
    *, by: Actor, first: Sequence[int] | QuerySet[Certificate], again: Mapping[str, str] | None = None, title: str
) -> PrintBatch:
    """A batch of the certificates `first` that wait for printing, and of those to be printed `again`: number → reason.

    What waits in another batch, or was printed meanwhile, is left out of `first`; of `again` it is refused, with every
    unknown or never printed number. Raises Refused when nothing remains.
    """
    require(by, EDIT)
    assert by.center is not None
    again = again or {}
    wanted = Q(pk__in=first, status=Certificate.Status.NUMBERED) | Q(number__in=list(again))
    rows = Certificate.objects.visible_to(by).filter(wanted).select_for_update(of=("self",)).order_by("pk")
    held = {each.number: each for each in rows.only("number", "status", "year", "sequence")}
    waiting = PrintLine.objects.filter(batch__center=by.center, state=State.WAITING)
    busy = dict(waiting.values_list("certificate__number", "batch__number"))
    printed = set(
        Print.objects.filter(certificate__number__in=list(again)).values_list("certificate__number", flat=True)
    )
    refuse_on(rules.again_blockers(again, known=held.keys(), busy=busy, printed=printed))
    found = sorted(
        (each for each in held.values() if each.number not in busy), key=lambda each: (each.year, each.sequence)
    )
    refuse_on(rules.draft_blockers(len(found)))
    return _drafted(by.center, by, title, [(each.pk, again.get(each.number, "")) for each in found])


def _drafted(
    center: Center, by: Actor, title: str, lines: Sequence[tuple[int, str]], follows: PrintBatch | None = None,
    resume_from: Print | None = None,
) -> PrintBatch:  # fmt: skip
    assert by.membership_id is not None
    year = clock.today().year
    number = take(f"print_batch/{center.code}/{year}")[0]
    batch = PrintBatch.objects.create(
        center=center, number=f"YZ{center.code[:4]}{year}{number:04d}", title=title[:200], ordered_by=by.user_required,
        membership_id=by.membership_id, total=len(lines), follows=follows, resume_from=resume_from,
    )  # fmt: skip
    PrintLine.objects.bulk_create(
        [
            PrintLine(batch=batch, position=place, certificate_id=key, reason=reason)
            for place, (key, reason) in enumerate(lines, 1)
        ],
        batch_size=A_TIME,
    )
    after = {"证书": batch.total, "内容": batch.title} | ({"补印的批次": follows.number} if follows else {})
    trace(by=by, verb=EDIT, label="建立批次", subject=batch, after=after)
    return batch


def preflight(batch: PrintBatch) -> Preflight:
    """What would happen if the batch went to the press now; four queries."""
    lines = batch.lines.filter(state=State.WAITING).select_related("certificate__photo").order_by("position")
    return rules.preflight(lines, on_blanks=compiled_for(batch.center).overlay, left=blanks.left(batch.center))


def printers(batch: PrintBatch) -> list[str]:
    """The printers that were calibrated for the centre's blanks; none where whole certificates are printed."""
    design = design_in_use(batch.center)
    return [each.printer for each in design.calibrations.all()] if design and design.is_overlay else []


@transaction.atomic
@enforces("4.5")
def start(batch: PrintBatch, *, by: Actor, printer: str = "") -> PrintBatch:
    """Print the good ones; those that cannot be printed are left out, each with its reasons. Raises Refused.

    `printer` is one of `printers(batch)`; its calibration moves what is printed onto a blank.
    """
    locked(batch)
    refuse_unless_open(batch, "start", by=by)
    found = preflight(batch)
    refuse_on(rules.start_blockers(found))
    for line, blockers in found.unfit:
        line.state, line.why = State.LEFT, "；".join(map(str, blockers))
    PrintLine.objects.bulk_update([line for line, _ in found.unfit], ["state", "why"], batch_size=A_TIME)
    batch.left_out += len(found.unfit)
    batch.membership_id, batch.printer = by.membership_id or batch.membership_id, printer
    detail = {"印制": len(found.good), "不能印制": len(found.unfit)}
    advance(batch, "start", by=by, fields=("left_out", "membership", "printer"), detail=detail)
    transaction.on_commit(partial(tasks.queue, batch.pk))
    return batch


@transaction.atomic
def pause(batch: PrintBatch, *, by: Actor) -> PrintBatch:
    """Stop after the chunk in hand, for which this waits. Raises Refused when that was the last one."""
    locked(batch)
    batch.failure = ""
    advance(batch, "pause", by=by, detail={"已生成": batch.made}, fields=("failure",))
    return batch


@transaction.atomic
def resume(batch: PrintBatch, *, by: Actor) -> PrintBatch:
    """Go on where it stopped. Raises Refused while the blanks do not suffice."""
    locked(batch)
    refuse_unless_open(batch, "resume", by=by)
    if compiled_for(batch.center).overlay:
        refuse_on(rules.use_blockers(batch.waiting, blanks.left(batch.center)))
    batch.failure, batch.membership_id = "", by.membership_id or batch.membership_id
    advance(batch, "resume", by=by, fields=("failure", "membership"))
    transaction.on_commit(partial(tasks.queue, batch.pk))
    return batch


@transaction.atomic
def stop(batch: PrintBatch, *, by: Actor, ground: str) -> PrintBatch:
    """What is made stays and is accounted for; the rest is not printed. Raises Refused when nothing is made."""
    locked(batch)
    refuse_unless_open(batch, "stop", by=by)
    refuse_on(rules.stop_blockers(batch))
    rest = _leave_rest(batch, f"余下的不印：{ground.strip()}")
    advance(batch, "stop", by=by, ground=ground, detail={"不再印制": rest}, fields=("left_out",))
    return batch


@transaction.atomic
def cancel(batch: PrintBatch, *, by: Actor, ground: str) -> PrintBatch:
    """Nothing is printed; the certificates may go into another batch. Raises Refused when something is made."""
    locked(batch)
    refuse_unless_open(batch, "cancel", by=by)
    refuse_on(rules.cancel_blockers(batch))
    _leave_rest(batch, f"批次取消：{ground.strip()}")
    advance(batch, "cancel", by=by, ground=ground, fields=("left_out",))
    return batch


def _leave_rest(batch: PrintBatch, why: str) -> int:
    rest = batch.lines.filter(state=State.WAITING).update(state=State.LEFT, why=why)
    batch.left_out += rest
    return rest


def copies_of(batch: PrintBatch) -> QuerySet[Print]:
    """The sheets that the batch made, in the order of its file."""
    return Print.objects.filter(line__batch=batch).order_by("line__position")


def sheets_of(batch: PrintBatch, since: str = "") -> list[Print]:
    """What still goes through the printer, with its files: the good sheets of the batch and, of one that follows, those from
    `resume_from` on. With `since` only those from this serial on; none when it is not among them."""
    found = list(copies_of(batch).filter(state=Print.State.PRINTED).select_related("file"))
    if batch.follows and batch.resume_from:
        rest = copies_of(batch.follows).filter(state=Print.State.PRINTED, serial__gte=batch.resume_from.serial)
        found += list(rest.select_related("file"))
    if not since:
        return found
    place = next((place for place, copy in enumerate(found) if copy.serial == since), len(found))
    return found[place:]


@transaction.atomic
def note_reading(subject: Model, copies: Sequence[Print], *, by: Actor) -> None:
    """Sheets were fetched: who, which."""
    after = {"流水码": f"{copies[0].serial}—{copies[-1].serial}", "张数": len(copies)}
    trace(by=by, verb="file.read", label="取用证书PDF", subject=subject, after=after)


@transaction.atomic
@enforces("4.5")
def finish(batch: PrintBatch, *, by: Actor, counted: int) -> PrintBatch:
    """The sheets were counted and are those of the ledger. Raises Refused with the difference."""
    locked(batch)
    refuse_unless_open(batch, "finish", by=by)
    good = copies_of(batch).exclude(state=Print.State.SPOILED).count()
    refuse_on(rules.finish_blockers(counted, good))
    batch.counted = counted
    spoiled = batch.made - good
    advance(batch, "finish", by=by, detail={"合格": good, "作废": spoiled}, fields=("counted",))
    return batch


@transaction.atomic
@enforces("4.5")
def spoil(batch: PrintBatch, *, by: Actor, first: str, last: str = "", reason: str, resume_at: str = "") -> PrintBatch:
    """Sheets were spoiled in the printer: they count as such, and a batch that follows prints those certificates anew.

    From `resume_at` on the printer goes on with the sheets that never came out, unchanged; they stand in the file of the new
    batch behind its own. It starts at once when nothing stands in the way. Raises Refused with all that does not fit.
    """
    locked(batch)
    require(by, SPOIL, batch)
    first, last, resume_at = first.strip(), last.strip() or first.strip(), resume_at.strip()
    held = _between(batch, first, last)
    rest = list(copies_of(batch).filter(serial__gte=resume_at, state=Print.State.PRINTED)) if resume_at else []
    known = copies_of(batch).filter(serial=resume_at).exists()
    refuse_on(
        [
            *rules.spoil_blockers(batch, held, first, last, reason),
            *rules.resume_blockers(rest if known else [], last, resume_at),
        ]
    )
    spoiled = [each for each in held if each.state == Print.State.PRINTED]
    for each in spoiled:
        set_spoiled(each, by=by, reason=reason.strip())
    save_states(spoiled)
    back = [each.certificate for each in spoiled if each.certificate.status == Certificate.Status.PRINTED]
    if back:
        details = [{"作废的流水码": each.serial} for each in spoiled if each.certificate in back]
        advance_many(back, "spoil", by=by, ground=reason, details=details)
    span = first if first == last else f"{first}—{last}"
    after = {"流水码": span, "张数": len(spoiled)} | ({"接着打印": resume_at} if rest else {})
    trace(by=by, verb=SPOIL, label="登记作废", subject=batch, ground=reason, after=after)
    return _followed(batch, by, back, reason.strip(), rest[0] if rest else None)


def _between(batch: PrintBatch, first: str, last: str) -> list[Print]:
    """The batch's sheets from one serial to the other, their certificates locked; none when an end is not the batch's."""
    found = copies_of(batch).filter(serial__gte=first, serial__lte=last)
    keys = found.values("certificate")
    held = {each.pk: each for each in Certificate.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    copies = list(found)
    for each in copies:
        each.certificate = held[each.certificate_id]
    serials = {each.serial for each in copies}
    return copies if {first, last} <= serials else []


def _followed(
    batch: PrintBatch, by: Actor, certificates: Sequence[Certificate], reason: str, rest: Print | None
) -> PrintBatch:
    """The batch that prints them anew; the batch itself when the certificates no longer stand."""
    if not certificates:
        return batch
    lines = [(each.pk, reason) for each in certificates]
    made = _drafted(batch.center, by, f"补印{batch.number}：{reason}", lines, follows=batch, resume_from=rest)
    if not rules.start_blockers(preflight(made)):
        start(made, by=by, printer=batch.printer)
    return made
