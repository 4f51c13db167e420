"""The papers: scans page by page in their order, and the centre's signature for what was handed over (4.4)."""

from collections.abc import Sequence

from django.db import transaction

from exams.scores import rules as base_rules
from exams.scores.models import ScoreSheet
from exams.scores.sheets import rules
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt
from sdzx.workflow import locked, refuse_on


@transaction.atomic
def keep_scans(sheet: ScoreSheet, *, by: Actor, scans: Sequence[StoredFile]) -> ScoreSheet:
    """These scans, in this order, and no others (clause 4.4)."""
    locked(sheet)
    require(by, "scores.enter", sheet)
    refuse_on(base_rules.not_editable(sheet))
    kept = [adopt(scan, kind="scores.scan", by=by) for scan in scans]
    before = list(sheet.scan_order)
    sheet.scans.set(kept)
    sheet.scan_order = [scan.pk for scan in kept]
    sheet.save(update_fields=["scan_order"])
    if before != sheet.scan_order:
        detail = {"scans": [scan.name for scan in kept]}
        trace(by=by, verb="scores.scans", label="整理试卷扫描件", subject=sheet, after=detail)
    return sheet


@transaction.atomic
def receive(sheet: ScoreSheet, *, by: Actor, count: int, note: str = "") -> ScoreSheet:
    """The centre signs that the papers have come: how many, and why not as many as stated (clause 4.4)."""
    locked(sheet)
    require(by, "scores.receive", sheet)
    refuse_on(rules.not_receivable(sheet, count, note))
    sheet.papers_received_by, sheet.papers_received_at = by.user, clock.now()
    sheet.papers_received_count, sheet.papers_received_note = count, note.strip()
    sheet.save(
        update_fields=["papers_received_by", "papers_received_at", "papers_received_count", "papers_received_note"]
    )
    detail = {"papers": count, "stated": sheet.papers_count, "note": note.strip()}
    trace(by=by, verb="scores.receive", label="签收试卷", subject=sheet, after=detail)
    return sheet
