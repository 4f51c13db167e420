"""Applications about a certificate, from the application to what is done: the only writer of CertificateChange (4.5)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from certificates.changes import rules
from certificates.changes.models import CertificateChange
from certificates.handing.services import close_line
from certificates.issuing import services as issuing
from certificates.issuing.models import Certificate
from certificates.printing.single import print_certificate
from exams.scores.corrections.models import Correction
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.fields import document_index
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt
from sdzx.identifiers import clean_name, mask_document, normalise_document, normalise_name
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays.calendar import add_workdays
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

EVIDENCE = "certificate_change.evidence"
Kind = CertificateChange.Kind
OFFICE = (Role.CLERK, Role.CERTIFIER, Role.DIRECTOR)


def record_path(change: CertificateChange) -> str:
    """The address of the application's page."""
    return reverse("changes:record", args=[change.uid])


@transaction.atomic
@enforces("4.5")
def apply(
    certificate: Certificate,
    *,
    by: Actor,
    kind: str,
    ground: str,
    evidence: Sequence[StoredFile] = (),
    cause: str = "",
    new_name: str = "",
    new_document_type: str = "",
    new_document_number: str = "",
) -> CertificateChange:
    """Apply: the holder online, or the office (at the counter for the holder; a revocation by itself).

    Tells the certificate officers; of a revocation the holder, who then has some working days to be heard. Raises Refused.
    """
    locked(certificate)
    require(by, "certificate_change.open", certificate)
    if kind == Kind.REVOCATION and by.role not in OFFICE:
        raise Refused([Blocker("撤销证书由发证中心提出。", clause="4.5")])
    correction = kind == Kind.CORRECTION
    refuse_on(
        rules.opening_unfit(
            certificate, kind=kind, ground=ground, evidence=len(evidence), cause=cause, name=new_name,
            document_type=new_document_type, document_number=new_document_number,
        )
    )  # fmt: skip
    number = normalise_document(new_document_number) if correction else ""
    change = _opened(
        certificate, by=by, kind=kind, ground=ground, at_counter=by.role in OFFICE and kind != Kind.REVOCATION,
        cause=cause if kind == Kind.REPLACEMENT else "", new_name=clean_name(new_name) if correction else "",
        new_document_number=number, new_document_type=(new_document_type or certificate.document_type) if number else "",
    )  # fmt: skip
    change.evidence.set([adopt(each, kind=EVIDENCE, by=by) for each in evidence])
    return change


@transaction.atomic
@enforces("4.5")
def revoke_after_correction(certificate: Certificate, correction: Correction, *, by: Actor) -> CertificateChange:
    """Begin to revoke what stands on a score that became a fail: the holder is told and heard like any other (clause 4.5).

    The corrected score is the evidence. Raises Refused while something else about the certificate is open.
    """
    locked(certificate)
    if certificate.changes.filter(status__in=CertificateChange.OPEN).exists():
        sentence = f"证书{certificate.number}有一项正在办理的事项，办结或不予办理后才能把成绩更正为不合格。"
        raise Refused([Blocker(sentence, clause="4.5")])
    ground = f"成绩更正后不合格：{correction.reason}"
    return _opened(certificate, by=by, kind=Kind.REVOCATION, ground=ground, score_correction=correction)


@transaction.atomic
@enforces("4.5")
def drop_revocation(change: CertificateChange, *, by: Actor, ground: str) -> CertificateChange:
    """End a revocation whose ground is gone; the holder reads why. Raises Refused when it has been decided meanwhile."""
    locked(change)
    change.refusal = ground.strip()
    advance(change, "drop", by=by, ground=ground, fields=["refusal"])
    notify(NoticeKind.CHANGE_REFUSED, to=_holder(change), subject=change, url=record_path(change))
    return change


def _opened(certificate: Certificate, *, by: Actor, kind: str, ground: str, **values: object) -> CertificateChange:
    """The row, its trace, and who is told of it."""
    days = policy.of(certificate.center).revocation_statement_days
    due = add_workdays(clock.today(), days).day if kind == Kind.REVOCATION else None
    change = CertificateChange.objects.create(
        certificate=certificate, center=certificate.center, kind=kind, ground=ground.strip(), opened_by=by.user_required,
        statement_due=due, **values,
    )  # fmt: skip
    facts = {"事项": change.get_kind_display(), "申请": str(change)}
    if change.new_document_number:
        facts["更正后的证件号码"] = mask_document(change.new_document_number)
    for subject in (change, certificate):
        trace(
            by=by, verb="certificate_change.open", label=f"申请{change.get_kind_display()}", subject=subject, ground=ground, after=facts
        )  # fmt: skip
    officers = holders(Role.CERTIFIER, center=change.center)
    notify(NoticeKind.CHANGE_APPLIED, to=officers, subject=change, url=record_path(change))
    if kind == Kind.REVOCATION:
        notify(NoticeKind.REVOCATION_NOTICED, to=_holder(change), subject=change, url=record_path(change))
    return change


def _holder(change: CertificateChange) -> list[User]:
    """The holder, when there is an account."""
    person = change.certificate.registration.user
    return [person] if person else []


@transaction.atomic
def withdraw(change: CertificateChange, *, by: Actor) -> CertificateChange:
    """The holder takes the own application back, at the counter through the office. Raises Refused for a revocation, and
    to the office for what the holder applied for online."""
    locked(change)
    refuse_on(rules.withdrawing_unfit(change, office=by.role in OFFICE))
    advance(change, "withdraw", by=by)
    return change


@transaction.atomic
@enforces("4.5")
def state(change: CertificateChange, *, by: Actor, statement: str) -> CertificateChange:
    """The holder is heard about a revocation (申辩). Raises Refused once the time has passed."""
    require(by, "certificate_change.enter", change)
    locked(change)
    refuse_on(rules.stating_unfit(change, statement=statement, day=clock.today()))
    change.statement, change.stated_at = statement.strip(), clock.now()
    change.save(update_fields=["statement", "stated_at"])
    trace(by=by, verb="certificate_change.state", label="陈述申辩", subject=change, after={"申辩": change.statement})
    return change


@transaction.atomic
@enforces("4.5")
def review(change: CertificateChange, *, by: Actor) -> CertificateChange:
    """The certificate officer has checked it; the directors are asked to approve."""
    locked(change)
    change.reviewed_by = by.user_required
    advance(change, "review", by=by, fields=["reviewed_by"])
    notify(
        NoticeKind.CHANGE_REVIEWED, to=holders(Role.DIRECTOR, center=change.center), subject=change, url=record_path(change)
    )  # fmt: skip
    return change


@transaction.atomic
@enforces("4.5")
def approve(change: CertificateChange, *, by: Actor) -> CertificateChange:
    """A second person approves; the certificate officers carry it out. Raises Refused."""
    locked(change)
    refuse_on(rules.approving_unfit(change, user_id=by.user_required.pk, day=clock.today()))
    change.decided_by = by.user_required
    advance(change, "approve", by=by, fields=["decided_by"])
    officers = holders(Role.CERTIFIER, center=change.center)
    notify(NoticeKind.CHANGE_APPROVED, to=officers, subject=change, url=record_path(change))
    return change


@transaction.atomic
def refuse(change: CertificateChange, *, by: Actor, ground: str) -> CertificateChange:
    """Refused with a reason that the holder reads; the certificate stays as it is."""
    locked(change)
    change.refusal = ground.strip()
    advance(change, "refuse", by=by, ground=ground, fields=["refusal"])
    notify(NoticeKind.CHANGE_REFUSED, to=_holder(change), subject=change, url=record_path(change))
    return change


@transaction.atomic
@enforces("4.5")
def carry_out(change: CertificateChange, *, by: Actor, old_copy: str = "") -> CertificateChange:
    """Do what was approved: a new certificate, another copy with 补发, or the revocation. Nothing is deleted. Raises Refused."""
    locked(change)
    certificate = locked(change.certificate)
    refuse_on(rules.carrying_out_unfit(change, old_copy))
    change.old_copy = old_copy.strip()
    advance(change, "carry_out", by=by, fields=["old_copy"], detail={"旧证去向": change.old_copy})
    made = None
    if change.kind == Kind.CORRECTION:
        made = _corrected(change, certificate, by=by)
    elif change.kind == Kind.REPLACEMENT:
        _replaced(change, certificate, by=by)
    else:
        issuing.revoke(certificate, by=by, ground=change.ground)
    if change.kind != Kind.REVOCATION:
        notify(
            NoticeKind.CHANGE_CARRIED_OUT, to=_holder(change), subject=change, url=record_path(change),
            number=made.number if made else "",
        )  # fmt: skip
    return change


def _corrected(change: CertificateChange, old: Certificate, *, by: Actor) -> Certificate:
    """The old one is «已更正» and points to a new one with a number of its own; score and registration stay."""
    reason = f"更正：{change.ground}"
    advance(old, "correct", by=by, ground=reason)
    close_line(old, why=reason)
    made = issuing.number([old.registration], session=old.session)[0]
    made.replaces, made.photo, made.result, made.project_name = old, old.photo, old.result, old.project_name
    made.name = change.new_name or old.name
    made.document_type = change.new_document_type or old.document_type
    made.document_number = change.new_document_number or old.document_number
    made.name_key = normalise_name(made.name)
    made.document_index = document_index(made.document_type, made.document_number)
    made.save()
    trace(
        by=by, verb="certificate.number", label="编号（更正）", subject=made, ground=reason,
        after={"证书编号": made.number, "原证书编号": old.number, "证件号码": mask_document(made.document_number)},
    )  # fmt: skip
    return made


def _replaced(change: CertificateChange, certificate: Certificate, *, by: Actor) -> None:
    """The same number, a new serial, «补发» on the copy; it waits to be handed out."""
    reason = f"{change.get_cause_display()}补发：{change.ground}"[:200]
    print_certificate(certificate, by=by, reason=reason, replacement=True)
    if certificate.status == Certificate.Status.HANDED_OUT:
        close_line(certificate, why=reason)
        advance(certificate, "replace", by=by, ground=reason)
