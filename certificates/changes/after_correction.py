"""What a corrected score does to the certificate, in the correcting transaction (4.5)."""

from certificates.changes.models import CertificateChange
from certificates.changes.services import drop_revocation, revoke_after_correction
from certificates.issuing.models import Certificate
from certificates.issuing.services import number, tell_holders
from exams.registration.models import Registration
from exams.scores.corrections.models import Correction
from exams.scores.hooks import Result
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.identifiers import mask_document
from sdzx.workflow import advance


@enforces("4.5")
def follow(correction: Correction, *, by: Actor, before: Result, after: Result) -> None:
    """Now passed: numbered at once. No longer passed: the revocation of the standing certificate begins, and its holder is
    heard first. Otherwise nothing: no score stands on a certificate."""
    registration = correction.score.seat.registration
    if after.passed and not before.passed:
        _certify(registration, correction, by)
    elif before.passed and not after.passed:
        for certificate in Certificate.objects.standing().filter(registration=registration):
            revoke_after_correction(certificate, correction, by=by)


def _certify(registration: Registration, correction: Correction, by: Actor) -> None:
    """A certificate that still stands is kept, and nobody revokes it for the former score; else a new one is numbered."""
    begun = CertificateChange.objects.filter(
        certificate__registration=registration, score_correction__isnull=False, status__in=CertificateChange.OPEN
    )
    for change in begun:
        drop_revocation(change, by=by, ground=f"成绩再次更正后合格：{correction.reason}")
    if held := Certificate.objects.standing().select_for_update().filter(registration=registration).first():
        advance(registration, "certify", by=by, detail={"证书编号": held.number})
        return
    made = number([registration], session=registration.seat.session)
    for each in made:
        advance(registration, "certify", by=by, detail={"证书编号": each.number})
        after = {"证书编号": each.number, "证件号码": mask_document(each.document_number)}
        record(by=by, verb="certificate.number", label="编号", subject=each, after=after)
    tell_holders(made)
