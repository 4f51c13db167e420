"""What must hold across the slices at any time; `manage.py check_invariants` and the tests ask."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from certificates.changes.invariants import certificates_of_those_who_passed
from certificates.issuing.invariants import (
    certificate_characters,
    certificate_numbers,
    certified_registrations,
    number_patterns,
    void_numbers,
)
from certificates.printing.invariants import blank_stock, print_batches, print_copies, print_serials
from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx.archive.models import CaseItem
from sdzx.archive.retention import dispose_from

Check = Callable[[], Iterator[str]]


def places_taken() -> Iterator[str]:
    """A batch's `taken` are the registrations that hold a place, and the places kept for a waiting group (3.2)."""
    superseded = Q(announcement__status=Announcement.Status.SUPERSEDED)  # its registrations went on to the revision
    held = Registration.objects.filter(item=OuterRef("pk"), holds_place=True).order_by().values("item")
    counted = Coalesce(Subquery(held.annotate(count=Count("id")).values("count")), 0)
    for item in (
        AnnouncementItem.objects.select_related("project")
        .exclude(superseded)
        .annotate(found=counted)
        .exclude(taken=F("found") + F("held"))
    ):
        yield f"批次{item.pk} {item}：已占名额{item.taken}，实际占用{item.found}，为候补组保留{item.held}。"


def places_by_state() -> Iterator[str]:
    """Who waits or is out holds no place; everybody else does (3.2)."""
    placeless = Q(status__in=Registration.PLACELESS)
    for record in Registration.objects.filter((placeless & Q(holds_place=True)) | (~placeless & Q(holds_place=False))):
        yield f"报名{record.number or record.uid}：状态“{record.get_status_display()}”与占用名额不一致。"


def closed_sessions() -> Iterator[str]:
    """A closed session has a confirmed sheet, and only a closed one has (4.5)."""
    closed, confirmed = Q(status=Session.Status.CLOSED), Q(score_sheet__status=ScoreSheet.Status.CONFIRMED)
    for session in Session.objects.filter((closed & ~confirmed) | (confirmed & ~closed)).select_related("project"):
        yield f"场次{session}：场次状态“{session.get_status_display()}”与成绩确认状态不一致。"


def case_contents() -> Iterator[str]:
    """What a case keeps is on the disk (5.2)."""
    kept = CaseItem.objects.filter(disposed_at=None, file__isnull=False).select_related("file", "case")
    for item in kept.iterator(chunk_size=1000):
        if item.file is not None and (item.file.erased_at or not item.file.path.exists()):
            yield f"案卷{item.case.number}“{item.title}”：内容不在磁盘上。"


def retention_terms() -> Iterator[str]:
    """No item may go, or went, before the regulation's term (5.2)."""
    for item in CaseItem.objects.select_related("case__center").iterator(chunk_size=1000):
        term = dispose_from(item.event_on, item.retention, _Floor())
        if item.dispose_from < term or (item.disposed_at and item.disposed_at.date() < term):
            yield f"案卷{item.case.number}“{item.title}”：保管期限短于规定。"


class _Floor:
    """A centre without settings of its own: the regulation's minimum."""

    def __init__(self) -> None:
        self.policy: dict[str, Any] = {}


CHECKS: tuple[Check, ...] = (
    certificate_numbers,
    certificate_characters,
    number_patterns,
    void_numbers,
    certified_registrations,
    certificates_of_those_who_passed,
    print_serials,
    print_copies,
    print_batches,
    blank_stock,
    places_taken,
    places_by_state,
    closed_sessions,
    case_contents,
    retention_terms,
)


def violations() -> list[str]:
    """A sentence for each violation, in the order of CHECKS."""
    return [sentence for check in CHECKS for sentence in check()]
