"""Sessions in every state with site, batch, registrations and seats; straight ORM."""

import datetime
import itertools
from decimal import Decimal

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration.models import Registration
from exams.sessions.bundles.models import TicketBundle
from exams.sessions.models import Preparation, PreparationItem, Seat, Session
from sdzx import clock
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project, Specification
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType
from sites.applications.models import Application
from sites.registry.models import Authorisation, Publication, Site
from tests.factories import papers, people

_numbers = itertools.count(1)
Status = Session.Status
_AFTER = {
    Status.DRAFT: Registration.Status.ACCEPTED, Status.PUBLISHED: Registration.Status.ARRANGED,
    Status.RUNNING: Registration.Status.PRESENT, Status.ENDED: Registration.Status.PRESENT,
    Status.CLOSED: Registration.Status.PASSED,
}  # fmt: skip
_DISTANCE = {
    Status.DRAFT: datetime.timedelta(days=10), Status.PUBLISHED: datetime.timedelta(days=10),
    Status.RUNNING: -datetime.timedelta(minutes=30), Status.ENDED: -datetime.timedelta(days=1),
    Status.CLOSED: -datetime.timedelta(days=10), Status.CANCELLED: datetime.timedelta(days=10),
}  # fmt: skip


def site(
    project: Project | None = None, *, city: Center | None = None, organization: Organization | None = None,
    rooms: int = 2, workstations: int = 10, **values: object
) -> Site:  # fmt: skip
    """An active published site, authorised for the project when one is given."""
    n = next(_numbers)
    city = city or people.center()
    host = organization or people.organization(city)
    application = Application.objects.create(
        status=Application.Status.PUBLISHED, number=f"SQ9{n:05d}", center=city, organization=host, created_by=people.user(),
        responsible="赵校长", address="大学路1号",
    )  # fmt: skip
    publication = Publication.objects.create(
        status=Publication.Status.PUBLISHED, center=city, number=f"济人社公告〔2025〕9{n}号", heading="考点名单公告",
        issued_on=datetime.date(2025, 3, 3),
    )  # fmt: skip
    publication.applications.add(application)
    made = Site.objects.create(
        **{
            "code": f"{city.code}9{n:03d}", "center": city, "organization": host, "name": f"{host.name}考点",
            "address": "大学路1号实训楼", "contact": "赵校长", "phone": "0531-87210000", "application": application,
            "publication": publication, **values,
        }
    )  # fmt: skip
    if project is not None:
        authorisation(made, project, rooms=rooms, workstations=workstations)
    return made


def authorisation(
    at: Site, project: Project, *, rooms: int = 2, workstations: int = 10, **values: object
) -> Authorisation:
    """What the site may examine, for ten years unless `valid_from`, `valid_to` say otherwise."""
    term = {"valid_from": datetime.date(2025, 3, 3), "valid_to": datetime.date(2035, 3, 2), **values}
    return Authorisation.objects.create(site=at, project=project, rooms=rooms, workstations=workstations, **term)


def item(spec: Specification | None = None, *, city: Center | None = None, **values: object) -> AnnouncementItem:
    """A batch of a published supplement: registration was open last month, the exam dates span half a year either side."""
    n = next(_numbers)
    spec, now = spec or papers.specification(), clock.now()
    announcement = Announcement.objects.create(
        status=Announcement.Status.PUBLISHED, center=city or people.center(), year=clock.today().year,
        kind=Announcement.Kind.SUPPLEMENT, number=f"济鉴公告〔2026〕9{n}号", heading="专项职业能力考核补充公告",
        created_by=people.user(), published_at=now - datetime.timedelta(days=40),
    )  # fmt: skip
    half = datetime.timedelta(days=180)
    return AnnouncementItem.objects.create(
        **{
            "announcement": announcement, "project": spec.project, "specification": spec, "places": 100,
            "registration_opens": now - datetime.timedelta(days=30), "registration_closes": now - datetime.timedelta(days=1),
            "exam_from": clock.today() - half, "exam_to": clock.today() + half, **values,
        }
    )  # fmt: skip


def registration(of: AnnouncementItem, status: str = Registration.Status.ACCEPTED, **values: object) -> Registration:
    """A candidate's registration in that state."""
    n = next(_numbers)
    person = values.pop("user", None) or people.user(name=f"李考生{n}")
    number = f"3701021990{n % 100000000:08d}"
    return Registration.objects.create(
        **{
            "status": status, "number": f"BM9{n:06d}", "center": of.announcement.center, "item": of, "project": of.project,
            "user": person, "name": person.name, "name_key": person.name, "birth_date": datetime.date(1990, 1, 1), "sex": "女",
            "document_type": DocumentType.RESIDENT_ID, "document_number": number,
            "document_index": document_index(DocumentType.RESIDENT_ID, number), "phone": "13800001234", "holds_place": True,
            "submitted_at": clock.now(), **values,
        }
    )  # fmt: skip


def seat(of: Session, reg: Registration | None = None, *, number: int | None = None, **values: object) -> Seat:
    """A seat in 第1考场; with ticket number once the session is published."""
    place = number or of.seats.count() + 1
    published = of.status not in (Status.DRAFT, Status.CANCELLED)
    ticket = f"{of.center.code[:4]}{of.starts_at:%y%m%d}{of.pk % 10000:04d}{place:03d}" if published else None
    reg = reg or registration(of.item, _AFTER.get(of.status, Registration.Status.ACCEPTED))
    attendance = (
        Seat.Attendance.PRESENT
        if of.status in (Status.ENDED, Status.CLOSED, Status.RUNNING)
        else Seat.Attendance.EXPECTED
    )
    return Seat.objects.create(
        **{
            "session": of, "registration": reg, "room": "第1考场", "seat": place, "ticket_number": ticket,
            "attendance": attendance, **values,
        }
    )  # fmt: skip


def preparation(of: Session, status: str = Preparation.Status.READY) -> Preparation:
    """The preparation notice with the specification's items; all ready when READY."""
    made = Preparation.objects.create(session=of, status=status)
    count = of.seats.count()
    for row in of.specification.requirements.all():
        PreparationItem.objects.create(
            preparation=made, kind=row.kind, name=row.name, spec=row.spec, unit=row.unit,
            quantity=Decimal(row.quantity) * (count if row.per_candidate else 1),
            ready=True if status == Preparation.Status.READY else None,
        )  # fmt: skip
    return made


def session(
    status: str = Status.DRAFT, *, candidates: int = 0, city: Center | None = None, spec: Specification | None = None,
    at: Site | None = None, of: AnnouncementItem | None = None, starts_at: datetime.datetime | None = None,
    prepared: str | None = None, drawn: bool | None = None, **values: object
) -> Session:  # fmt: skip
    """A session in that state with `candidates` seats whose registrations follow (draft: accepted, published: arranged,
    running and ended: present, closed: passed).

    From publication on it has a preparation notice (READY, or the status `prepared`); RUNNING and later have a draw
    unless `drawn` says otherwise. ENDED has scores_due set three days later and no score sheet.
    """
    n = next(_numbers)
    status = Status(status)
    city = city or (at.center if at else people.center())
    spec = spec or (of.specification if of else papers.specification())
    starts = starts_at or clock.now() + _DISTANCE[status]
    made = Session.objects.create(
        **{
            "status": status, "number": f"CC{city.code[:4]}-2026-9{n:04d}", "center": city, "item": of or item(spec, city=city),
            "project": spec.project, "specification": spec, "site": at or site(spec.project, city=city), "starts_at": starts,
            "ends_at": starts + datetime.timedelta(hours=2), **_times(status, starts), **values,
        }
    )  # fmt: skip
    for _ in range(candidates):
        seat(made)
    if status not in (Status.DRAFT, Status.CANCELLED):
        preparation(made, prepared or Preparation.Status.READY)
    if drawn or (drawn is None and status in (Status.RUNNING, Status.ENDED, Status.CLOSED)):
        papers.draw(made)
    return made


def _times(status: str, starts: datetime.datetime) -> dict[str, object]:
    values: dict[str, object] = {}
    if status in (Status.RUNNING, Status.ENDED, Status.CLOSED):
        values["started_at"] = starts
    if status in (Status.ENDED, Status.CLOSED):
        ends = starts + datetime.timedelta(hours=2)
        values |= {"ended_at": ends, "scores_due": ends.date() + datetime.timedelta(days=3)}
    return values


def staff_of(of: Session):
    """Somebody of the site's staff."""
    return people.actor(Role.SITE, organisation=of.site.organization)


def bundle(of: Session | None = None, **values: object) -> TicketBundle:
    """Tickets of a published session, ordered by its arranger, not yet printed."""
    found = of or session("published", candidates=1)
    arranger = people.actor(Role.ARRANGER, found.center)
    return TicketBundle.objects.create(
        **{"center": found.center, "session": found, "ordered_by": arranger.user, "membership_id": arranger.membership_id,
           "total": found.seats.count(), **values}
    )  # fmt: skip
