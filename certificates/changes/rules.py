"""What stands in the way of a correction, a replacement, a revocation (4.5)."""

import datetime
from collections.abc import Sequence

from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate
from sdzx.clauses import enforces
from sdzx.identifiers import check_document, check_name, clean_name, normalise_document
from sdzx.workflow import Blocker

Kind = CertificateChange.Kind


@enforces("4.5")
def opening_unfit(
    certificate: Certificate, *, kind: str, ground: str, evidence: int, cause: str, name: str, document_type: str, document_number: str
) -> list[Blocker]:  # fmt: skip
    """The certificate stands, nothing else about it is open, and the kind has what it needs; `evidence` counts files."""
    found = []
    if certificate.status in (Certificate.Status.REVOKED, Certificate.Status.CORRECTED):
        found.append(Blocker(f"证书{certificate.get_status_display()}，不能再申请。", clause="4.5"))
    elif certificate.changes.filter(status__in=CertificateChange.OPEN).exists():
        found.append(Blocker("这本证书已有一项正在办理的事项，办结后才能再申请。"))
    if not ground.strip():
        found.append(Blocker("请填写理由。", clause="4.5", field="ground"))
    if kind == Kind.CORRECTION:
        found += _correction_unfit(certificate, name=name, document_type=document_type, document_number=document_number)
    if kind == Kind.REPLACEMENT:
        found += _replacement_unfit(certificate, cause)
    if kind in (Kind.CORRECTION, Kind.REVOCATION) and not evidence:
        found.append(Blocker("请上传证明材料。", clause="4.5", field="evidence"))
    return found


def _correction_unfit(
    certificate: Certificate, *, name: str, document_type: str, document_number: str
) -> list[Blocker]:
    found = [Blocker(each, field="new_name") for each in check_name(name)] if name.strip() else []
    number = normalise_document(document_number)
    kind = document_type or certificate.document_type
    if number or document_type not in ("", certificate.document_type):
        found += [Blocker(each, field="new_document_number") for each in check_document(kind, number)]
    after = (clean_name(name) or certificate.name, kind, number or certificate.document_number)
    if after == (certificate.name, certificate.document_type, certificate.document_number):
        found.append(Blocker("没有要更正的内容：请填写与证书不同的姓名或证件号码。", clause="4.5", field="new_name"))
    return found


def _replacement_unfit(certificate: Certificate, cause: str) -> list[Blocker]:
    found = []
    if not cause:
        found.append(Blocker("请选择补发原因。", clause="4.5", field="cause"))
    if not certificate.prints.exists():
        found.append(Blocker("证书尚未打印，不需要补发。", clause="4.5"))
    return found


@enforces("4.5")
def approving_unfit(change: CertificateChange, *, user_id: int, day: datetime.date) -> list[Blocker]:
    """A second person approves; nobody loses a certificate before being heard or before the time for it has passed."""
    found = []
    if change.reviewed_by_id == user_id:
        found.append(Blocker("审核人和批准人不能是同一人。", clause="4.5"))
    if change.kind == Kind.REVOCATION and not change.statement and change.statement_due and day <= change.statement_due:
        due = change.statement_due
        found.append(
            Blocker(
                f"持证人尚未申辩，申辩期限为{due.year}年{due.month}月{due.day}日，期满后才能批准撤销。", clause="4.5"
            )
        )
    return found


@enforces("4.5")
def stating_unfit(change: CertificateChange, *, statement: str, day: datetime.date) -> list[Blocker]:
    """Heard about a revocation, before it is decided and before the time has passed."""
    found = []
    if change.kind != Kind.REVOCATION or change.status not in (change.Status.APPLIED, change.Status.REVIEWED):
        found.append(Blocker("这一事项现在不能申辩。"))
    elif change.statement_due and day > change.statement_due:
        found.append(Blocker("申辩期限已过。", clause="4.5"))
    if not statement.strip():
        found.append(Blocker("请填写申辩内容。", field="statement"))
    return found


def withdrawing_unfit(change: CertificateChange, *, office: bool) -> list[Blocker]:
    """A holder withdraws what the holder applied for: online alone, at the counter through the office."""
    if change.kind == Kind.REVOCATION:
        return [Blocker("撤销由发证中心提出，不能撤回；不再撤销的，请“不予办理”。")]
    if office and not change.at_counter:
        return [Blocker("这是持证人在线提出的申请，由持证人自己撤回。")]
    return []


@enforces("4.5")
def revocation_open(certificates: Sequence[Certificate]) -> list[Blocker]:
    """Nobody receives a certificate that may be revoked tomorrow: the decision comes first."""
    begun = CertificateChange.objects.filter(
        certificate__in=certificates, kind=Kind.REVOCATION, status__in=CertificateChange.OPEN
    )
    numbers = begun.order_by("certificate__sequence").values_list("certificate__number", flat=True)
    return [
        Blocker(f"证书{number}正在办理撤销，办结前不能发放。", clause="4.5", field="certificates") for number in numbers
    ]


@enforces("4.5")
def carrying_out_unfit(change: CertificateChange, old_copy: str) -> list[Blocker]:
    """A damaged copy, and the one that a correction makes void, is given back: where it is, is written down."""
    printed = change.certificate.prints.exists()
    needed = change.cause == change.Cause.DAMAGED or (change.kind == Kind.CORRECTION and printed)
    if needed and not old_copy.strip():
        return [Blocker("请登记旧证去向，如：收回并销毁。", clause="4.5", field="old_copy")]
    return []
