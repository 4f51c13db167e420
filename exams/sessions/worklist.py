"""What waits: for the arranger batches, drafts, preparations, moves and draws; for the site notices and the day itself."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from exams.sessions import lookups
from exams.sessions.documents import spoken_time
from exams.sessions.models import Preparation, Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sites.registry.models import Site

LIMIT = 20
KIND = "考场"
_Status = Session.Status


def waiting(actor: Actor) -> list[Waiting]:
    """The worklist rows of this slice."""
    if actor.role == Role.ARRANGER:
        return [*_batches(actor), *_drafts(actor), *_moves(actor), *_unprepared(actor), *_undrawn(actor), *_days(actor)]
    if actor.role == Role.SITE:
        return [*_notices(actor), *_days(actor)]
    return []


def _of(session: Session, title: str, *, detail: str = "", url: str = "") -> Waiting:
    address = url or reverse("sessions:record", args=[session.uid])
    return Waiting(
        title=f"{title}：{session.number} {session.project.name}", detail=f"{spoken_time(session)}，{session.site.name}{detail}",
        url=address, kind=KIND, since=session.status_at,
    )  # fmt: skip


def _sessions(actor: Actor, *statuses: str) -> QuerySet[Session]:
    found = Session.objects.visible_to(actor).filter(status__in=statuses)
    return found.select_related("project", "site").order_by("starts_at")


def _batches(actor: Actor) -> Iterable[Waiting]:
    for item in lookups.batches(actor.center)[:LIMIT]:
        unplaced = getattr(item, "unplaced", 0)  # counted by the query
        yield Waiting(
            title=f"待安排考场：{item}", detail=f"{unplaced}名考生已审核通过，考核日期{item.exam_from}至{item.exam_to}",
            url=f"{reverse('sessions:new')}?item={item.pk}", kind=KIND, count=unplaced,
        )  # fmt: skip


def _drafts(actor: Actor) -> Iterable[Waiting]:
    return [_of(session, "场次待发布") for session in _sessions(actor, _Status.DRAFT)[:LIMIT]]


def _moves(actor: Actor) -> Iterable[Waiting]:
    """Sessions of sites that are suspended or lost their qualification."""
    found = _sessions(actor, _Status.DRAFT, _Status.PUBLISHED).exclude(site__status=Site.Status.ACTIVE)
    for session in found[:LIMIT]:
        detail = f"（{session.site.get_status_display()}）"
        yield _of(session, "考点不能使用，请改换考点", detail=detail, url=reverse("sessions:edit", args=[session.uid]))


def _unprepared(actor: Actor) -> Iterable[Waiting]:
    """Notices not acknowledged, or items short, of sessions within a week."""
    soon = clock.now() + datetime.timedelta(days=7)
    short = Q(preparation__items__ready=False)
    found = _sessions(actor, _Status.PUBLISHED).filter(starts_at__lt=soon)
    found = found.filter(Q(preparation__status=Preparation.Status.SENT) | short).exclude(
        preparation__status=Preparation.Status.READY
    )
    for session in found.select_related("preparation").distinct()[:LIMIT]:
        url = reverse("sessions:preparations:record", args=[session.preparation.uid])
        yield _of(session, "考点准备未落实", detail=f"（{session.preparation.get_status_display()}）", url=url)


def _undrawn(actor: Actor) -> Iterable[Waiting]:
    """Sessions of today and tomorrow without a question set."""
    before = clock.now() + datetime.timedelta(days=2)
    found = _sessions(actor, _Status.PUBLISHED).filter(starts_at__lt=before, draw=None)
    return [_of(session, "即将开考，尚未抽题，请联系命题管理") for session in found[:LIMIT]]


def _days(actor: Actor) -> Iterable[Waiting]:
    """Sessions of today to begin, and running ones to end."""
    now = clock.now()
    for session in _sessions(actor, _Status.RUNNING)[:LIMIT]:
        yield _of(session, "考核进行中，结束后请登记")
    soon = _sessions(actor, _Status.PUBLISHED).filter(starts_at__lt=now + datetime.timedelta(hours=12))
    for session in soon[:LIMIT]:
        yield _of(session, "今日考核：签到、开始")


def _notices(actor: Actor) -> Iterable[Waiting]:
    found = Preparation.objects.visible_to(actor).exclude(status=Preparation.Status.READY)
    found = found.filter(session__status=_Status.PUBLISHED).select_related("session__project", "session__site")
    for each in found.order_by("session__starts_at")[:LIMIT]:
        title = "准备通知单待签收" if each.status == Preparation.Status.SENT else "考核准备待逐项确认、报告"
        yield _of(each.session, title, url=reverse("sessions:preparations:record", args=[each.uid]))
