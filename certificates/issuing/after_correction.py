"""What a corrected score does to the certificate, in the correcting transaction (4.5)."""

from certificates.issuing.models import Certificate
from certificates.issuing.services import number, revoke, tell_holders
from exams.registration.models import Registration
from exams.scores.hooks import Result
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.identifiers import mask_document
from sdzx.workflow import advance


@enforces("4.5")
def follow(registration: Registration, *, by: Actor, ground: str, before: Result, after: Result) -> None:
    """Now passed: numbered at once. No longer passed: the standing certificate is revoked. Otherwise nothing: no score
    stands on a certificate."""
    if after.passed and not before.passed:
        _number(registration, by)
    elif before.passed and not after.passed:
        for certificate in Certificate.objects.standing().filter(registration=registration):
            revoke(certificate, by=by, ground=f"成绩更正后不合格：{ground}")


def _number(registration: Registration, by: Actor) -> None:
    made = number([registration], session=registration.seat.session)
    for each in made:
        advance(registration, "certify", by=by, detail={"证书编号": each.number})
        after = {"证书编号": each.number, "证件号码": mask_document(each.document_number)}
        record(by=by, verb="certificate.number", label="编号", subject=each, after=after)
    tell_holders(made)
