"""What is typed in the editor and not saved yet: kept while it is typed, so that neither browser nor colleague loses it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from exams.announcements import services
from exams.announcements.models import Announcement, Unsaved
from exams.announcements.rules import Draft
from exams.announcements.services import EDIT, Overtaken
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.workflow import refuse_on

_OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "do", "over", "edition", "count"})


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page started: the announcement's edition (0 for a new one), and how often this person's input was kept."""

    edition: int
    count: int


def packed(data: QueryDict) -> str:
    """What was sent, as JSON, without what only the page needs."""
    return json.dumps({name: data.getlist(name) for name in data if name not in _OF_THE_PAGE}, ensure_ascii=False)


def unpacked(typed: str) -> QueryDict:
    """The same as a form takes it."""
    made = QueryDict(mutable=True)
    values: Mapping[str, list[str]] = json.loads(typed)
    for name, texts in values.items():
        made.setlist(name, texts)
    return made


def of(announcement: Announcement | None, *, by: Actor) -> Unsaved | None:
    """This person's own, of the announcement or of a new one."""
    return Unsaved.objects.filter(announcement=announcement, center=by.center, user=by.user_required).first()


def when(row: Unsaved) -> str:
    """«11月3日10:40», without the day when it is today's."""
    moment = timezone.localtime(row.saved_at)
    day = "" if moment.date() == clock.today() else f"{moment.month}月{moment.day}日"
    return f"{day}{moment:%H:%M}"


@transaction.atomic
def keep(announcement: Announcement | None, *, by: Actor, typed: str, problems: int, start: Start) -> Unsaved:
    """Keep what this person typed, right or wrong. Refused when the announcement is no draft.

    Raises Overtaken when the same person's input was kept from another window since this one started: that one stays.
    """
    require(by, EDIT, announcement)
    refuse_on(services.not_editable(announcement))
    held, _ = Unsaved.objects.get_or_create(
        announcement=announcement, center=by.center, user=by.user_required, defaults={"edition": max(start.edition, 0)}
    )
    row = Unsaved.objects.select_for_update(of=("self",)).select_related("user").get(pk=held.pk)
    if row.typed == typed:
        return row
    if row.count != start.count:
        raise Overtaken(elsewhere(row))
    row.edition, row.typed, row.problems, row.saved_at = max(start.edition, 0), typed, problems, clock.now()
    row.count += 1
    row.save()
    return row


@transaction.atomic
def drop(announcement: Announcement | None, *, by: Actor, start: Start) -> None:
    """Give up what this person typed and did not save; what another window kept since then stays."""
    require(by, EDIT, announcement)
    mine = Unsaved.objects.filter(announcement=announcement, center=by.center, user=by.user_required)
    mine.filter(count=start.count).delete()


@transaction.atomic
def write(announcement: Announcement | None, *, by: Actor, draft: Draft, start: Start) -> Announcement:
    """Save a draft, new or old; what was kept of it is settled. Refused and Overtaken as `keep` and `services.edit`."""
    require(by, EDIT, announcement)
    mine = Unsaved.objects.filter(announcement=announcement, center=by.center, user=by.user_required)
    row = mine.select_for_update(of=("self",)).first()
    if row is not None and row.count != start.count:
        raise Overtaken(elsewhere(row))
    mine.delete()
    if announcement is None:
        return services.create(by=by, draft=draft)
    return services.edit(announcement, by=by, draft=draft, edition=start.edition)


def elsewhere(row: Unsaved) -> str:
    """What somebody with two windows is told."""
    return f"您在另一个窗口填写过（{when(row)}自动保存），本页填写的内容还没有保存，都在下面。"
