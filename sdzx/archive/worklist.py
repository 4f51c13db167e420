"""What waits in the archive: cases to complete, disposals to approve or carry out, contents that changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Window
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case, CaseItem
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due

KIND = "归档"
S = Case.Status
ALTERED = "altered"
WORDS = {
    S.OPEN: ("归档", "收集齐全后归档"),
    S.PROPOSED: ("审批销毁", "拟销毁，等待批准"),
    S.APPROVED: ("销毁", "已批准，等待期满后销毁"),
    ALTERED: ("核查档案内容", "核验不一致，须核查并从备份恢复"),
}
ASKED = {Role.ARCHIVIST: (S.OPEN, S.APPROVED), Role.DIRECTOR: (S.PROPOSED,), Role.SITE: (S.OPEN,)}


def waiting(actor: Actor) -> Iterator[Waiting]:
    """A row a state, two queries at most."""
    if actor.role not in ASKED:
        return
    cases = Case.objects.visible_to(actor)
    for row in _counts(cases.filter(status__in=ASKED[actor.role]).exclude(disposal_allowed_from__gt=clock.today())):
        yield _row(row, site=actor.role == Role.SITE)
    if actor.role != Role.SITE:
        bad = CaseItem.objects.filter(case=OuterRef("pk"), fixity_ok=False, disposed_at=None)
        for row in _counts(cases.filter(Exists(bad))):
            yield _row({**row, "status": ALTERED})


def _counts(cases: QuerySet[Case]) -> Iterator[Mapping[str, Any]]:
    """A row a state: the case that is due first, how many there are, since when. One query."""
    found = cases.annotate(
        count=Window(Count("id"), partition_by="status"), since=Window(Min("status_at"), partition_by="status")
    )
    first = found.order_by("status", "due_on", "id").distinct("status")
    yield from first.values("status", "count", "since", "due_on", "title")


def _row(row: Mapping[str, Any], *, site: bool = False) -> Waiting:
    title, detail = ("补充案卷材料", "查看案卷尚缺的材料") if site else WORDS[row["status"]]
    query = "" if row["status"] == ALTERED else f"?status={row['status']}"
    return Waiting(
        title=title,
        detail=f"{row['title']}{'等' if row['count'] > 1 else ''}，{detail}",
        url=reverse("archive:list") + query,
        kind=KIND,
        due=due(row["due_on"]) if row["status"] == S.OPEN else None,
        since=row["since"],
        count=row["count"],
    )
