"""Registering, submitting, withdrawing and reviewing (3.2). With bulk.py the only writers of Registration."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration import places, rules
from exams.registration.bulk import numbers
from exams.registration.models import Registration
from sdzx import clock, identifiers, policy
from sdzx.accounts import consent
from sdzx.accounts.access import require
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.fields import document_index
from sdzx.files.accept import PHOTO
from sdzx.files.images import portrait, rewritten
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, content, erase, store
from sdzx.identifiers import clean_name, mask_document, normalise_document, normalise_name, normalise_phone
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.policy import Policy
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

Status = Registration.Status
PLAIN = ("sex", "ethnicity", "education", "employer_name", "address", "eligibility", "needs")
EDITABLE = (Status.DRAFT, Status.RETURNED)


@transaction.atomic
def create(item: AnnouncementItem, *, by: Actor, **values: Any) -> Registration:
    """A draft for a batch: an applicant's own, with name and document of the account, or a person of a registrar's unit.

    `values`: phone; of a unit's person also name, document_type, document_number; birth_date where the number does not
    say it; sex, ethnicity, education, employer_name, address, eligibility, needs; photo: StoredFile, evidence: list of
    them; consented. Raises Refused when the batch is not open, the person is registered for it already, or a value is
    ill formed. Missing values are named at submission.
    """
    require(by, "registration.submit")
    record = Registration(item=item, project=item.project, center=item.announcement.center)
    if by.role == Role.APPLICANT:
        record.user = by.user_required
    else:
        record.unit = by.organization
    refuse_on(rules.window(item, clock.now()))
    _fill(record, by, values)
    _saved(record)
    _attach(record, by, values)
    trace(
        by=by,
        verb="registration.create",
        label="填写报名",
        subject=record,
        after={"证件号码": mask_document(record.document_number)},
    )
    return record


@transaction.atomic
def edit(record: Registration, *, by: Actor, **values: Any) -> Registration:
    """Change a draft or what was returned; `values` as for `create`. Raises Refused in any other state."""
    require(by, "registration.submit", record)
    locked(record)
    if record.status not in EDITABLE:
        raise Refused(f"当前状态为“{record.get_status_display()}”，不能再修改。")
    before = {name: getattr(record, name) for name in PLAIN}
    _fill(record, by, values)
    _attach(record, by, values)
    _saved(record)
    changed = [name for name in PLAIN if before[name] != getattr(record, name)]
    labels = {name: str(Registration._meta.get_field(name).verbose_name) for name in changed}  # type: ignore[union-attr]
    trace(
        by=by, verb="registration.edit", label="修改报名信息", subject=record,
        before={labels[name]: before[name] for name in changed},
        after={labels[name]: getattr(record, name) for name in changed},
    )  # fmt: skip
    return record


@transaction.atomic
@enforces("3.2")
def submit(record: Registration, *, by: Actor) -> Registration:
    """Submit for review and take a place; when the batch is full, go onto the waiting list. Twice is as once.

    What was returned keeps its place. Raises Refused with every unmet condition.
    """
    require(by, "registration.submit", record)
    record.refresh_from_db()
    holds, item_id = record.holds_place, record.item_id
    # The place first, then the registration: the order in which a revision locks them.
    placed = holds or places.take(item_id)
    locked(record)
    if record.status in (Status.SUBMITTED, Status.WAITING) or record.holds_place != holds:
        if placed and not holds:
            places.give_back(item_id)
        return record
    if record.item_id != item_id:
        raise Refused("公告刚刚修订，请核对新的批次信息后重新提交。")
    refuse_on(rules.unsubmittable(record, moment=clock.now(), other=other_live(record)))
    record.number = record.number or _number(record)
    record.submitted_at, record.holds_place = clock.now(), placed
    record.save(update_fields=["number", "submitted_at", "holds_place"])
    advance(record, "submit" if placed else "wait", by=by, detail={"报名号": record.number})
    return record


@transaction.atomic
def withdraw(record: Registration, *, by: Actor) -> Registration:
    """Cancel; the place goes to the first who waits."""
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
    """Not eligible, with the ground; the place goes to the first who waits."""
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
    )  # fmt: skip


def other_live(record: Registration) -> Registration | None:
    """Another live registration of the same document for the same batch."""
    same = Registration.objects.filter(item_id=record.item_id, document_index=record.document_index)
    return same.exclude(pk=record.pk).exclude(status__in=Registration.ENDED).select_related("unit").first()


def people_of(record: Registration) -> list[User]:
    """Whom to tell: the candidate, or those who register for the unit."""
    if record.user:
        return [record.user]
    return holders(Role.REGISTRAR, organization=record.unit)


def _fill(record: Registration, by: Actor, values: dict[str, Any]) -> None:
    """Everything but the files. The applicant's name and document are those of the account."""
    source = record.user
    if source is not None:
        if not source.document_number:
            raise Refused("您的账号没有登记证件，请带证件到所在市中心补充后再报名。")
        record.name, record.document_type = source.name, source.document_type
        record.document_number = source.document_number
    else:
        for name in ("name", "document_type", "document_number"):
            setattr(record, name, values.get(name, getattr(record, name)))
    record.name = clean_name(record.name)
    record.name_key = normalise_name(record.name)
    record.document_number = normalise_document(record.document_number)
    record.phone = normalise_phone(values.get("phone") or record.phone or (source.phone if source else ""))
    for name in PLAIN:
        setattr(record, name, values.get(name, getattr(record, name)).strip())
    _derive(record, values.get("birth_date"))
    record.document_index = document_index(record.document_type, record.document_number)
    if values.get("consented") and record.consented_at is None:
        record.consented_at, record.consent_version = clock.now(), consent.VERSION
    refuse_on([*_unstorable(record), *rules.registered_already(other_live(record))])


def _derive(record: Registration, given: datetime.date | None) -> None:
    """What the number says of birth and sex is not typed."""
    said = identifiers.birth_date(record.document_type, record.document_number)
    if (day := said or given) is not None:
        record.birth_date = day
    sex = identifiers.sex(record.document_type, record.document_number)
    record.sex = str(sex.label) if sex else record.sex


def _unstorable(record: Registration) -> list[Blocker]:
    """Even a draft names a real person."""
    found = rules.identity(record) if record.birth_date else [
        Blocker("请填写出生日期（证件号码中没有出生日期）。", "3.2", field="birth_date")
    ]  # fmt: skip
    return [each for each in found if each.field != "phone" or record.phone]


def _attach(record: Registration, by: Actor, values: dict[str, Any]) -> None:
    photo: StoredFile | None = values.get("photo")
    if photo is not None and photo.pk != record.photo_id:
        record.photo = _portrait(photo, by, policy.of(record.center))
        record.save(update_fields=["photo"])
    if "evidence" in values:
        record.evidence.set([adopt(each, kind="registration.evidence", by=by) for each in values["evidence"] or ()])


def _portrait(upload: StoredFile, by: Actor, numbers: Policy) -> StoredFile:
    body = content(upload)
    picture = rewritten(body, PHOTO)
    refuse_on(rules.too_small(rules.Size(picture.width, picture.height), numbers))
    erase(adopt(upload, kind="registration.photo", by=by))
    cropped = portrait(body, width=numbers.photo_width, height=numbers.photo_height)
    stored = store(cropped.content, name="照片", kind="registration.photo", by=by, media_type=cropped.media_type)
    stored.width, stored.height = cropped.width, cropped.height
    stored.save(update_fields=["width", "height"])
    return stored


def _saved(record: Registration) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:  # the same person, at the same moment, on another screen
        raise Refused(rules.registered_already(other_live(record)) or "请刷新页面后重试。") from error


def _number(record: Registration) -> str:
    (number,) = numbers(record.center)
    return number


def _lock_batch(record: Registration) -> None:
    """The batch before the registration, whatever a revision does meanwhile."""
    record.refresh_from_db()
    AnnouncementItem.objects.select_for_update(of=("self",)).get(pk=record.item_id)
    locked(record)


def _leave(record: Registration) -> None:
    """Free the place of a registration that ended: it passes to the first who waits, else back to the batch."""
    if not record.holds_place:
        return
    record.holds_place = False
    record.save(update_fields=["holds_place"])
    following = places.first_waiting(record.item_id)
    if following is None:
        places.give_back(record.item_id)
        return
    following.holds_place = True
    following.save(update_fields=["holds_place"])
    advance(following, "promote", by=SYSTEM, ground=f"{record.number}让出名额")
    _tell(following, NoticeKind.REGISTRATION_PROMOTED)


def _reviewed(record: Registration, note: str) -> Registration:
    record.review_note = note.strip()
    record.save(update_fields=["review_note"])
    _tell(record, NoticeKind.REGISTRATION_REVIEWED)
    return record


def _tell(record: Registration, kind: NoticeKind) -> None:
    """The notice hangs on the act in the trace: a second decision on the same day is told too."""
    act = last_entry(record)
    assert act is not None
    url = reverse("registration:record", args=[record.uid])
    notify(kind, to=people_of(record), subject=act, url=url, registration=record)
