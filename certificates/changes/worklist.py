"""What waits: reviewing and carrying out at the certificate officer, approving at the director, being heard at the holder."""

from django.db.models import Q
from django.urls import reverse

from certificates.changes.models import CertificateChange
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due

S, K = CertificateChange.Status, CertificateChange.Kind
VERBS = {S.APPLIED: "审核", S.REVIEWED: "批准", S.APPROVED: "办理"}
LIMIT = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query."""
    conditions = {
        Role.CERTIFIER: Q(status__in=(S.APPLIED, S.APPROVED)),
        Role.DIRECTOR: Q(status=S.REVIEWED),
        Role.APPLICANT: Q(status__in=(S.APPLIED, S.REVIEWED), kind=K.REVOCATION, statement="", statement_due__gte=clock.today()),
    }  # fmt: skip
    if actor.role not in conditions:
        return []
    found = CertificateChange.objects.visible_to(actor).filter(conditions[Role(actor.role)])
    return [_row(each, actor) for each in found.select_related("certificate").order_by("status_at", "id")[:LIMIT]]


def _row(change: CertificateChange, actor: Actor) -> Waiting:
    holder = actor.role == Role.APPLICANT
    verb = "陈述申辩" if holder else VERBS[S(change.status)]
    return Waiting(
        title=f"{verb}：证书{change.get_kind_display()}", detail=f"{change.certificate.number}　{change.certificate.name}", kind="证书",
        url=reverse("changes:record", args=[change.uid]), since=change.status_at,
        due=due(change.statement_due) if holder and change.statement_due else None,
    )  # fmt: skip
