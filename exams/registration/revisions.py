"""What a revision of an announcement means to those who registered: who they are, and what they are told (3.1, 3.2)."""

from django.urls import reverse

from exams.announcements.hooks import Registrants
from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration.models import Registration
from exams.registration.services import people_of
from sdzx.accounts.actors import Actor
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import notify


def registrants(item: AnnouncementItem) -> Registrants:
    """Those who submitted by name, unit and state; drafts are their writers' own and only counted."""
    live = Registration.objects.filter(item=item).exclude(status__in=Registration.ENDED).select_related("unit")
    named, drafts = [], 0
    for each in live.order_by("pk"):
        if each.status == Registration.Status.DRAFT:
            drafts += 1
        else:
            owner = f"{each.unit.name}，" if each.unit else ""
            named.append(f"{each.name}（{owner}{each.get_status_display()}）")
    return Registrants(tuple(named), drafts)


def tell_of_removed(former: Announcement, revision: Announcement, by: Actor) -> None:
    """Whoever began to register for a batch that the revision no longer has; their drafts cannot be submitted."""
    url = reverse("announcements:page", args=[revision.uid])
    left = Registration.objects.filter(item__announcement=former).exclude(status__in=Registration.ENDED)
    for record in left.select_related("user", "unit", "item__project"):
        notify(
            NoticeKind.ANNOUNCEMENT_BATCH_REMOVED, to=people_of(record), subject=record.item, url=url, revision=revision
        )
