"""What waits: for the custodian drafts, returned sets, openings and draws; for the director openings; for the province filings."""

from collections.abc import Iterable

from django.db.models import Count, Min
from django.urls import reverse

from exams.papers.draws import awaiting
from exams.papers.models import Opening, QuestionSet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting

_STATES: dict[str, dict[str, str]] = {
    Role.PROVINCE: {QuestionSet.Status.FILED: "题卷待备案"},
    Role.CUSTODIAN: {
        QuestionSet.Status.DRAFT: "题卷命题中，待审题",
        QuestionSet.Status.REVIEWED: "题卷已审，待报省中心备案",
        QuestionSet.Status.RETURNED: "题卷被省中心退回，待修改",
    },
}


def waiting(actor: Actor) -> list[Waiting]:
    """The worklist rows of this slice."""
    rows = [*_sets(actor)]
    if actor.may("papers.approve_opening"):
        rows += _openings(actor)
    if actor.may("papers.draw"):
        rows += _draws(actor)
    return rows


def _sets(actor: Actor) -> Iterable[Waiting]:
    labels = _STATES.get(actor.role)
    if not labels:
        return
    found = QuestionSet.objects.visible_to(actor).filter(status__in=labels).values("status").order_by("status")
    for row in found.annotate(count=Count("pk"), since=Min("status_at")):
        yield Waiting(
            title=labels[row["status"]], detail=f"{row['count']}套", url=f"{reverse('papers:list')}?status={row['status']}",
            kind="命题备案", since=row["since"], count=row["count"],
        )  # fmt: skip


def _openings(actor: Actor) -> Iterable[Waiting]:
    visible = QuestionSet.objects.visible_to(actor)
    asked = Opening.objects.filter(part__question_set__in=visible, approved_at=None).exclude(requested_by=actor.user)
    for each in asked.select_related("part__question_set", "requested_by")[:20]:
        part = each.part
        yield Waiting(
            title=f"启封申请待批准：{part.question_set.code} {part.get_kind_display()}",
            detail=f"{each.requested_by.name}：{each.reason}", url=reverse("papers:record", args=[part.question_set.uid]),
            kind="启封", since=each.requested_at,
        )  # fmt: skip


def _draws(actor: Actor) -> Iterable[Waiting]:
    coming = list(awaiting(actor.center).order_by("starts_at"))
    if not coming:
        return
    first = coming[0]
    days = (first.day - clock.today()).days
    when = f"最近一场{first.day.month}月{first.day.day}日" + ("（今天或已过）" if days <= 0 else f"（还有{days}天）")
    yield Waiting(
        title="场次待抽题", detail=f"{len(coming)}个场次，{when}", url=reverse("papers:draws"), kind="抽题",
        since=first.status_at, count=len(coming),
    )  # fmt: skip
