"""Projects that leave the catalogue while sessions are planned (1)."""

import datetime

from django.urls import reverse

from exams.sessions.models import Session
from sdzx import clock
from sdzx.catalogue.models import Project
from sdzx.catalogue.related import SHOWN, Effect
from sdzx.ui import words
from sdzx.ui.parts import Fact


def effect(project: Project, day: datetime.date) -> Effect:
    """The sessions that have not begun."""
    found = Session.objects.filter(
        item__project=project, status__in=(Session.Status.DRAFT, Session.Status.PUBLISHED), starts_at__gte=clock.now()
    )
    examples = tuple(
        Fact(session.site.name, words.moment(session.starts_at), url=reverse("sessions:record", args=[session.uid]))
        for session in found.select_related("site").order_by("starts_at")[:SHOWN]
    )
    return Effect(
        "尚未开考的场次", found.count(), examples=examples,
        going_on="照常考核。", stopping="撤出日期以前的照常考核；撤出日期起的不能开始，由各中心取消。",
    )  # fmt: skip
