"""What waits around announcements: drafts and the missing annual one for the arranger, approvals and what
failed for the director, the cities that are late for the province."""

import datetime

from django.urls import reverse

from exams.announcements.missing import due_day, without_annual
from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due as workdays_due

KIND = "考核公告"


def waiting(actor: Actor) -> list[Waiting]:
    """One row for each announcement that this person can move on; few a year."""
    found = []
    today = clock.today()
    mine = Announcement.objects.visible_to(actor)
    if actor.may("announcement.publish"):
        found += [_row("公告待批准", each) for each in mine.filter(status=Announcement.Status.PENDING)]
        failed = mine.filter(status=Announcement.Status.SCHEDULED, failed_at__isnull=False)
        found += [_row("公告未能按时发布", each) for each in failed]
    if actor.may("announcement.submit"):
        found += [_row("公告草稿待报批", each) for each in mine.filter(status=Announcement.Status.DRAFT)]
        if actor.center and not mine.filter(year=today.year, kind=Announcement.Kind.ANNUAL).exists():
            due = workdays_due(due_day(actor.center, today.year))
            address = reverse("announcements:new")
            title = f"{today.year}年度公告尚未起草"
            found.append(Waiting(title, "每年年初发布年度考核公告。", address, KIND, due=due))
    if actor.role == Role.PROVINCE:
        found += _late(today)
    return found


def _late(today: datetime.date) -> list[Waiting]:
    """For the province: one row for all cities past their day."""
    late = [each for each in without_annual(today.year) if each.due < today]
    if not late:
        return []
    names = "、".join(each.center.city for each in late)
    title = f"{len(late)}个市尚未发布{today.year}年度公告"
    return [Waiting(title, names, reverse("announcements:missing"), KIND, count=len(late))]


def _row(title: str, record: Announcement) -> Waiting:
    address = reverse("announcements:record", args=[record.uid])
    return Waiting(title, f"{record.heading}（{record.number}）", address, KIND, since=record.status_at)
