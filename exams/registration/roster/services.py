"""What a unit's registrar does with a roster: upload, take, discard (3.2). The rest is the worker's: checking, taking."""

import hashlib
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration.roster import rules, tasks
from exams.registration.roster.models import Roster
from exams.registration.roster.photos import Album
from sdzx import clock
from sdzx.accounts import consent
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, erase_many
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

Status = Roster.Status


@transaction.atomic
@enforces("3.2")
def receive(
    item: AnnouncementItem, *, by: Actor, workbook: StoredFile, photos: StoredFile | None, consented: bool
) -> tuple[Roster, bool]:
    """Receive a roster for a batch and have it checked; whether it is new.

    The same two files again give back the first roster and change nothing. Raises Refused when the batch is not open,
    the people have not been asked for their consent, or the ZIP cannot be opened.
    """
    require(by, "roster.upload")
    assert by.organization is not None
    assert by.membership_id is not None
    fingerprint = _fingerprint(workbook, photos)
    if (known := _known(by.organization, item, fingerprint)) is not None:
        return known, False
    blockers = rules.unreceivable(item, moment=clock.now())
    if not consented:
        blockers.append(Blocker("请先确认已取得名单中每个人的同意。", "3.2", field="consented"))
    refuse_on([*blockers, *_unopenable(photos)])
    roster = Roster(
        item=item, center=item.announcement.center, unit=by.organization, uploaded_by=by.user_required, membership_id=by.membership_id,
        fingerprint=fingerprint, consented_at=clock.now(), consent_version=consent.version(),
        workbook=adopt(workbook, kind="roster.workbook", by=by),
        photos=photos and adopt(photos, kind="roster.album", by=by),
    )  # fmt: skip
    try:
        with transaction.atomic():
            roster.save()
    except IntegrityError:  # the same files, at the same moment, on another screen
        first = _known(by.organization, item, fingerprint)
        if first is None:
            raise
        return first, False
    files = [each.name for each in (workbook, photos) if each]
    trace(by=by, verb="roster.upload", label="上传名单", subject=roster, after={"文件": files})
    transaction.on_commit(partial(_queue, tasks.check, roster.pk))
    return roster, True


@transaction.atomic
@enforces("3.2")
def take(roster: Roster, *, by: Actor, places: str) -> Roster:
    """Decide that the good rows are taken; the worker does it. `places` says what happens when there are too few.

    Raises Refused when registration has closed or no row is good.
    """
    locked(roster)
    now = clock.now()
    if roster.status == Status.CHECKED:
        refuse_on(rules.untakable(roster, moment=now))
        roster.asked_at, roster.places, roster.outcome = now, Roster.Places(places), ""
        roster.membership_id = by.membership_id or roster.membership_id
        roster.save(update_fields=["asked_at", "places", "outcome", "membership"])
    advance(roster, "take", by=by, detail={"合格": roster.good, "名额不够时": roster.get_places_display()})
    transaction.on_commit(partial(_queue, tasks.take, roster.pk))
    return roster


@transaction.atomic
def discard(roster: Roster, *, by: Actor) -> Roster:
    """Take nothing: what was read of the people, and their photos, goes. The unit's own workbook stays for mending."""
    locked(roster)
    advance(roster, "discard", by=by)
    erase_many(StoredFile.objects.filter(pk__in=roster.lines.exclude(photo=None).values("photo")))
    roster.lines.update(values="", document_index="")
    return roster


@transaction.atomic
def follow_revision(former: Announcement, revision: Announcement, by: Actor) -> None:
    """Rosters follow their batch to the revised announcement, as registrations do; the batch's dates may be others now."""
    for item in AnnouncementItem.objects.filter(announcement=revision).exclude(origin=None):
        Roster.objects.filter(item_id=item.origin_id).update(item=item)


def _fingerprint(workbook: StoredFile, photos: StoredFile | None) -> str:
    return hashlib.sha256(f"{workbook.sha256}/{photos.sha256 if photos else ''}".encode()).hexdigest()


def _known(unit: Organization, item: AnnouncementItem, fingerprint: str) -> Roster | None:
    same = Roster.objects.filter(unit=unit, item=item, fingerprint=fingerprint)
    return same.exclude(status__in=(Status.DISCARDED, Status.FAILED)).first()


def _unopenable(photos: StoredFile | None) -> list[Blocker]:
    """The ZIP is opened at once, so that a damaged one is refused while the form is still there."""
    if photos is None:
        return []
    try:
        Album(photos.path).close()
    except Refused as refusal:
        return [Blocker(each.sentence, field="photos") for each in refusal.blockers]
    return []


def _queue(task: Any, roster_id: int) -> None:
    """Hand over to the worker; when the queue is away, the schedule does it within minutes."""
    try:
        task.delay(roster_id)
    except task.OperationalError:
        return
