"""Writing announcements: draft, approval, publication, revision (3.1)."""

from typing import Any

from django.db import transaction

from exams.announcements import documents, rules
from exams.announcements.hooks import AFTER_REVISION
from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.changes import differences
from sdzx.audit.services import record
from sdzx.catalogue.models import Specification
from sdzx.files.services import store
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

EDIT = "announcement.edit"
FILE_KIND = "announcement.pdf"
_WRITTEN = (
    "year", "kind", "number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised", "other_matters",
    "contact", "phone", "revision_note",
)  # fmt: skip
_COPIED = tuple(name for name in _WRITTEN if name != "revision_note")
_BATCH = ("project", "batch", "registration_opens", "registration_closes", "exam_from", "exam_to", "places")


@transaction.atomic
def create(*, by: Actor, draft: Draft) -> Announcement:
    """A draft of the actor's centre. Refused for batches that could not be kept (3.1)."""
    require(by, EDIT)
    if by.center is None:
        raise Refused("只有市中心可以起草公告。")
    announcement = Announcement(center=by.center, created_by=by.user_required)
    return _write(announcement, by=by, draft=draft)


@transaction.atomic
def edit(announcement: Announcement, *, by: Actor, draft: Draft) -> Announcement:
    """Write a draft wholly. Refused when it is no draft: what is published is only revised (3.1).

    Year and kind of a revision stay those of what it revises.
    """
    require(by, EDIT, announcement)
    locked(announcement)
    if announcement.status != Announcement.Status.DRAFT:
        raise Refused(f"公告{announcement.get_status_display()}，不能修改；已发布的公告只能修订。")
    return _write(announcement, by=by, draft=draft)


@transaction.atomic
def submit(announcement: Announcement, *, by: Actor) -> Announcement:
    """To the director. Refused with each missing content of 3.1."""
    locked(announcement)
    refuse_on(obstacles(announcement))
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
    former = locked(announcement.revises) if announcement.revises else None
    refuse_on(obstacles(announcement))
    if former is not None and announcement.status == Announcement.Status.PENDING:
        _carry_taken(announcement, former)
        advance(former, "supersede", by=by, detail={"由修订替代": announcement.number})
    advance(announcement, "publish", by=by)
    announcement.published_at = clock.now()
    announcement.document = store(
        documents.announcement(announcement), name=f"{announcement.heading}.pdf", kind=FILE_KIND, by=by
    )
    announcement.save(update_fields=["published_at", "document"])
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
    record(by=by, verb=EDIT, label="起草修订", subject=made, ground=revision_note, after={"修订": announcement.number})
    return made


def obstacles(announcement: Announcement) -> list[Blocker]:
    """Everything that stands in the way of submission and publication now."""
    items = list(announcement.items.select_related("project", "specification"))
    published = Announcement.objects.filter(
        center=announcement.center, year=announcement.year, kind=Announcement.Kind.ANNUAL,
        status=Announcement.Status.PUBLISHED,
    ).exclude(pk=announcement.pk).first()  # fmt: skip
    found = rules.incomplete(announcement, items, clock.today()) + rules.second_annual(announcement, published)
    if announcement.revises is not None:
        found += rules.broken_promises(items, announcement.revises.items.select_related("project"))
    return found


def draft_of(announcement: Announcement) -> Draft:
    """What the editor shows of a stored announcement."""
    rows = announcement.items.select_related("project")
    items = tuple(Batch(**{name: getattr(item, name) for name in _BATCH}) for item in rows)
    return Draft(**{name: getattr(announcement, name) for name in _WRITTEN}, items=items)


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
    after["考核批次"] = [str(batch) for batch in draft.items]
    record(by=by, verb=EDIT, label=label, subject=announcement, before=before, after=after)
    return announcement


def _carry_taken(announcement: Announcement, former: Announcement) -> None:
    """Hold the former batches still, and give their taken places to the batches that continue them."""
    old = {item.pk: item for item in former.items.select_for_update().select_related(None)}
    items = list(announcement.items.all())
    refuse_on(rules.broken_promises(items, former.items.select_related("project")))
    for item in items:
        if item.origin_id in old:
            item.taken = old[item.origin_id].taken
            item.save(update_fields=["taken"])
