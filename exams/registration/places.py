"""The places of a batch: taken by one guarded UPDATE, so that no rush oversells them.

Whoever touches both locks the batch's row before the registration's: a revision of the announcement does so too.
"""

from django.db.models import F

from exams.announcements.models import AnnouncementItem


def take(item_id: int, count: int = 1) -> bool:
    """Take places, all or none; False when there are not so many. The row stays locked until the transaction ends."""
    enough = AnnouncementItem.objects.filter(pk=item_id, taken__lte=F("places") - count)
    return enough.update(taken=F("taken") + count) == 1


def give_back(item_id: int) -> None:
    """Return one place."""
    AnnouncementItem.objects.filter(pk=item_id, taken__gt=0).update(taken=F("taken") - 1)
