"""Numbering certificates, filing the list of hand-outs, revoking: the only writers (4.5)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from certificates.issuing import documents, numbering
from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from certificates.issuing.rules import numbering_blockers, sequence_blockers
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.services import file_item, open_case
from sdzx.audit.bulk import Act, record_many
from sdzx.clauses import enforces
from sdzx.files.services import store
from sdzx.identifiers import mask_document
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import Letter, holders, notify, notify_each
from sdzx.serials.services import take
from sdzx.workflow import Blocker, Refused, advance, advance_many, locked, refuse_on

BATCH = 1000  # rows in one INSERT


@transaction.atomic
@enforces("4.5")
def number_passed(sheet: ScoreSheet, by: Actor) -> list[Certificate]:
    """Number everybody who passed, in seat order, in the confirming transaction: no gap, no repeat (clause 4.5).

    Called again for the same sheet it numbers nobody twice. Raises Refused while the scores are not confirmed.
    """
    refuse_on(numbering_blockers(sheet))
    passed = list(
        Registration.objects.filter(seat__session=sheet.session, status=Registration.Status.PASSED)
        .select_related("project", "user", "photo", "center")
        .order_by("seat__room", "seat__seat")
    )
    if not passed:
        return []
    made = number(passed, session=sheet.session)
    numbers = [{"证书编号": certificate.number} for certificate in made]
    advance_many(passed, "certify", by=by, details=numbers)
    acts = [
        Act(each, "编号", after={"证书编号": each.number, "证件号码": mask_document(each.document_number)})
        for each in made
    ]
    record_many(acts, by=by, verb="certificate.number")
    tell_holders(made)
    return made


def number(registrations: Sequence[Registration], *, session: Session) -> list[Certificate]:
    """A certificate with the centre's next number for each, in their order, in as many queries as there are thousands.

    The caller's transaction holds the centre's counter of the year from here to its end, and writes the trace. Raises
    Refused when the pattern in use has no room for so many numbers, and where none is in use.
    """
    center, today = session.center, clock.today()
    pattern = NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE).first()
    if pattern is None:
        raise Refused([Blocker("没有启用的证书编号规则，不能编号。请联系省中心启用。", "4.5")])
    sequences = take(f"certificate/{center.code}/{today.year}", len(registrations))
    refuse_on(sequence_blockers(pattern, sequences[-1]))
    return Certificate.objects.bulk_create(
        [
            Certificate(
                number=numbering.build(pattern.segments, numbering.Place(center.code, today.year, sequence)),
                center=center,
                registration=registration,
                session=session,
                project=registration.project,
                year=today.year,
                sequence=sequence,
                pattern=pattern,
                name=registration.name,
                name_key=registration.name_key,
                document_type=registration.document_type,
                document_number=registration.document_number,
                document_index=registration.document_index,
                project_name=registration.project.name,
                photo=registration.photo,
                issued_on=today,
            )
            for registration, sequence in zip(registrations, sequences, strict=True)
        ],
        batch_size=BATCH,
    )


def tell_holders(certificates: Sequence[Certificate]) -> None:
    """Tell those who have an account of their own, and the certificate officers of the centre."""
    letters = [
        Letter(each.registration.user, each, reverse("issuing:record", args=[each.uid]))
        for each in certificates
        if each.registration.user
    ]
    notify_each(NoticeKind.CERTIFICATE_READY, letters)
    session = certificates[0].session
    notify(
        NoticeKind.CERTIFICATES_TO_PRINT,
        to=holders(Role.CERTIFIER, center=session.center),
        subject=session,
        url=reverse("issuing:session", args=[session.uid]),
        count=len(certificates),
    )


def file_list(session: Session, *, by: Actor) -> None:
    """File the list of hand-outs (证书发放登记表) into the session's case while it is open."""
    case = open_case(
        kind="session", subject=session, title=str(session), center=session.center, event_on=session.day, by=by,
        organization=session.site.organization,
    )  # fmt: skip
    if case.status == case.Status.OPEN:
        stored = store(documents.list_pdf(session), name="证书发放登记表.pdf", kind="case.document", by=by)
        file_item(case, by=by, kind="certificate_list", title="证书发放登记表", file=stored, source="系统生成")


@transaction.atomic
@enforces("4.5")
def revoke(certificate: Certificate, *, by: Actor, ground: str) -> Certificate:
    """Revoke with a reason; the number is void for ever and the public lookup says so (clause 4.5)."""
    locked(certificate)
    advance(certificate, "revoke", by=by, ground=ground)
    certificate.revoked_reason = ground.strip()
    certificate.save(update_fields=["revoked_reason"])
    VoidNumber.objects.create(
        number=certificate.number, center=certificate.center, reason=ground.strip(), voided_by=by.user_required
    )
    if certificate.registration.user:
        notify(
            NoticeKind.CERTIFICATE_REVOKED,
            to=[certificate.registration.user],
            subject=certificate,
            url=reverse("issuing:record", args=[certificate.uid]),
        )
    return certificate
