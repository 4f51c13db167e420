"""Writing announcements: draft, approval, publication, revision (3.1)."""

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from exams.announcements import documents, rules
from exams.announcements.hooks import AFTER_REVISION
from exams.announcements.models import Announcement, AnnouncementItem, Attachment
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.accounts.roles import Role
from sdzx.audit.changes import differences
from sdzx.audit.services import last_entry, record
from sdzx.catalogue.models import Specification
from sdzx.files.services import adopt, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on, refuse_unless_open

EDIT = "announcement.edit"
FILE_KIND = "announcement.pdf"
ATTACHED = "announcement.attachment"
_WRITTEN = (
    "year", "kind", "number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised", "other_matters",
    "contact", "phone", "revision_note",
)  # fmt: skip
_COPIED = tuple(name for name in _WRITTEN if name != "revision_note")
_BATCH = ("project", "batch", "registration_opens", "registration_closes", "exam_from", "exam_to", "places",
          "eligibility", "how_appraised", "contact")  # fmt: skip


class Overtaken(Exception):
    """Somebody else saved the draft since it was opened: nothing is written, both versions are there to choose from."""


@transaction.atomic
def create(*, by: Actor, draft: Draft) -> Announcement:
    """A draft of the actor's centre. Refused for batches that could not be kept (3.1)."""
    require(by, EDIT)
    if by.center is None:
        raise Refused("只有市中心可以起草公告。")
    announcement = Announcement(center=by.center, created_by=by.user_required)
    return _write(announcement, by=by, draft=draft)


@transaction.atomic
def edit(announcement: Announcement, *, by: Actor, draft: Draft, edition: int | None = None) -> Announcement:
    """Write a draft wholly. Refused when it is no draft: what is published is only revised (3.1).

    Year and kind of a revision stay those of what it revises. `edition` is the one that the editor was opened with:
    raises Overtaken when another one was saved since.
    """
    require(by, EDIT, announcement)
    locked(announcement)
    refuse_on(not_editable(announcement))
    if edition is not None and edition != announcement.edition:
        raise Overtaken(overtaken(announcement))
    return _write(announcement, by=by, draft=draft)


def overtaken(announcement: Announcement) -> str:
    """Who saved the draft last, for whoever opened it before."""
    last = last_entry(announcement)
    who = f"{last.actor_name}已于{last.local_time}" if last else "其他人已"
    return f"您打开之后，{who}保存过这份草稿。您填写的内容还没有保存，都在下面。"


def not_editable(announcement: Announcement | None) -> list[Blocker]:
    """A new announcement and a draft may be written; what is with the director or published may not (3.1)."""
    if announcement is None or announcement.status == Announcement.Status.DRAFT:
        return []
    return [Blocker(f"公告{announcement.get_status_display()}，不能修改；已发布的公告只能修订。")]


@transaction.atomic
def submit(announcement: Announcement, *, by: Actor) -> Announcement:
    """To the director. Refused with each missing content of 3.1, and while somebody's input is not saved."""
    locked(announcement)
    refuse_on(unready(announcement))
    advance(announcement, "submit", by=by)
    return announcement


@transaction.atomic
def send_back(announcement: Announcement, *, by: Actor, ground: str) -> Announcement:
    """Back to the arranger, with what has to be changed."""
    locked(announcement)
    advance(announcement, "send_back", by=by, ground=ground)
    return announcement


@transaction.atomic
def publish(announcement: Announcement, *, by: Actor) -> Announcement:
    """Public from now on, with its document frozen; a revision replaces what it revises and takes over its registrations.

    Refused with each missing content, a second annual announcement of the year, a batch that would lose registrations
    (3.1), and characters that no font has.
    """
    locked(announcement)
    announcement.approved_by = by.user_required
    return _publish(announcement, "publish", by=by)


@transaction.atomic
def schedule(announcement: Announcement, *, by: Actor, publish_at: datetime.datetime) -> Announcement:
    """Approved; the system publishes it at that time. Refused as `publish`, looked at for that time, and for a time past."""
    locked(announcement)
    refuse_unless_open(announcement, "schedule", by=by)
    refuse_on([*rules.too_soon(publish_at, clock.now()), *obstacles(announcement, publish_at)])
    documents.announcement(announcement)  # what cannot be printed is refused today, not in the night
    announcement.publish_at, announcement.approved_by, announcement.failed_at = publish_at, by.user_required, None
    announcement.save(update_fields=["publish_at", "approved_by", "failed_at"])
    advance(announcement, "schedule", by=by, detail={"定时发布时间": publish_at.isoformat()})
    return announcement


@transaction.atomic
def unschedule(announcement: Announcement, *, by: Actor, ground: str) -> Announcement:
    """Back to waiting for the director. Refused once it is published."""
    locked(announcement)
    advance(announcement, "unschedule", by=by, ground=ground)
    announcement.publish_at = announcement.failed_at = None
    announcement.save(update_fields=["publish_at", "failed_at"])
    return announcement


def publish_due(announcement: Announcement) -> bool:
    """Publish what was set for now or earlier; whether it was. Twice is as once.

    When it can no longer be published it stays, once and for all until the director acts; director and arrangers are told why.
    """
    try:
        with transaction.atomic():
            if not _is_due(announcement):
                return False
            _publish(announcement, "publish_due", by=SYSTEM)
            _tell(NoticeKind.ANNOUNCEMENT_PUBLISHED, announcement)
    except Refused as refusal:
        return _failed(announcement, refusal)
    return True


def _is_due(announcement: Announcement) -> bool:
    locked(announcement)
    due = announcement.publish_at is not None and announcement.publish_at <= clock.now()
    return due and announcement.status == Announcement.Status.SCHEDULED and announcement.failed_at is None


@transaction.atomic
def _failed(announcement: Announcement, refusal: Refused) -> bool:
    if not _is_due(announcement):  # somebody acted between the two transactions
        return False
    announcement.failed_at = clock.now()
    announcement.save(update_fields=["failed_at"])
    record(
        by=SYSTEM, verb="announcement.publish_due", label="未能按时发布", subject=announcement, ground=str(refusal),
        after={"定时发布时间": announcement.publish_at.isoformat() if announcement.publish_at else ""},
    )  # fmt: skip
    _tell(NoticeKind.ANNOUNCEMENT_FAILED, announcement, reasons=[str(each) for each in refusal.blockers])
    return False


def _tell(kind: NoticeKind, announcement: Announcement, **facts: Any) -> None:
    """Director and arrangers of the centre."""
    center = announcement.center
    to = [*holders(Role.DIRECTOR, center=center), *holders(Role.ARRANGER, center=center)]
    url = reverse("announcements:record", args=[announcement.uid])
    notify(kind, to=to, subject=announcement, url=url, **facts)


def _publish(announcement: Announcement, verb: str, *, by: Actor) -> Announcement:
    former = locked(announcement.revises) if announcement.revises else None
    refuse_on(obstacles(announcement))
    if former is not None and announcement.status in (Announcement.Status.PENDING, Announcement.Status.SCHEDULED):
        _carry_taken(announcement, former)
        advance(former, "supersede", by=by, detail={"由修订替代": announcement.number})
    advance(announcement, verb, by=by)
    announcement.published_at = clock.now()
    announcement.document = store(
        documents.announcement(announcement), name=f"{announcement.heading}.pdf", kind=FILE_KIND, by=by
    )
    announcement.save(update_fields=["published_at", "document", "approved_by"])
    announcement.unsaved.all().delete()
    if former is not None:
        for work in AFTER_REVISION:
            work(former, announcement, by)
    return announcement


@transaction.atomic
def revise(announcement: Announcement, *, by: Actor, revision_note: str) -> Announcement:
    """A draft revision with everything copied. Refused when the announcement is not published or is being revised (3.1)."""
    require(by, EDIT, announcement)
    locked(announcement)
    if announcement.status != Announcement.Status.PUBLISHED:
        raise Refused(f"公告{announcement.get_status_display()}，只有已发布的公告可以修订。")
    if Announcement.objects.filter(revises=announcement).exists():
        raise Refused("该公告已有修订稿，请在修订稿上修改。")
    if not revision_note.strip():
        raise Refused([Blocker("请填写修订说明，说明修改了哪些内容。", clause="3.1", field="revision_note")])
    made = Announcement.objects.create(
        center=announcement.center,
        created_by=by.user_required,
        revises=announcement,
        revision=announcement.revision + 1,
        revision_note=revision_note.strip(),
        **{name: getattr(announcement, name) for name in _COPIED},
    )
    for item in announcement.items.all():
        AnnouncementItem.objects.create(
            announcement=made,
            specification=item.specification,
            origin=item,
            **{name: getattr(item, name) for name in _BATCH},
        )
    Attachment.objects.bulk_create(
        Attachment(announcement=made, file=each.file, label=each.label) for each in announcement.attachments.all()
    )
    record(by=by, verb=EDIT, label="起草修订", subject=made, ground=revision_note, after={"修订": announcement.number})
    return made


def unready(announcement: Announcement) -> list[Blocker]:
    """Everything that stands in the way of submission: what is missing, and what somebody typed and did not save."""
    typed = announcement.unsaved.select_related("user")
    return obstacles(announcement) + rules.unsettled(announcement, typed)


def obstacles(announcement: Announcement, moment: datetime.datetime | None = None) -> list[Blocker]:
    """Everything that stands in the way of publication, now or at a later moment."""
    items = list(announcement.items.select_related("project", "specification"))
    found = rules.incomplete(announcement, items, moment or clock.now())
    return found + collisions(announcement, items)


def collisions(announcement: Announcement, items: list[AnnouncementItem]) -> list[Blocker]:
    """What other announcements and the registrations of the one revised stand in the way of."""
    published = Announcement.objects.filter(
        center=announcement.center, year=announcement.year, kind=Announcement.Kind.ANNUAL,
        status=Announcement.Status.PUBLISHED,
    ).exclude(pk=announcement.pk).first()  # fmt: skip
    found = rules.second_annual(announcement, published)
    if announcement.revises is not None:
        found += rules.broken_promises(items, announcement.revises.items.select_related("project"))
    return found


def draft_of(announcement: Announcement) -> Draft:
    """What the editor shows of a stored announcement."""
    rows = announcement.items.select_related("project")
    items = tuple(Batch(**{name: getattr(item, name) for name in _BATCH}) for item in rows)
    attached = tuple(each.file for each in announcement.attachments.select_related("file"))
    return Draft(**{name: getattr(announcement, name) for name in _WRITTEN}, items=items, attachments=attached)


def _write(announcement: Announcement, *, by: Actor, draft: Draft) -> Announcement:
    values: dict[str, Any] = {name: getattr(draft, name) for name in _WRITTEN}
    if announcement.revises_id:
        values |= {"year": announcement.year, "kind": announcement.kind}
    else:
        values["revision_note"] = ""
    current = {
        each.project_id: each
        for each in Specification.objects.filter(
            project__in=[batch.project for batch in draft.items], status=Specification.Status.IN_FORCE
        )
    }
    missing = dict.fromkeys(batch.project.name for batch in draft.items if batch.project.pk not in current)
    refuse_on([
        *rules.wrong_batches(draft.items),
        *(Blocker(f"考核项目“{name}”没有现行考核规范，请联系省中心。", clause="3.1") for name in missing),
    ])  # fmt: skip
    label = "修改公告" if announcement.pk else "起草公告"
    before, after = differences(
        Announcement, {name: getattr(announcement, name) for name in values if announcement.pk}, values
    )
    for name, value in values.items():
        setattr(announcement, name, value)
    announcement.edition += 1
    announcement.save()
    origins = (
        {(item.project_id, item.batch): item for item in announcement.revises.items.all()}
        if announcement.revises
        else {}
    )
    announcement.items.all().delete()
    AnnouncementItem.objects.bulk_create(
        AnnouncementItem(
            announcement=announcement,
            specification=current[batch.project.pk],
            origin=origins.get((batch.project.pk, batch.batch)),
            **{name: getattr(batch, name) for name in _BATCH},
        )
        for batch in draft.items
    )
    _attach(announcement, draft, by)
    after["考核批次"] = [str(batch) for batch in draft.items]
    if draft.attachments:
        after["附件"] = [each.name for each in draft.attachments]
    record(by=by, verb=EDIT, label=label, subject=announcement, before=before, after=after)
    return announcement


def _attach(announcement: Announcement, draft: Draft, by: Actor) -> None:
    """The attachments are those of the draft; what the announcement had before needs no adopting."""
    held = set(announcement.attachments.values_list("file_id", flat=True))
    wanted = {each.pk: each for each in draft.attachments}
    announcement.attachments.exclude(file__in=wanted.values()).delete()
    for key, file in wanted.items():
        if key not in held:
            kept = adopt(file, kind=ATTACHED, by=by)
            Attachment.objects.create(announcement=announcement, file=kept, label=kept.name[:100])


def _carry_taken(announcement: Announcement, former: Announcement) -> None:
    """Hold the former batches still, and give their taken places to the batches that continue them."""
    old = {item.pk: item for item in former.items.select_for_update().select_related(None)}
    items = list(announcement.items.all())
    refuse_on(rules.broken_promises(items, former.items.select_related("project")))
    for item in items:
        if item.origin_id in old:
            item.taken, item.held = old[item.origin_id].taken, old[item.origin_id].held
            item.save(update_fields=["taken", "held"])
