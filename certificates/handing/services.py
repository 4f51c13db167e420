"""Handing certificates out, to one person or a whole unit, and taking back what the post returns (4.5)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from certificates.handing.hooks import objections
from certificates.handing.models import HandOut, HandOutLine
from certificates.handing.rules import handing_unfit
from certificates.issuing.models import Certificate
from certificates.issuing.services import file_list
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt
from sdzx.identifiers import DocumentType, mask_document, normalise_document
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import Letter, notify_each
from sdzx.workflow import advance, advance_many, locked, refuse_on

SHEET = "certificate.hand_out"


def record_path(hand_out: HandOut) -> str:
    """The address of the hand-out's page."""
    return reverse("handing:record", args=[hand_out.uid])


@transaction.atomic
@enforces("4.5")
def hand_over(
    certificates: Sequence[Certificate],
    *,
    by: Actor,
    how: str,
    handed_to: str,
    document_type: str = DocumentType.RESIDENT_ID,
    document_number: str = "",
    unit: Organization | None = None,
    carrier: str = "",
    tracking_number: str = "",
) -> HandOut:
    """Record who received these certificates and how; all of them or none.

    A session's list is filed when its last certificate is out; those who have an account are told of a mailing.
    Raises Refused.
    """
    require(by, "certificate.hand_out")
    keys = [each.pk for each in certificates]
    held = list(
        Certificate.objects.visible_to(by)
        .filter(pk__in=keys)
        .select_related("registration__user", "session", "center")
        .prefetch_related("prints")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    unit = unit if how == HandOut.How.UNIT else None
    unfit = handing_unfit(
        held, how=how, handed_to=handed_to, document_type=document_type, document_number=document_number, unit=unit,
        carrier=carrier, tracking_number=tracking_number,
    )  # fmt: skip
    refuse_on([*unfit, *objections(held)])
    number = normalise_document(document_number)
    made = HandOut.objects.create(
        center=held[0].center, how=how, handed_to=handed_to.strip(), unit=unit, document_number=number,
        document_type=document_type if number else "", carrier=carrier.strip(), tracking_number=tracking_number.strip(),
        handed_by=by.user_required,
    )  # fmt: skip
    words = made.get_how_display()
    advance_many(held, "hand_out", by=by, details=[{"领取人": made.handed_to, "领取方式": words}] * len(held))
    Certificate.objects.filter(pk__in=keys).update(handed_to=made.handed_to, handed_how=words, handed_at=made.handed_at)
    HandOutLine.objects.bulk_create(
        HandOutLine(hand_out=made, certificate=each, serial=list(each.prints.all())[-1].serial) for each in held
    )
    trace(
        by=by, verb="certificate.hand_over", label="发放证书", subject=made,
        after={"领取方式": words, "领取人": made.handed_to, "证件号码": mask_document(number), "运单号": made.tracking_number, "本数": len(held)},
    )  # fmt: skip
    _file_lists(held, by=by)
    if how == HandOut.How.MAIL:
        letters = [
            Letter(each.registration.user, each, reverse("issuing:record", args=[each.uid]))
            for each in held
            if each.registration.user
        ]
        notify_each(NoticeKind.CERTIFICATE_MAILED, letters, hand_out=made)
    return made


def _file_lists(held: Sequence[Certificate], *, by: Actor) -> None:
    """The list of each session that has nothing left to hand out."""
    sessions: dict[int, Session] = {each.session_id: each.session for each in held}
    waiting = (Certificate.Status.NUMBERED, Certificate.Status.PRINTED)
    busy = set(
        Certificate.objects.filter(session__in=sessions, status__in=waiting).values_list("session_id", flat=True)
    )
    for key, session in sessions.items():
        if key not in busy:
            file_list(session, by=by)


@transaction.atomic
@enforces("4.5")
def take_back(certificate: Certificate, *, by: Actor, ground: str) -> Certificate:
    """A mailing came back, or it was handed over by mistake: the certificate waits again, its hand-out stays on record."""
    locked(certificate)
    advance(certificate, "take_back", by=by, ground=ground)
    close_line(certificate, why=ground)
    return certificate


def close_line(certificate: Certificate, *, why: str) -> None:
    """End the certificate's standing hand-out, in the caller's transaction and trace."""
    HandOutLine.objects.filter(certificate=certificate, returned_at=None).update(
        returned_at=clock.now(), returned_why=why.strip()[:200]
    )


@transaction.atomic
def keep_sheet(hand_out: HandOut, *, by: Actor, sheet: StoredFile) -> HandOut:
    """Keep the scan of the signed sheet; a later one takes its place, the earlier file stays in the store."""
    require(by, "certificate.hand_out", hand_out)
    locked(hand_out)
    before = hand_out.sheet.name if hand_out.sheet else ""
    hand_out.sheet = adopt(sheet, kind=SHEET, by=by)
    hand_out.save(update_fields=["sheet"])
    trace(
        by=by, verb="certificate.keep_sheet", label="上传签收单", subject=hand_out,
        before={"签收单": before}, after={"签收单": hand_out.sheet.name},
    )  # fmt: skip
    return hand_out
