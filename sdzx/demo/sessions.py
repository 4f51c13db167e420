"""A session from its planning to its last minute (3.3, 4.1–4.3), as far as wanted."""

import datetime

from django.utils import timezone

from exams.announcements.models import AnnouncementItem
from exams.dispatch import services as dispatch
from exams.dispatch.models import Assignment
from exams.papers import services as papers
from exams.registration.models import Registration
from exams.sessions import lookups, services
from exams.sessions.models import Seat, Session
from exams.sessions.preparing import Tick
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo.city import City, acting_as
from sdzx.demo.days import DAY
from sites.registry.models import Site

Duty = Assignment.Duty
HALF_HOUR = datetime.timedelta(minutes=30)
AHEAD = 8


def planned(city: City, item: AnnouncementItem, site: Site, starts_at: datetime.datetime, size: int) -> Session:
    """A draft with its candidates."""
    arranger = city.acts(Role.ARRANGER)
    with clock.at(_earlier(starts_at, AHEAD)):
        made = services.create(by=arranger, item=item, site=site, starts_at=starts_at)
        first = list(lookups.arrangeable(made)[:size])
        services.assign(made, by=arranger, registrations=first)
    return made


def published(city: City, session: Session) -> Session:
    """Its candidates know."""
    with clock.at(_earlier(session.starts_at, AHEAD) + HALF_HOUR):
        return services.publish(session, by=city.acts(Role.ARRANGER))


def staffed(city: City, session: Session) -> Session:
    """A set drawn, examiners and a supervisor drawn; all of them come."""
    with clock.at(_earlier(session.starts_at, AHEAD - 1)):
        papers.draw(session, by=city.acts(Role.CUSTODIAN))
        invited(city, session)
    with clock.at(_earlier(session.starts_at, AHEAD - 2)):
        for each in _assignments(session):
            dispatch.take(each, by=acting_as(each.person, each.duty))
    return session


def invited(city: City, session: Session) -> list[Assignment]:
    """Examiners and a supervisor, drawn by lot."""
    arranger = city.acts(Role.ARRANGER)
    return [
        each for duty in (Duty.EXAMINER, Duty.SUPERVISOR) for each in dispatch.draw(session, by=arranger, duty=duty)
    ]


def acknowledged(city: City, session: Session) -> Session:
    """The site has the notice and has begun to tick it off."""
    host, preparation = city.host_of(session.site), session.preparation
    with clock.at(_earlier(session.starts_at, AHEAD - 2)):
        services.acknowledge(preparation, by=host)
        first = list(preparation.items.all())[:2]
        services.tick(preparation, by=host, ticks={row.pk: Tick(True) for row in first})
    return session


def ready(city: City, session: Session) -> Session:
    """The site has everything."""
    host, preparation = city.host_of(session.site), session.preparation
    acknowledged(city, session)
    with clock.at(_earlier(session.starts_at, AHEAD - 3)):
        services.tick(preparation, by=host, ticks={row.pk: Tick(True, "已备齐") for row in preparation.items.all()})
        services.report_ready(preparation, by=host)
    return session


def running(city: City, session: Session, *, absent: int = 1) -> Session:
    """Everybody is there but the last few; the session has begun."""
    host = city.host_of(session.site)
    with clock.at(max(session.starts_at - HALF_HOUR, _midnight(session.starts_at))):
        for each in _assignments(session):
            dispatch.check_in(each, by=host, card_number=each.qualification.card_number)
        seats = _seats(session)
        for seat in seats[: len(seats) - absent]:
            services.sign_in(seat, by=host)
    with clock.at(session.starts_at):
        return services.start(session, by=host)


def ended(city: City, session: Session) -> Session:
    """The last minute is over."""
    with clock.at(session.ends_at):
        return services.end(session, by=city.host_of(session.site))


def held(city: City, item: AnnouncementItem, site: Site, starts_at: datetime.datetime, size: int) -> Session:
    """The whole of it."""
    session = ready(city, staffed(city, published(city, planned(city, item, site, starts_at, size))))
    return ended(city, running(city, session))


def _assignments(session: Session) -> list[Assignment]:
    found = (
        Assignment.objects.live()
        .filter(session=session)
        .select_related("person__user", "qualification__person", "session")
    )
    return list(found.order_by("pk"))


def _seats(session: Session) -> list[Seat]:
    return list(session.seats.select_related("registration", "session__site").order_by("ticket_number"))


def _earlier(moment: datetime.datetime, days: int) -> datetime.datetime:
    return moment - days * DAY


def _midnight(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def present(session: Session) -> list[Seat]:
    """The seats of those who came and still count."""
    return [seat for seat in _seats(session) if seat.registration.status == Registration.Status.PRESENT]
