"""What waits for a certificate officer in printing: batches to start, to go on with, to account for."""

from collections.abc import Iterator

from django.urls import reverse

from certificates.printing.models import PrintBatch
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting

WORDS = {
    PrintBatch.Status.DRAFT: "检查并开印",
    PrintBatch.Status.PAUSED: "继续印制",
    PrintBatch.Status.MADE: "打印并清点核对",
}


def waiting(actor: Actor) -> Iterator[Waiting]:
    """One query, a row a batch."""
    if actor.role != Role.CERTIFIER:
        return
    for batch in PrintBatch.objects.visible_to(actor).filter(status__in=WORDS).order_by("status_at"):
        yield Waiting(
            title=f"{WORDS[PrintBatch.Status(batch.status)]}：{batch.title}",
            detail=f"批次{batch.number}，{batch.total}本",
            url=reverse("printing:record", args=[batch.uid]),
            kind="证书印制",
            since=batch.status_at,
        )
