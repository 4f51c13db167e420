"""Open batches and registrations in named states, written straight to the tables."""

import datetime
import io
import itertools

from django.db.models import F
from PIL import Image

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization, User
from sdzx.catalogue.models import Project, Specification
from sdzx.fields import document_index
from sdzx.files.models import StoredFile
from sdzx.files.services import store
from sdzx.identifiers import DocumentType, normalise_name
from tests.factories import people

_numbers = itertools.count(1)
Status = Registration.Status
ELIGIBLE = "年满16周岁，从事相关工作1年以上。"


def project(**values: object) -> Project:
    """A catalogue entry in force since last year."""
    n = next(_numbers)
    return Project.objects.create(
        **{
            "code": f"37R{n:05d}", "name": f"面点制作{n}", "field": "餐饮服务", "source": Project.Source.MINISTRY,
            "status": Project.Status.IN_FORCE, "in_force_from": clock.today() - datetime.timedelta(days=400), **values,
        }
    )  # fmt: skip


def specification(of: Project | None = None) -> Specification:
    """The specification in force of a project."""
    entry = of or project()
    found = Specification.objects.filter(project=entry, status=Specification.Status.IN_FORCE).first()
    return found or Specification.objects.create(
        project=entry, version=1, status=Specification.Status.IN_FORCE, definition="制作面点。", audience="从业人员",
        eligibility=ELIGIBLE, examiner_composition="3名考评员", mode=Specification.Mode.PRACTICE, minutes=90,
        venue="操作间", in_force_from=clock.today() - datetime.timedelta(days=300),
    )  # fmt: skip


def item(
    city: Center | None = None, *, places: int = 30, of: Project | None = None, opened: bool = True, **values: object
) -> AnnouncementItem:
    """A batch of a published supplement; its window is open now unless `opened` is False (then it closed yesterday)."""
    n = next(_numbers)
    place, now, day = city or people.center(), clock.now(), clock.today()
    announcement = Announcement.objects.create(
        center=place, year=day.year, kind=Announcement.Kind.SUPPLEMENT, number=f"济鉴公告〔{day.year}〕{n}号",
        heading=f"{day.year}年专项职业能力考核补充公告", eligibility=ELIGIBLE, how_to_register="通过系统报名",
        how_appraised="实际操作", other_matters="无", contact="李明", phone="0531-87210000",
        status=Announcement.Status.PUBLISHED, published_at=now, created_by=people.user(),
    )  # fmt: skip
    rules = specification(of)
    return AnnouncementItem.objects.create(
        **{
            "announcement": announcement, "project": rules.project, "specification": rules,
            "registration_opens": now - datetime.timedelta(days=10),
            "registration_closes": now + datetime.timedelta(days=10 if opened else -1),
            "exam_from": day + datetime.timedelta(days=30), "exam_to": day + datetime.timedelta(days=40),
            "places": places, **values,
        }
    )  # fmt: skip


def jpeg(width: int = 413, height: int = 579, colour: str = "steelblue") -> bytes:
    """A plain picture."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "JPEG")
    return target.getvalue()


def photo(by: Actor | None = None) -> StoredFile:
    """A portrait as the services leave it: exactly as large as the policy's default says."""
    return store(jpeg(295, 413), name="照片", kind="registration.photo", by=by)


def draft(of: AnnouncementItem | None = None, **values: object) -> Registration:
    """A complete draft, not yet submitted."""
    return registration(Status.DRAFT, of, **values)


def submitted(of: AnnouncementItem | None = None, **values: object) -> Registration:
    """Waits for the clerk; holds a place."""
    return registration(Status.SUBMITTED, of, **values)


def accepted(of: AnnouncementItem | None = None, **values: object) -> Registration:
    """Accepted by the clerk, to be arranged; holds a place."""
    return registration(Status.ACCEPTED, of, **values)


PLACELESS = frozenset({Status.DRAFT, Status.WAITING, Status.WITHDRAWN, Status.REJECTED, Status.LAPSED})


def registration(
    status: Status = Status.SUBMITTED,
    of: AnnouncementItem | None = None,
    *,
    user: User | None = None,
    unit: Organization | None = None,
    **values: object,
) -> Registration:
    """A registration in that state, with photo and consent; the candidate's own unless a unit is given.

    It takes its place in the batch as the services would; a seat, scores and certificate are the later slices'.
    """
    n = next(_numbers)
    batch = of or item()
    owner = user or (None if unit else people.user("赵强"))
    number = owner.document_number if owner else people.resident_id(n, area="370103")
    name = owner.name.rstrip("0123456789") if owner else "孙丽"
    holds = status not in PLACELESS
    if holds:
        AnnouncementItem.objects.filter(pk=batch.pk).update(taken=F("taken") + 1)
        batch.refresh_from_db()
    center = batch.announcement.center
    moment = None if status == Status.DRAFT else clock.now()
    record = Registration(
        **{
            "status": status, "center": center, "item": batch, "project": batch.project, "user": owner, "unit": unit,
            "number": None if status == Status.DRAFT else f"BM{center.code}-{clock.today().year}-T{n:05d}",
            "name": name, "name_key": normalise_name(name), "sex": "男", "birth_date": datetime.date(1990, 1, 1),
            "ethnicity": "汉族", "education": "大专", "document_type": DocumentType.RESIDENT_ID,
            "document_number": number, "document_index": document_index(DocumentType.RESIDENT_ID, number),
            "phone": "13800001234", "employer_name": "齐鲁食品有限公司", "address": "大学路1号", "eligibility": ELIGIBLE,
            "photo": photo(), "consented_at": clock.now(), "consent_version": "2026-01", "submitted_at": moment,
            "holds_place": holds, "offered_until": clock.now() + datetime.timedelta(hours=48) if status == Status.OFFERED else None,
            **values,
        }
    )  # fmt: skip
    record.save()
    return record
