"""The public lookup (4.5): free, without an account, two of three facts or the QR code; nothing can be walked through."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from certificates.issuing.models import Certificate
from certificates.lookup import photos
from certificates.lookup.query import Row, rows
from sdzx.clauses import enforces
from sdzx.crypto import open_sealed
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType, mask_document, normalise_document, normalise_name
from sites.registry.models import Site

STATES = {"revoked": "已撤销", "corrected": "已更正，见新证"}
TYPES = dict(DocumentType.choices)
OF_A_REVOKED_SITE = "考核所在考点其后已被取消资格，不影响本证书效力。"
NOT_FOUND = "查无此证"
REASONS = (
    "输入有误：请核对证书上的编号、姓名和证件号码，包括生僻字和间隔号。",
    "成绩刚刚确认：证书编号当日生效，请稍后再查。",
    "不在本系统查询范围：本页只能查询本省通过本系统考核发放的专项职业能力证书。",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody may read of a certificate: every printed fact, the document number masked.

    `tone`: good, bad or warning. `reprinted_on`: of a copy made later (补发). `serial` is that of the newest copy. `successor`: the number of
    the certificate that was issued in its place (更正). `photo`: an address for a few minutes; empty where there is none.
    """

    number: str
    name: str
    document_type: str
    document_number: str
    project: str
    result: str
    issued_on: datetime.date
    center: str
    serial: str
    reprinted_on: datetime.date | None
    valid: bool
    state: str
    tone: str
    remark: str
    successor: str
    photo: str


def _shown(row: Row) -> Shown:
    """One of a site that lost its qualification stays valid and says so."""
    valid = row.status not in STATES
    purpose = Certificate._meta.get_field("document_number").purpose
    return Shown(
        number=row.number,
        name=row.name,
        document_type=TYPES[row.document_type],
        document_number=mask_document(open_sealed(row.document_number, purpose)),
        project=row.project,
        result=row.result,
        issued_on=row.issued_on,
        center=row.center,
        serial=row.serial or "",
        reprinted_on=timezone.localtime(row.reprinted_at).date() if row.reprinted_at else None,
        valid=valid,
        state=STATES.get(row.status, "有效"),
        tone={"revoked": "bad", "corrected": "warning"}.get(row.status, "good"),
        remark=OF_A_REVOKED_SITE if valid and row.site_status == Site.Status.REVOKED else "",
        successor=row.successor or "",
        photo=photos.address(row.photo) if row.photo else "",
    )


def _plain(text: str) -> str:
    """Without the one character that PostgreSQL's text cannot have."""
    return text.replace("\0", "")


@enforces("4.5")
def find(*, number: str = "", name: str = "", document_number: str = "") -> list[Shown]:
    """Certificates that fit at least two of the three facts; all that are given must fit (clause 4.5).

    Digits may be full-width, x small, spaces anywhere. Fewer than two facts find nothing. Else one and the same query,
    whichever fact is wrong.
    """
    number, digits = normalise_document(_plain(number)), normalise_document(_plain(document_number))
    name_key = normalise_name(_plain(name))
    facts: list[tuple[str, Sequence[str]]] = []
    if number:
        facts.append(("number", [number]))
    if digits:
        facts.append(("document_index", [document_index(kind, digits) for kind in DocumentType.values]))
    if name_key:
        facts.append(("name_key", [name_key]))
    return list(map(_shown, rows(facts))) if len(facts) > 1 else []


@enforces("4.5")
def verify(code: str) -> Shown | None:
    """The certificate of a QR code; None when there is none (clause 4.5). One query."""
    return next(map(_shown, rows([("code", [_plain(code)])])), None)
