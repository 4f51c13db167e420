"""Registering, submitting, withdrawing and reviewing (3.2). With bulk.py the only writers of Registration."""

import datetime
import uuid
from collections.abc import Iterable
from functools import cache

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from exams.announcements import changes
from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration import places, rules
from exams.registration.bulk import numbers
from exams.registration.entry.services import EDITABLE as EDITABLE
from exams.registration.entry.services import create as create
from exams.registration.entry.services import edit as edit
from exams.registration.entry.services import other_live as other_live
from exams.registration.models import Registration
from exams.registration.people import people_of, tell
from exams.registration.waiting import queue
from sdzx import clock
from sdzx.accounts import consent
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization, User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import notify
from sdzx.prepared import Prepared
from sdzx.workflow import Refused, advance, atomic_again, locked, refuse_on, version_of

Status = Registration.Status
# What a submission does not read of the batch, its announcement and its project.
UNREAD = [
    f"{path}__{field.name}"
    for path, model, read in (
        ("item", AnnouncementItem, {"announcement", "origin", "registration_opens", "registration_closes", "exam_from"}),
        ("item__announcement", Announcement, {"status"}),
        ("project", Project, {"name", "status", "announced_batches", "in_force_from", "withdrawn_from", "source",
                              "filing_number", "filed_on"}),
    )
    for field in model._meta.concrete_fields
    if field.name not in read and not field.primary_key
]  # fmt: skip
PLACED = (Status.SUBMITTED, Status.WAITING, Status.OFFERED)


@atomic_again
@enforces("3.2")
def submit(record: Registration, *, by: Actor) -> Registration:
    """Submit for review and take a place; when the batch is full, go onto the waiting list. Twice is as once.

    What was returned keeps its place. Raises Refused with every unmet condition.
    """
    asked = record.item_id
    seen = _judged(record, by)
    if record.status in PLACED:
        return record
    if record.item_id != asked:
        raise Refused("公告刚刚修订，请核对新的批次信息后重新提交。")
    # The place, the registration, the number: nobody takes them in another order. In a rush nobody waits for another's
    # judgement, and the number, for which the whole city waits, is locked for one more statement.
    placed = record.holds_place or places.take(asked)
    record.submitted_at, record.holds_place = clock.now(), placed

    def numbered() -> dict[str, str]:
        record.number = record.number or _number(record)
        return {"报名号": record.number}

    advance(
        record, "submit" if placed else "wait", by=by, fields=("number", "submitted_at", "holds_place"), seen=seen,
        last=numbered,
    )  # fmt: skip
    if not placed:
        transaction.on_commit(lambda: queue.look_again(asked), robust=True)
    return record


def to_submit(uid: uuid.UUID, *, by: Actor) -> Registration | None:
    """The registration as it stands, with all that a submission looks at, in one query; None when `by` has no such one."""
    whom = by.organization if by.role == Role.REGISTRAR else by.user
    if whom is None or not by.may("registration.submit"):
        return None
    found = _to_submit(by.role).ask(whom.pk, uid, clock.today())
    return found[0] if found else None


@transaction.atomic
def withdraw(record: Registration, *, by: Actor) -> Registration:
    """Cancel; the place is offered to the first who waits."""
    _lock_batch(record)
    advance(record, "withdraw", by=by)
    _leave(record)
    return record


@transaction.atomic
@enforces("3.2")
def accept(record: Registration, *, by: Actor, note: str = "") -> Registration:
    """The clerk finds the registration in order."""
    locked(record)
    advance(record, "accept", by=by, detail={"审核意见": note} if note else None)
    return _reviewed(record, note)


@transaction.atomic
def accept_many(records: Iterable[uuid.UUID], *, by: Actor) -> tuple[int, list[str]]:
    """Accept each that can be: how many were, and why the others were not. Strangers' and unknown ones are passed over."""
    done, refused = 0, []
    for record in Registration.objects.visible_to(by).filter(uid__in=list(records)).order_by("pk"):
        try:
            accept(record, by=by)
            done += 1
        except Refused as refusal:
            refused.append(f"{record.name}：{refusal}")
    return done, refused


@transaction.atomic
def send_back(record: Registration, *, by: Actor, ground: str) -> Registration:
    """Return for mending, with everything that is to be mended; the place is kept."""
    locked(record)
    advance(record, "send_back", by=by, ground=ground)
    return _reviewed(record, ground)


@transaction.atomic
@enforces("3.2")
def reject(record: Registration, *, by: Actor, ground: str) -> Registration:
    """Not eligible, with the ground; the place is offered to the first who waits."""
    _lock_batch(record)
    advance(record, "reject", by=by, ground=ground)
    _leave(record)
    return _reviewed(record, ground)


@transaction.atomic
def follow_revision(former: Announcement, revision: Announcement, by: Actor) -> None:
    """Live and ended registrations move to the revised batches, and their people are told what changed."""
    for item in revision.items.exclude(origin=None).select_related("origin"):
        Registration.objects.filter(item=item.origin).update(item=item)
    moved = Registration.objects.filter(item__announcement=revision).exclude(status__in=Registration.ENDED)
    people = {person for record in moved.select_related("user", "unit") for person in people_of(record)}
    notify(
        NoticeKind.ANNOUNCEMENT_REVISED, to=people, subject=revision,
        url=reverse("announcements:page", args=[revision.uid]), former=former,
        changes=changes.sentences(former, revision),
    )  # fmt: skip
    for item in revision.items.exclude(origin=None):
        queue.follow_revision(item)


@cache
def _to_submit(role: Role) -> Prepared[Registration]:
    def written(whom: int, uid: uuid.UUID, day: datetime.date) -> QuerySet[Registration]:
        by = Actor(role, user=User(pk=whom), organization=Organization(pk=whom))
        found = Registration.objects.visible_to(by).filter(uid=uid).order_by()
        found = found.select_related("item__announcement", "project", "center").defer(*UNREAD)
        return found.annotate(seen=version_of(Registration), text_in_use=consent.version_on(day))

    return Prepared(written, -1, uuid.UUID(int=1), datetime.date(1, 1, 1))


def _judged(record: Registration, by: Actor) -> str:
    """Judge the registration as it stands; the version that was judged. A record fresh from `to_submit` is not read again.

    Raises Refused with every unmet condition, or for who may not submit it.
    """
    if "seen" not in vars(record):
        require(by, "registration.submit")
        if (found := to_submit(record.uid, by=by)) is None:
            raise Refused("没有找到这条报名，或它不属于您。")
        vars(record).update(vars(found))
    seen, text = vars(record).pop("seen"), vars(record).pop("text_in_use")
    if record.status not in PLACED:
        # No look for another live one of the same person: a draft is live, and the database has one live one at most.
        refuse_on(rules.unsubmittable(record, moment=clock.now(), text=text))
    return str(seen)


def _number(record: Registration) -> str:
    (number,) = numbers(record.center)
    return number


def _lock_batch(record: Registration) -> None:
    """The batch before the registration, whatever a revision does meanwhile."""
    record.refresh_from_db()
    queue.locked_batch(record.item_id)
    locked(record)


def _leave(record: Registration) -> None:
    """Free the place of a registration that ended: it is offered to the first who waits, else back to the batch."""
    if record.holds_place:
        record.holds_place = False
        record.save(update_fields=["holds_place"])
        places.give_back(record.item_id)
    elif record.group is None:
        return
    queue.pass_on(record.item_id, f"{record.number}让出名额")
    item_id = record.item_id
    transaction.on_commit(lambda: queue.look_again(item_id), robust=True)


def _reviewed(record: Registration, note: str) -> Registration:
    record.review_note = note.strip()
    record.save(update_fields=["review_note"])
    tell(record, NoticeKind.REGISTRATION_REVIEWED)
    return record
