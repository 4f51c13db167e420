"""What the rules of a session need to know from the database."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum

from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.usable import announced_if_withdrawn
from exams.registration.models import Registration
from exams.sessions.models import Seat, Session
from exams.sessions.rules import Plan
from sdzx.accounts.models import Center
from sdzx.workflow import locked
from sites.registry.models import Authorisation, Publication, Site

OPEN = (Session.Status.DRAFT, Session.Status.PUBLISHED, Session.Status.RUNNING)


def current_item(item: AnnouncementItem) -> AnnouncementItem:
    """The batch as the announcement in force has it: registrations and sessions hang on the original one."""
    root = item.origin_id or item.pk
    found = AnnouncementItem.objects.filter(Q(pk=root) | Q(origin=root))
    return found.filter(announcement__status=Announcement.Status.PUBLISHED).order_by("-pk").first() or item


def overlapping(starts_at: datetime.datetime, ends_at: datetime.datetime, but: Session) -> QuerySet[Session]:
    """Sessions that are or will be held at that time, other than `but`."""
    return Session.objects.filter(status__in=OPEN, starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(pk=but.pk)


def plan_of(session: Session, *, candidates: int | None = None, lock: bool = False) -> Plan:
    """The plan that the session's own fields describe. `candidates` defaults to its seats; `lock` makes two arrangers of
    one site take their turn."""
    held = Authorisation.objects.filter(site=session.site, project=session.project).first()
    if held and lock:
        locked(held)
    parallel = overlapping(session.starts_at, session.ends_at, session).filter(
        site=session.site, project=session.project
    )
    item = current_item(session.item)
    return Plan(
        project=session.project, center_id=session.center_id, site=session.site, starts_at=session.starts_at,
        ends_at=session.ends_at, days=(item.exam_from, item.exam_to), authorisation=held,
        announced=announced_if_withdrawn(item, session.project),
        parallel=parallel.aggregate(found=Count("seats"))["found"],
        candidates=session.seats.count() if candidates is None and session.pk else candidates or 0,
    )  # fmt: skip


def arrangeable(session: Session) -> QuerySet[Registration]:
    """The batch's accepted registrations without a seat in another session, in the order of their submission."""
    found = Registration.objects.filter(item_id=session.item_id, status=Registration.Status.ACCEPTED)
    return found.filter(Q(seat=None) | Q(seat__session=session)).select_related("unit").order_by("submitted_at", "pk")


def busy_elsewhere(session: Session, registrations: Iterable[Registration]) -> dict[str, str]:
    """Blind indexes of documents whose holders sit in an overlapping session, with its number."""
    indexes = [each.document_index for each in registrations]
    seats = Seat.objects.filter(
        session__in=overlapping(session.starts_at, session.ends_at, session), registration__document_index__in=indexes
    )
    return dict(seats.values_list("registration__document_index", "session__number"))


def seated_elsewhere(session: Session, registrations: Iterable[Registration]) -> set[int]:
    """Registrations that have a seat in another session."""
    found = Seat.objects.filter(registration__in=list(registrations)).exclude(session=session)
    return set(found.values_list("registration_id", flat=True))


def sites_for(item: AnnouncementItem, center: Center | None) -> QuerySet[Authorisation]:
    """Where this batch may be examined: published, active sites of the centre, authorised within its exam dates."""
    dates = current_item(item)
    return (
        Authorisation.objects.filter(
            project=item.project, site__center=center, site__status=Site.Status.ACTIVE,
            site__publication__status=Publication.Status.PUBLISHED, valid_from__lte=dates.exam_to,
            valid_to__gte=dates.exam_from,
        )
        .select_related("site")
        .order_by("site__code")
    )  # fmt: skip


def batches(center: Center | None) -> QuerySet[AnnouncementItem]:
    """Batches with accepted candidates who have no seat yet, with their number (`unplaced`)."""
    wanting = Q(registrations__status=Registration.Status.ACCEPTED, registrations__seat=None)
    found = AnnouncementItem.objects.filter(registrations__center=center)
    counted = found.annotate(unplaced=Count("registrations", filter=wanting, distinct=True)).filter(unplaced__gt=0)
    return counted.select_related("project", "announcement", "specification").order_by("exam_from", "pk")


def unplaced_total(center: Center | None) -> int:
    """How many accepted candidates of the centre wait for a seat."""
    return batches(center).aggregate(total=Sum("unplaced"))["total"] or 0
