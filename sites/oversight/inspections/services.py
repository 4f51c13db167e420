"""Inspections: arranging, filling in, signing, closing. The only writer of Inspection and its rows (5.1, 5.4)."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import accept
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workflow import Refused, advance, locked, refuse_on
from sites.offline.saves import NoLongerOpen, Stale
from sites.oversight.inspections import documents, filing, rules
from sites.oversight.inspections.answers import findings_of
from sites.oversight.inspections.candidates import Candidate
from sites.oversight.inspections.models import Checklist, Inspection, InspectionPhoto, Inspector
from sites.registry.models import Site

PHOTO, RECORD = "inspection.photo", "inspection.record"
Answers = Mapping[str, Mapping[str, str]]


def record_path(inspection: Inspection) -> str:
    """The address of an inspection's page."""
    return reverse("inspections:record", args=[inspection.uid])


def site_staff(inspection: Inspection) -> list[User]:
    """Who is told on behalf of the site."""
    return holders(Role.SITE, organization=inspection.site.organization)


def inspectors_of(inspection: Inspection) -> list[User]:
    """The people who inspect."""
    return [each.user for each in inspection.inspectors.select_related("user")]


@transaction.atomic
@enforces("5.1")
def open_inspection(
    site: Site,
    *,
    by: Actor,
    announced: bool,
    scheduled_on: datetime.date,
    reason: str,
    inspectors: Sequence[Candidate],
    session: uuid.UUID | None = None,
) -> Inspection:
    """Arrange an inspection with the checklist in use. Tells the inspectors, and the site when announced. Raises Refused."""
    locked(site)
    require(by, "inspection.open", site)
    day = clock.today()
    held = site.sessions.filter(uid=session).values_list("number", "starts_at").first() if session else None
    session_day = timezone.localdate(held[1]) if held else None
    blockers = rules.planning_unfit(
        site, scheduled_on=scheduled_on, reason=reason, inspectors=inspectors, session_day=session_day, day=day
    )
    refuse_on(blockers + (rules.session_foreign() if session and not held else []))
    city = site.center.city.removesuffix("市")
    number = f"{city}专考检〔{day.year}〕{take(f'inspection/{site.center.code}/{day.year}')[0]}号"
    inspection = Inspection.objects.create(
        number=number, site=site, announced=announced, scheduled_on=scheduled_on, reason=reason.strip(),
        checklist=Checklist.objects.for_center(site.center), session=session if held else None,
        session_title=held[0] if held else "",
    )  # fmt: skip
    Inspector.objects.bulk_create(
        Inspector(inspection=inspection, user=each.user, capacity=each.capacity) for each in inspectors
    )
    after = {
        "number": number, "scheduled_on": scheduled_on, "announced": announced,
        "inspectors": [each.user.name for each in inspectors],
    }  # fmt: skip
    trace(by=by, verb="inspection.open", label="安排检查", subject=inspection, ground=reason, after=after)
    url = record_path(inspection)
    notify(NoticeKind.INSPECTION_ASSIGNED, to=[each.user for each in inspectors], subject=inspection, url=url)
    if announced:
        notify(NoticeKind.INSPECTION_ANNOUNCED, to=site_staff(inspection), subject=inspection, url=url)
    return inspection


def is_inspector(inspection: Inspection, by: Actor) -> bool:
    """Whether this person is one of those who inspect."""
    return by.user is not None and inspection.inspectors.filter(user=by.user).exists()


def _own(inspection: Inspection, by: Actor) -> None:
    if not is_inspector(inspection, by):
        raise Refused("只有这次检查的检查人员可以填写和提交。")


def _open(inspection: Inspection, by: Actor) -> None:
    """Locked, this person's, and not yet submitted. Raises Refused."""
    locked(inspection)
    require(by, "inspection.edit", inspection)
    _own(inspection, by)
    if inspection.status != Inspection.Status.PLANNED:
        raise NoLongerOpen(f"检查{inspection.get_status_display()}，不能再修改。")


@transaction.atomic
def save(
    inspection: Inspection,
    *,
    by: Actor,
    answers: Answers,
    summary: str,
    photos: Mapping[str, Sequence[StoredFile]] | None = None,
    base: int | None = None,
    key: str = "",
) -> Inspection:
    """Keep what has been filled in, however much; `photos` (by item) None leaves those as they are.

    `key` names this save: the same one again changes nothing. `base` is the revision that the writer started from.
    Raises Stale when a newer one is kept, NoLongerOpen, and Refused for whoever does not inspect and for answers that do not fit.
    """
    _open(inspection, by)
    if key and key == inspection.save_key:
        return inspection
    if base is not None and base != inspection.revision:
        raise Stale("这次检查已在另一台设备或另一个窗口保存过，请核对后再保存。")
    refuse_on(rules.answers_wrong(inspection, answers))
    inspection.answers = {code: dict(each) for code, each in answers.items() if any(each.values())}
    inspection.summary, inspection.save_key = summary, key
    inspection.revision += 1
    inspection.save(update_fields=["answers", "summary", "save_key", "revision"])
    if photos is not None:
        _keep_photos(inspection, photos, by)
    after = {"answered": len(inspection.answers), "photos": inspection.photos.count()}
    trace(by=by, verb="inspection.edit", label="填写检查表", subject=inspection, after=after)
    return inspection


@transaction.atomic
def add_photo(inspection: Inspection, *, by: Actor, code: str, upload: UploadedFile, key: str) -> Inspection:
    """Keep one photo of an item; the same `key` again changes nothing. Raises Refused for what is no picture, one too
    many, or an item that is not on the list."""
    _open(inspection, by)
    if key in inspection.photo_keys:
        return inspection
    refuse_on(rules.photo_unfit(inspection, code))
    stored = files.receive(upload, by=by, accept=accept.IMAGE, kind=PHOTO)
    InspectionPhoto.objects.create(inspection=inspection, code=code, file=stored)
    inspection.photo_keys[key] = str(stored.uid)
    inspection.save(update_fields=["photo_keys"])
    after = {"item": code, "photos": inspection.photos.count(), "sha256": stored.sha256}
    trace(by=by, verb="inspection.edit", label="添加现场照片", subject=inspection, after=after)
    return inspection


def _keep_photos(inspection: Inspection, photos: Mapping[str, Sequence[StoredFile]], by: Actor) -> None:
    wanted = {each.pk: (code, each) for code, held in photos.items() for each in held}
    inspection.photos.exclude(file__in=wanted).delete()
    known = set(inspection.photos.values_list("file", flat=True))
    for key, (code, stored) in wanted.items():
        if key not in known:
            adopted = files.adopt(stored, kind=PHOTO, by=by)
            InspectionPhoto.objects.create(inspection=inspection, code=code, file=adopted)


@transaction.atomic
@enforces("5.1")
def carry_out(inspection: Inspection, *, by: Actor, carried_out_on: datetime.date) -> Inspection:
    """Submit what was found; the site can read and sign it. Raises Refused while anything is missing."""
    locked(inspection)
    _own(inspection, by)
    day_unfit = rules.checking_day_unfit(inspection, carried_out_on, clock.today())
    refuse_on(day_unfit + rules.checking_incomplete(inspection))
    inspection.carried_out_on = carried_out_on
    inspection.save(update_fields=["carried_out_on"])
    findings = [row.item.code for row in findings_of(inspection)]
    advance(inspection, "carry_out", by=by, detail={"carried_out_on": carried_out_on, "findings": findings})
    notify(NoticeKind.INSPECTION_TO_SIGN, to=site_staff(inspection), subject=inspection, url=record_path(inspection))
    return inspection


@transaction.atomic
def cancel(inspection: Inspection, *, by: Actor, ground: str) -> Inspection:
    """It does not take place. Tells whoever knew of it."""
    locked(inspection)
    advance(inspection, "cancel", by=by, ground=ground)
    people = inspectors_of(inspection) + (site_staff(inspection) if inspection.announced else [])
    notify(NoticeKind.INSPECTION_CANCELLED, to=people, subject=inspection, url=record_path(inspection), ground=ground)
    return inspection


@transaction.atomic
@enforces("5.1")
def sign(inspection: Inspection, *, by: Actor, representative: str, opinion: str) -> Inspection:
    """The site signs with its opinion; the record is frozen. Raises Refused without either."""
    locked(inspection)
    refuse_on(rules.signature_unfit(representative, opinion))
    inspection.representative, inspection.opinion = representative.strip(), opinion.strip()
    inspection.save(update_fields=["representative", "opinion"])
    advance(inspection, "sign", by=by, ground=opinion, detail={"representative": inspection.representative})
    return _freeze(inspection, by)


@transaction.atomic
@enforces("5.1")
def record_refusal(inspection: Inspection, *, by: Actor, ground: str) -> Inspection:
    """An inspector records that the site would not sign, and how; the record is frozen."""
    locked(inspection)
    _own(inspection, by)
    inspection.refusal = ground.strip()
    inspection.save(update_fields=["refusal"])
    advance(inspection, "record_refusal", by=by, ground=ground)
    return _freeze(inspection, by)


def _freeze(inspection: Inspection, by: Actor) -> Inspection:
    """Print the record, keep it, ask the director to close."""
    content = documents.record_pdf(inspection)
    inspection.document = files.store(content, name=f"{inspection}记录.pdf", kind=RECORD, by=by)
    inspection.save(update_fields=["document"])
    directors = holders(Role.DIRECTOR, center=inspection.site.center)
    notify(NoticeKind.INSPECTION_TO_CLOSE, to=directors, subject=inspection, url=record_path(inspection))
    return inspection


@transaction.atomic
@enforces("5.4", "5.2")
def close(inspection: Inspection, *, by: Actor, result: str, conclusion: str = "") -> Inspection:
    """The director's result; record and photos go to the archive. Tells site and inspectors. Raises Refused."""
    locked(inspection)
    refuse_on(rules.closing_unfit(inspection, result, conclusion))
    inspection.result, inspection.conclusion = result, conclusion.strip()
    inspection.save(update_fields=["result", "conclusion"])
    detail: dict[str, Any] = {"result": inspection.get_result_display()}
    advance(inspection, "close", by=by, ground=conclusion, detail=detail)
    filing.archive(inspection, by=by)
    people: Iterable[User] = site_staff(inspection) + inspectors_of(inspection)
    notify(NoticeKind.INSPECTION_CLOSED, to=people, subject=inspection, url=record_path(inspection))
    return inspection
