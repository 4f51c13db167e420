"""The worker's part of a batch: chunk after chunk, each whole or not at all (4.5).

A chunk is one transaction under the batch's lock: serials, ledger, PDF, statuses, trace, blanks. Whoever is killed in it leaves
nothing behind, a second worker waits for the first and goes on after it, and pausing waits for the chunk in hand.
"""

import io
import logging
from collections.abc import Sequence

from django.db import transaction

from certificates.designs.compiled import compiled_for
from certificates.issuing.models import Certificate, Print
from certificates.printing import rules
from certificates.printing.blanks import services as blanks
from certificates.printing.copies import Copy, newest, supersede, take_serials
from certificates.printing.models import PrintBatch, PrintLine, PrintPart
from sdzx.accounts.actors import Actor
from sdzx.audit.bulk import Act, record_many
from sdzx.documents.press import Compiled, print_sheets
from sdzx.files.models import StoredFile
from sdzx.files.services import ContentMissing, store
from sdzx.workflow import Refused, advance, advance_many

CHUNK = 100  # certificates
PART = "certificate.part"
ACCIDENT = "生成时系统出错，已记录。请稍后继续；再次停下的，请联系系统管理员。"
MISSING = "有照片的文件已不在系统中，请联系系统管理员恢复后继续。"
Status, State = PrintBatch.Status, PrintLine.State
logger = logging.getLogger(__name__)


def print_next(batch_id: int) -> bool:
    """Print the next chunk of a batch; whether there is more to do. What goes wrong pauses the batch and says why."""
    try:
        with transaction.atomic():
            return _next(batch_id)
    except (Refused, ContentMissing) as error:
        _halt(batch_id, str(error) if isinstance(error, Refused) else MISSING)
    except Exception:
        logger.exception("batch %s could not be printed", batch_id)
        _halt(batch_id, ACCIDENT)
    return False


def _next(batch_id: int) -> bool:
    batch = _locked(batch_id)
    if batch.status != Status.PRINTING:
        return False
    by = Actor.of(batch.membership)
    lines = list(batch.lines.filter(state=State.WAITING).order_by("position")[:CHUNK])
    if not lines:
        _complete(batch, by)
        return False
    _hold_certificates(lines)
    checked = rules.preflight(lines, on_blanks=False, left=0)
    for line, found in checked.unfit:
        line.state, line.why = State.LEFT, "；".join(map(str, found))
    if checked.good:
        _print(batch, checked.good, by)
    PrintLine.objects.bulk_update(lines, ["state", "why", "print"])
    batch.made += len(checked.good)
    batch.left_out += len(checked.unfit)
    batch.save(update_fields=["made", "left_out"])
    if not batch.waiting:
        _complete(batch, by)
    return bool(batch.waiting)


def _locked(batch_id: int) -> PrintBatch:
    related = ("center", "membership__user", "membership__center", "membership__organization")
    return PrintBatch.objects.select_related(*related).select_for_update(of=("self",)).get(pk=batch_id)


def _hold_certificates(lines: Sequence[PrintLine]) -> None:
    """Lock the certificates, in the order of their keys, as they are now."""
    keys = [line.certificate_id for line in lines]
    rows = Certificate.objects.select_related("photo", "center").select_for_update(of=("self",))
    held = {each.pk: each for each in rows.filter(pk__in=keys).order_by("pk")}
    for line in lines:
        line.certificate = held[line.certificate_id]


def _print(batch: PrintBatch, lines: Sequence[PrintLine], by: Actor) -> None:
    before = newest(line.certificate for line in lines)
    copies = [Copy(line.certificate, before.get(line.certificate_id), line.reason) for line in lines]
    compiled = compiled_for(batch.center, printer=batch.printer)
    serials = take_serials(batch.center, len(lines))
    if compiled.overlay:
        blanks.use(batch.center, len(lines))
    file = _pressed(batch, compiled, copies, serials, by)
    rows = [copy.entry(serial, by=by, on_blank=compiled.overlay) for copy, serial in zip(copies, serials, strict=True)]
    for page, row in enumerate(rows, 1):
        row.file, row.page = file, page
    made = Print.objects.bulk_create(rows)
    supersede(copies, made, by=by)
    for line, row in zip(lines, made, strict=True):
        line.state, line.print = State.MADE, row
    chunk = batch.parts.count() + 1
    PrintPart.objects.create(
        batch=batch, chunk=chunk, file=file, sheets=len(made), first_serial=serials[0], last_serial=serials[-1]
    )
    _trace(batch, lines, made, by)


def _pressed(
    batch: PrintBatch, compiled: Compiled, copies: Sequence[Copy], serials: Sequence[str], by: Actor
) -> StoredFile:
    """The chunk's PDF, kept for good."""
    out = io.BytesIO()
    sheets = (copy.sheet(serial) for copy, serial in zip(copies, serials, strict=True))
    print_sheets(compiled, sheets, out, title=f"专项职业能力证书 {serials[0]}—{serials[-1]}")
    name = f"证书{batch.number}-{serials[0]}-{serials[-1]}.pdf"
    return store(out.getvalue(), name=name, kind=PART, by=by)


def _trace(batch: PrintBatch, lines: Sequence[PrintLine], made: Sequence[Print], by: Actor) -> None:
    """First copies take the step; others are reprints with their reason."""
    pairs = list(zip(lines, made, strict=True))
    first = [(line, row) for line, row in pairs if line.certificate.status == Certificate.Status.NUMBERED]
    again = [(line, row) for line, row in pairs if line.certificate.status != Certificate.Status.NUMBERED]
    if first:
        details = [{"印制流水码": row.serial, "印制批次": batch.number} for _, row in first]
        advance_many([line.certificate for line, _ in first], "print", by=by, details=details)
    acts = [
        Act(line.certificate, "重新打印",
            after={"印制流水码": row.serial, "印制批次": batch.number, "理由": line.reason})
        for line, row in again
    ]  # fmt: skip
    if acts:
        record_many(acts, by=by, verb="certificate.reprint")


def _complete(batch: PrintBatch, by: Actor) -> None:
    detail = {"已生成": batch.made, "未印制": batch.left_out}
    advance(batch, "complete", by=by, detail=detail)


@transaction.atomic
def _halt(batch_id: int, reason: str) -> None:
    batch = _locked(batch_id)
    if batch.status == Status.PRINTING:
        batch.failure = reason
        advance(batch, "halt", by=Actor.of(batch.membership), ground=reason, fields=("failure",))
