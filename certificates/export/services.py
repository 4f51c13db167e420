"""The layout of a centre and the files handed to the national look-up: the only writers (4.5).

Here and nowhere else document numbers leave the portal in full, so every file is recorded with its hash.
"""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from certificates.export.columns import DEFAULT_COLUMNS, cells
from certificates.export.models import ExportLayout, ExportRun
from certificates.export.rules import export_unfit, layout_unfit
from certificates.issuing.models import Certificate
from exams.sessions.models import Session
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.delimited import as_csv
from sdzx.documents.workbook import export_workbook
from sdzx.workflow import locked, refuse_on

MOST = 50_000
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Batch:
    """Certificates of one session, or issued from `first` to `last` (both included)."""

    session: Session | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None

    def __str__(self) -> str:
        return f"场次{self.session.number}" if self.session else f"{self.first}至{self.last}"

    def certificates(self, by: Actor) -> QuerySet[Certificate]:
        """In the order of their numbers, as far as the actor sees them; those revoked or corrected say so in their state."""
        found = Certificate.objects.visible_to(by)
        of_days = {"issued_on__gte": self.first, "issued_on__lte": self.last}
        found = found.filter(**({"session": self.session} if self.session else of_days))
        return found.select_related("center", "session__site", "replaces").order_by("year", "sequence")


def layout(center: Center) -> ExportLayout:
    """The centre's layout; one with the usual columns, not saved, where it has set none."""
    found = ExportLayout.objects.filter(center=center).first()
    return found or ExportLayout(center=center, columns=DEFAULT_COLUMNS)


@transaction.atomic
@enforces("4.5")
def arrange(center: Center, *, by: Actor, columns: Sequence[dict[str, str]], dates: str) -> ExportLayout:
    """Set the centre's columns, their order and headings, and how dates are written. Raises Refused."""
    require(by, "certificate_export.edit")
    refuse_on(layout_unfit(columns))
    locked(center)
    found = layout(center)
    before = {"列": [each["heading"] for each in found.columns], "日期格式": found.dates}
    found.columns, found.dates = [{**each, "heading": each["heading"].strip()} for each in columns], dates
    found.save()
    after = {"列": [each["heading"] for each in found.columns], "日期格式": dates}
    trace(by=by, verb="certificate_export.edit", label="设置导出列", subject=center, before=before, after=after)
    return found


@transaction.atomic
@enforces("4.5")
def issue(center: Center, *, by: Actor, batch: Batch, kind: str) -> tuple[ExportRun, bytes]:
    """The file of a batch, Excel or CSV, and its record: who, when, how many rows, SHA-256. Every cell is text.

    A batch that was handed over before is marked 重复导出. Raises Refused for an empty or too large one.
    """
    require(by, "certificate_export.issue")
    locked(center)
    found = batch.certificates(by).filter(center=center)
    count = found.count()
    refuse_on(export_unfit(count, MOST))
    used = layout(center)
    content = _workbook(found, used, str(batch)) if kind == ExportRun.Format.XLSX else _csv(found, used)
    made = ExportRun.objects.create(
        center=center, batch=str(batch), format=kind, columns=used.columns, rows=count, made_by=by.user_required,
        sha256=hashlib.sha256(content).hexdigest(),
        repeated=ExportRun.objects.filter(center=center, batch=str(batch)).exists(),
    )  # fmt: skip
    trace(
        by=by, verb="certificate_export.issue", label="导出证书（含完整证件号码）", subject=made,
        after={"批次": made.batch, "条数": count, "SHA-256": made.sha256, "重复导出": made.repeated},
    )  # fmt: skip
    return made, content


def _rows(found: QuerySet[Certificate], used: ExportLayout) -> Iterator[dict[str, str]]:
    headings = [each["heading"] for each in used.columns]
    for certificate in found.iterator(chunk_size=CHUNK):
        yield dict(zip(headings, cells(certificate, used.columns, used.dates), strict=True))


def _workbook(found: QuerySet[Certificate], used: ExportLayout, title: str) -> bytes:
    specs = [ColumnSpec(each["heading"], each["heading"], width=22) for each in used.columns]
    return export_workbook(title=title, columns=specs, rows=_rows(found, used))


def _csv(found: QuerySet[Certificate], used: ExportLayout) -> bytes:
    return as_csv([each["heading"] for each in used.columns], _rows(found, used))
