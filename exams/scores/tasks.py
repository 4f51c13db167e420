"""Reminders of scores that are due: every morning at eight, on working days only (4.4)."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from exams.scores.models import ScoreSheet
from exams.scores.rules import EDITABLE, reminder
from exams.scores.services import url_of
from exams.scores.sheets.models import ExaminerSheet
from exams.scores.sheets.services import url_of as sheet_url
from exams.scores.sheets.services import waiting_for
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar

RETURNED = "成绩退回后尚未重新报送。"


@shared_task
def remind() -> int:
    """Remind the sites, and centre and arrangers of what is overdue; how many notices are new. Twice a day tells once."""
    open_ = ScoreSheet.objects.filter(
        session__status=Session.Status.ENDED, session__scores_due__isnull=False, status__in=EDITABLE
    )
    return sum(
        _remind(sheet)
        for sheet in open_.select_related("session__site__organization", "session__center", "session__project")
    )


@transaction.atomic
def _remind(sheet: ScoreSheet) -> int:
    session, today = sheet.session, clock.today()
    if session.scores_due is None or session.ended_at is None:
        return 0
    ended_on = timezone.localtime(session.ended_at).date()
    kind = reminder(sheet.status, ended_on=ended_on, due=session.scores_due, today=today, table=calendar.current())
    if kind is None:
        return 0
    late = max(-calendar.workdays_between(today, session.scores_due), 0)
    facts = {"late": late, "today": today, "ground": RETURNED}
    new = notify(kind, to=_told(sheet, kind), subject=sheet, url=url_of(sheet), day=today, **facts)
    return new + sum(_remind_examiner(mine) for mine in waiting_for(sheet))


def _remind_examiner(mine: ExaminerSheet) -> int:
    user = mine.assignment.person.user
    to, url = [user] if user else [], sheet_url(mine)
    return notify(NoticeKind.EXAMINER_SHEET_OPENED, to=to, subject=mine, url=url, day=clock.today())


def _told(sheet: ScoreSheet, kind: NoticeKind) -> list[User]:
    session = sheet.session
    told = holders(Role.SITE, organization=session.site.organization)
    if kind == NoticeKind.SCORES_OVERDUE:
        told += holders(Role.DIRECTOR, center=session.center) + holders(Role.ARRANGER, center=session.center)
    return told
