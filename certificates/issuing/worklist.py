"""What waits for a certificate officer: printing and handing out, a row a session."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from certificates.issuing.models import Certificate
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting

WORDS = {Certificate.Status.NUMBERED: ("打印证书", "待打印"), Certificate.Status.PRINTED: ("发放证书", "待发放")}


def waiting(actor: Actor) -> Iterator[Waiting]:
    """One query, whatever the number of certificates."""
    if actor.role != Role.CERTIFIER:
        return
    rows = (
        Certificate.objects.visible_to(actor)
        .filter(status__in=WORDS)
        .values("session__uid", "session__number", "project_name", "status")
        .annotate(count=Count("id"), since=Min("status_at"))
        .order_by("since")
    )
    for row in rows:
        title, state = WORDS[Certificate.Status(row["status"])]
        yield Waiting(
            title=f"{title}：{row['project_name']}",
            detail=f"场次 {row['session__number']}，{row['count']}本{state}",
            url=reverse("issuing:session", args=[row["session__uid"]]),
            kind="证书",
            since=row["since"],
            count=row["count"],
        )
