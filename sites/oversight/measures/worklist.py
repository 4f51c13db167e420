"""What waits: warnings and rectifications at the site; reports, overdue ones and reinstatements at the director."""

from django.db.models import Q
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.oversight.measures.models import Measure
from sites.registry.models import Site

S, K = Measure.Status, Measure.Kind
KIND = "监管措施"
LIMIT = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query for the site, two for the director."""
    if actor.role == Role.SITE:
        found = Measure.objects.visible_to(actor).filter(status__in=Measure.AT_SITE).select_related("site")
        return [row(title_for_site(each), each) for each in found.order_by("due", "id")[:LIMIT]]
    if actor.role != Role.DIRECTOR:
        return []
    visible = Measure.objects.visible_to(actor).select_related("site").order_by("due", "id")
    ripe = visible.filter(Q(status=S.REPORTED) | Q(status__in=Measure.AT_SITE, due__lt=clock.today()))
    return [*(row(title_for_director(each), each) for each in ripe[:LIMIT]), *reinstatements(actor)]


def title_for_site(measure: Measure) -> str:
    return "签收警告" if measure.kind == K.WARNING else f"报送整改报告（{measure.get_kind_display()}）"


def title_for_director(measure: Measure) -> str:
    return "审核整改报告" if measure.status == S.REPORTED else "整改逾期，请处理"


def row(title: str, measure: Measure) -> Waiting:
    dated = measure.due if measure.status != S.REPORTED else None
    return Waiting(
        title=f"{title}：{measure.site.name}", detail=measure.number, kind=KIND, since=measure.status_at,
        url=reverse("measures:record", args=[measure.uid]), due=due(dated) if dated else None,
    )  # fmt: skip


def reinstatements(actor: Actor) -> list[Waiting]:
    """Suspended sites whose rectification was accepted, without an exit on the way."""
    busy = Measure.objects.filter(status__in=Measure.OPEN, kind=K.SUSPENSION).values("site")
    mended = Measure.objects.filter(status=S.CLOSED, kind=K.SUSPENSION).values("site")
    found = Site.objects.visible_to(actor).filter(status=Site.Status.SUSPENDED, pk__in=mended).exclude(pk__in=busy)
    found = found.exclude(exit_cases__status__in=("noticed", "stated", "decided"))
    return [
        Waiting(
            title=f"恢复考点：{site.name}", detail="整改已通过", kind=KIND, since=site.status_at,
            url=reverse("registry:record", args=[site.uid]),
        )
        for site in found.order_by("code")[:LIMIT]
    ]  # fmt: skip
