"""Signing electronic certificates, signing them anew, taking copies for a purpose: the only writers (4.5)."""

import datetime
import hashlib

from django.db import transaction

from certificates.electronic import documents
from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.electronic.rules import copy_blockers, make_blockers, reissue_blockers, standing_blockers
from certificates.issuing.models import Certificate
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.documents import signing
from sdzx.files.services import ContentMissing, content, store
from sdzx.serials.services import take
from sdzx.workflow import Refused, locked, refuse_on

ORIGINAL, COPY = "certificate.electronic", "certificate.copy"  # kinds of files


def current(certificate: Certificate) -> ElectronicCertificate | None:
    """The version in force; None where none has been signed yet."""
    return ElectronicCertificate.objects.filter(certificate=certificate, superseded_at=None).first()


@transaction.atomic
@enforces("4.5")
def make(certificate: Certificate, *, by: Actor) -> ElectronicCertificate:
    """Sign the certificate's PDF once; called again it gives the same one, whatever an upgrade changed (clause 4.5).

    Raises Refused while the portal has no key, and with all that stands in the way.
    """
    locked(certificate)
    require(by, "electronic.make", certificate)
    if found := current(certificate):
        return found
    if not signing.configured():
        raise signing.NotConfigured
    refuse_on(make_blockers(certificate))
    return _signed(certificate, by=by, version=1)


@transaction.atomic
@enforces("4.5")
def reissue(certificate: Certificate, *, by: Actor, reason: str) -> ElectronicCertificate:
    """Sign a new version, such as after the loss of a key; the one before and its copies are superseded (clause 4.5).

    Raises Refused without a reason, without a version before, and as `make` does.
    """
    locked(certificate)
    require(by, "electronic.reissue", certificate)
    former = current(certificate)
    if not signing.configured():
        raise signing.NotConfigured
    refuse_on(reissue_blockers(certificate, reason, current=former is not None))
    former = ElectronicCertificate.objects.get(certificate=certificate, superseded_at=None)
    former.superseded_at = clock.now()
    former.save(update_fields=["superseded_at"])
    return _signed(certificate, by=by, version=former.version + 1, reason=reason.strip())


def _signed(certificate: Certificate, *, by: Actor, version: int, reason: str = "") -> ElectronicCertificate:
    body = documents.original_pdf(certificate)
    file = store(body, name=f"电子证书{certificate.number}.pdf", kind=ORIGINAL, by=by)
    made = ElectronicCertificate.objects.create(
        certificate=certificate, version=version, file=file, sha256=file.sha256, reason=reason, made_by=by.user
    )
    label = "重新签发电子证书" if reason else "签发电子证书"
    verb = "electronic.reissue" if reason else "electronic.make"
    record(
        by=by, verb=verb, label=label, subject=certificate, ground=reason,
        after={"版本": version, "SHA-256": file.sha256},
    )  # fmt: skip
    return made


def may_have(actor: Actor, original: ElectronicCertificate) -> bool:
    """Whether somebody who sees the record may have the file: the holder only the version in force of what stands."""
    if actor.role != Role.APPLICANT:
        return actor.role in (Role.CERTIFIER, Role.DIRECTOR)
    return original.superseded_at is None and not standing_blockers(original.certificate)


def recent_copies(certificate: Certificate) -> list[PurposeCopy]:
    """The copies of the version in force that count against the limit today, the oldest first."""
    window = datetime.timedelta(days=policy.of(certificate.center).electronic_copy_window_days)
    return list(
        PurposeCopy.objects.filter(
            original__certificate=certificate, original__superseded_at=None, made_on__gt=clock.today() - window
        ).order_by("id")
    )


@transaction.atomic
@enforces("4.5")
def take_copy(certificate: Certificate, *, by: Actor, purpose: str, valid_until: datetime.date) -> PurposeCopy:
    """The holder takes a copy that says what it is for and until when; the original stays as it is (clause 4.5).

    Raises Refused with every unmet condition, and when the original on the disk is no longer what was signed.
    """
    locked(certificate)
    require(by, "electronic.copy", certificate)
    blockers = copy_blockers(
        certificate, purpose=purpose, valid_until=valid_until, today=clock.today(), policy=policy.of(certificate.center),
        recent=recent_copies(certificate),
    )  # fmt: skip
    refuse_on(blockers)
    original = make(certificate, by=by)
    year = clock.today().year
    scope = f"electronic_copy/{certificate.center.code}/{year}"
    number = f"FB{certificate.center.code}{year}{take(scope)[0]:07d}"
    purpose = purpose.strip()
    body = documents.copy_pdf(
        _unchanged(original), certificate, number=number, purpose=purpose, valid_until=valid_until
    )
    file = store(body, name=f"电子证书{certificate.number}专用副本{number}.pdf", kind=COPY, by=by)
    made = PurposeCopy.objects.create(
        original=original, number=number, purpose=purpose, valid_until=valid_until, file=file, sha256=file.sha256,
        made_by=by.user_required,
    )  # fmt: skip
    record(
        by=by, verb="electronic.copy", label="下载专用副本", subject=certificate,
        after={"下载编号": number, "用途": purpose, "有效期至": valid_until.isoformat(), "SHA-256": file.sha256},
    )  # fmt: skip
    return made


def _unchanged(original: ElectronicCertificate) -> bytes:
    try:
        body = content(original.file)
    except ContentMissing:
        body = b""
    if hashlib.sha256(body).hexdigest() != original.sha256:
        raise Refused("电子证书文件已损坏或丢失，请联系发证中心重新签发。")
    return body
