"""What a PDF that somebody shows is worth: signed by this portal, unchanged, and of a certificate that stands now (4.5)."""

import datetime
import hashlib
from dataclasses import dataclass, replace

from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.clauses import enforces
from sdzx.documents import signing
from sdzx.ui import words

CONTACT = "sdzx:"  # what stands before a certificate's code in the signature
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of the file. `good`: it may be relied on today. `sentences`: why, in words for everybody.

    `intact`: what was signed has not changed; `whole`: nothing was added after it either; `ours`: with a key of this portal.
    `signer` and `level` (PAdES baseline: B-T or B-B) are those of the last signature, `stamped_at` of its time stamp.
    `certificate` and `state` (有效, 已撤销, 已更正) only where the file is on record; `kind`: 电子证书 or 专用副本.
    """

    good: bool
    signed: bool
    intact: bool
    whole: bool
    ours: bool
    sentences: tuple[str, ...]
    kind: str = ""
    certificate: Certificate | None = None
    state: str = ""
    signer: str = ""
    level: str = ""
    signed_at: datetime.datetime | None = None
    stamped_at: datetime.datetime | None = None
    number: str = ""
    purpose: str = ""
    valid_until: datetime.date | None = None
    expired: bool = False
    superseded: bool = False


def contact(certificate: Certificate) -> str:
    """How the signature names its certificate."""
    return f"{CONTACT}{certificate.code}"


def state_of(certificate: Certificate) -> str:
    """有效, 已撤销 or 已更正, now."""
    return {Certificate.Status.REVOKED: "已撤销", CORRECTED: "已更正"}.get(certificate.status, "有效")


@enforces("4.5")
def verify_pdf(content: bytes) -> Verdict:
    """Judge a PDF: its signature, and the certificate's state now. Keeps nothing; never raises for bad input.

    Only a file whose every byte is that of one on record counts: its SHA-256 is looked up.
    """
    found = signing.signatures(content)
    if not found:
        return Verdict(False, False, False, False, False, ("这个文件没有电子签名，不是本系统签发的电子证书。",))
    ours, whole = all(each.ours for each in found), all(each.whole for each in found)
    intact = all(each.ours or each.whole for each in found)
    said = [_said(intact=intact, whole=whole, ours=ours)]
    signature = found[-1]
    seen = Verdict(
        False, True, intact, whole, ours, tuple(said), signer=signature.signer, level=signature.level if intact else "",
        signed_at=signature.signed_at, stamped_at=signature.stamped_at,
    )  # fmt: skip
    if not (ours and whole):
        return seen
    said.append(_level(signature))
    digest = hashlib.sha256(content).hexdigest()
    copy = (
        PurposeCopy.objects.filter(sha256=digest)
        .select_related("original__certificate__center", "original__certificate__session__site")
        .first()
    )
    original = (
        copy.original
        if copy
        else ElectronicCertificate.objects.filter(sha256=digest)
        .select_related("certificate__center", "certificate__session__site")
        .first()
    )
    if original is None:
        return replace(seen, sentences=(*said, "登记中没有这个文件，不能作为证书使用。"))
    certificate, state = original.certificate, state_of(original.certificate)
    expired = copy is not None and copy.expired(clock.today())
    superseded = original.superseded_at is not None
    said += _now(state, copy, expired=expired, superseded=superseded)
    return replace(
        seen,
        good=state == "有效" and not expired and not superseded, sentences=tuple(said),
        kind="专用副本" if copy else "电子证书", certificate=certificate, state=state,
        number=copy.number if copy else "", purpose=copy.purpose if copy else "",
        valid_until=copy.valid_until if copy else None, expired=expired, superseded=superseded,
    )  # fmt: skip


def _said(*, intact: bool, whole: bool, ours: bool) -> str:
    if not intact:
        return "电子签名无效：文件在签发后被改动过，或已损坏。"
    if not ours:
        return "文件有电子签名，但不是本系统的签名。"
    return "电子签名有效，文件自签发后没有改动。" if whole else "文件在签发后被添加过内容，不能作为证书使用。"


def _level(signature: signing.Signature) -> str:
    if signature.stamped_at:
        return f"签名级别为PAdES B-T：时间戳机构“{signature.stamped_by}”证明，{words.moment(signature.stamped_at)}签名已经存在。"
    return "签名级别为PAdES B-B：没有时间戳机构的证明，签名时间以签发系统的时钟为准。"


def _now(state: str, copy: PurposeCopy | None, *, expired: bool, superseded: bool) -> list[str]:
    said = {
        "有效": "证书目前有效。",
        "已撤销": "证书已撤销，不再有效。",
        "已更正": "证书已更正，请以更正后的新证书为准。",
    }
    sentences = [said[state]]
    if superseded:
        sentences.append("这一版电子证书已被重新签发的新版取代，请向持证人索取新版。")
    if copy:
        sentences.append(f"这是专用副本，只用于“{copy.purpose}”，有效期至{words.day(copy.valid_until)}。")
    if expired:
        sentences.append("这份副本已过有效期，请向持证人索取新的副本。")
    return sentences
