"""What waits around announcements: drafts and the missing annual one for the arranger, approvals for the director."""

from django.urls import reverse

from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Waiting

KIND = "考核公告"


def waiting(actor: Actor) -> list[Waiting]:
    """One row for each announcement that this person can move on; few a year."""
    found = []
    mine = Announcement.objects.visible_to(actor)
    if actor.may("announcement.publish"):
        found += [_row("公告待批准", each) for each in mine.filter(status=Announcement.Status.PENDING)]
    if actor.may("announcement.submit"):
        found += [_row("公告草稿待报批", each) for each in mine.filter(status=Announcement.Status.DRAFT)]
        year = clock.today().year
        if not mine.filter(year=year, kind=Announcement.Kind.ANNUAL).exists():
            address = reverse("announcements:new")
            found.append(Waiting(f"{year}年度公告尚未起草", "每年年初发布年度考核公告。", address, KIND))
    return found


def _row(title: str, record: Announcement) -> Waiting:
    address = reverse("announcements:record", args=[record.uid])
    return Waiting(title, f"{record.heading}（{record.number}）", address, KIND, since=record.status_at)
