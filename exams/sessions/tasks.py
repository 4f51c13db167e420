"""The day before: candidates, their units and the site are reminded of tomorrow's sessions."""

import datetime

from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from exams.sessions.models import Session
from exams.sessions.services import candidates_of
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify


@shared_task
def remind_tomorrow() -> int:
    """Tell everybody concerned of each published session of tomorrow, once; how many notices are new."""
    first = timezone.make_aware(datetime.datetime.combine(clock.today() + datetime.timedelta(days=1), datetime.time()))
    coming = Session.objects.filter(
        status=Session.Status.PUBLISHED, starts_at__gte=first, starts_at__lt=first + datetime.timedelta(days=1)
    )
    return sum(_remind(session) for session in coming.select_related("site__organization", "project"))


@transaction.atomic
def _remind(session: Session) -> int:
    kind, day = NoticeKind.SESSION_TOMORROW, session.day
    told = notify(kind, to=candidates_of(session), subject=session, day=day, url=reverse("registration:list"))
    staff = holders(Role.SITE, organization=session.site.organization)
    return told + notify(kind, to=staff, subject=session, day=day, url=reverse("sessions:record", args=[session.uid]))
