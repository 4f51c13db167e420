"""Filling in a registration: a draft is created and edited here and nowhere else (3.2)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from exams.announcements.models import AnnouncementItem
from exams.registration import rules
from exams.registration.entry import receipts
from exams.registration.entry.conditions import composed
from exams.registration.entry.models import Claim
from exams.registration.entry.receipts import Receipt
from exams.registration.models import Registration
from exams.registration.photos import services as photos
from sdzx import clock, identifiers, policy
from sdzx.accounts import consent
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.fields import document_index, label_of
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt
from sdzx.identifiers import clean_name, mask_document, normalise_document, normalise_name, normalise_phone
from sdzx.workflow import Blocker, Refused, locked, refuse_on

Status = Registration.Status
PLAIN = ("sex", "ethnicity", "education", "employer_name", "address", "needs")
SHOWN = (*PLAIN, "eligibility")
EDITABLE = (Status.DRAFT, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that the candidate claims to meet, and the files that prove it."""

    condition: str
    files: tuple[StoredFile, ...] = ()


@transaction.atomic
def create(item: AnnouncementItem, *, by: Actor, receipt: Receipt | None = None, **values: Any) -> Registration:
    """A draft for a batch: an applicant's own, with name and document of the account, or a person of a registrar's unit.

    `values`: phone; of a unit's person also name, document_type, document_number; birth_date where the number does not
    say it; sex, ethnicity, education, employer_name, address, needs; eligibility (the candidate's own words) and claims:
    list of Met; photo: StoredFile, frame: Frame, evidence: list of StoredFile; consented. `receipt` is that of the form:
    one that was opened in time is kept as a draft though the window closed meanwhile.
    Raises Refused when the batch is not open, the person is registered for it already, the form has been taken in
    before, or a value is ill formed. Missing values are named at submission.
    """
    require(by, "registration.submit")
    record = Registration(item=item, project=item.project, center=item.announcement.center)
    if by.role == Role.APPLICANT:
        record.user = by.user_required
    else:
        record.unit = by.organization
    now = clock.now()
    refuse_on(rules.window(item, min(now, receipt.opened) if receipt else now))
    _fill(record, by, values)
    _saved(record)
    receipts.take(receipt, record, by=by)
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
def edit(record: Registration, *, by: Actor, receipt: Receipt | None = None, **values: Any) -> Registration:
    """Change a draft or what was returned; `values` as for `create`. Raises Refused in any other state."""
    require(by, "registration.submit", record)
    locked(record)
    if record.status not in EDITABLE:
        raise Refused(f"当前状态为“{record.get_status_display()}”，不能再修改。")
    receipts.take(receipt, record, by=by)
    before = {name: getattr(record, name) for name in SHOWN}
    had = (record.photo_id, set(record.evidence.values_list("pk", flat=True)))
    _fill(record, by, values)
    _attach(record, by, values)
    _saved(record)
    changed = [name for name in SHOWN if before[name] != getattr(record, name)]
    labels = {name: label_of(Registration, name) for name in changed}
    files = {"照片": "已更换"} if record.photo_id != had[0] else {}
    if had[1] != (now := set(record.evidence.values_list("pk", flat=True))):
        files["证明材料"] = f"{len(now)}件"
    trace(
        by=by, verb="registration.edit", label="修改报名信息", subject=record,
        before={labels[name]: before[name] for name in changed},
        after={labels[name]: getattr(record, name) for name in changed} | files,
    )  # fmt: skip
    return record


def other_live(record: Registration) -> Registration | None:
    """Another live registration of the same document for the same batch."""
    same = Registration.objects.filter(item_id=record.item_id, document_index=record.document_index)
    return same.exclude(pk=record.pk).exclude(status__in=Registration.ENDED).select_related("unit").first()


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
    if "eligibility" in values or "claims" in values:
        record.eligibility_note = values.get("eligibility", record.eligibility_note).strip()
        record.eligibility = composed((each.condition for each in values.get("claims", ())), record.eligibility_note)
    _derive(record, values.get("birth_date"))
    record.document_index = document_index(record.document_type, record.document_number)
    if values.get("consented") and record.consent_version != (version := consent.version()):
        record.consented_at, record.consent_version = clock.now(), version
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
        record.photo, record.photo_warnings = photos.keep(
            photo, by=by, numbers=policy.of(record.center), frame=values.get("frame")
        )
        record.save(update_fields=["photo", "photo_warnings"])
    claims: Iterable[Met] | None = values.get("claims")
    if claims is not None:
        _claim(record, by, claims)
    if claims is not None or "evidence" in values:
        proofs = StoredFile.objects.filter(pk__in=record.claims.values("files"))
        others = [_adopted(each, by) for each in values.get("evidence") or ()]
        record.evidence.set([*proofs, *others])


def _claim(record: Registration, by: Actor, claims: Iterable[Met]) -> None:
    record.claims.all().delete()
    for position, met in enumerate(claims):
        claim = Claim.objects.create(registration=record, position=position, condition=met.condition)
        claim.files.set([_adopted(each, by) for each in met.files])


def _adopted(stored: StoredFile, by: Actor) -> StoredFile:
    return adopt(stored, kind="registration.evidence", by=by)


def _saved(record: Registration) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:  # the same person, at the same moment, on another screen
        raise Refused(rules.registered_already(other_live(record)) or "请刷新页面后重试。") from error
