"""The places of a batch: taken by one guarded UPDATE, so that no rush oversells them.

Whoever touches both locks the batch's row before the registration's: a revision of the announcement does so too.
"""

from django.db import connection
from django.db.models import F

from exams.announcements.models import AnnouncementItem
from sdzx.prepared import Statement, carry_out

TAKE = Statement("UPDATE exams_announcementitem SET taken = taken + %s WHERE id = %s AND taken + %s <= places")
FREE = Statement("SELECT 1 FROM exams_announcementitem WHERE id = %s AND taken < places")


def take(item_id: int, count: int = 1) -> bool:
    """Take places, all or none; False when there are not so many. The row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        carry_out(cursor, (TAKE, (count, item_id, count)))
        return bool(cursor.rowcount == 1)


def any_free(item_id: int) -> bool:
    """Is a place free at this moment? Whoever lost the rush asks."""
    with connection.cursor() as cursor:
        carry_out(cursor, (FREE, (item_id,)))
        return cursor.fetchone() is not None


def give_back(item_id: int) -> None:
    """Return one place."""
    AnnouncementItem.objects.filter(pk=item_id, taken__gt=0).update(taken=F("taken") - 1)
