"""Whom a centre could send to a session: the circumstances of the session, the people, their load."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from exams.dispatch.models import Assignment
from exams.dispatch.rules import SUPERVISORS, Circumstances, needed, unsuitable
from exams.registration.models import Registration
from exams.sessions.models import Session
from sdzx import policy
from sdzx.personnel.models import Qualification
from sdzx.workflow import Blocker

LOAD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the pool: how often they were sent in the last year, and why they cannot be sent now (if so)."""

    qualification: Qualification
    load: int
    blockers: tuple[Blocker, ...]


def circumstances(session: Session) -> Circumstances:
    """What somebody sent to this session must fit (three queries)."""
    registrations = Registration.objects.filter(seat__session=session).select_related("unit")
    own = Assignment.objects.live().filter(session=session).values_list("person_id", flat=True)
    overlapping = (
        Assignment.objects.live()
        .exclude(session=session)
        .filter(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)
        .exclude(session__status=Session.Status.CANCELLED)
    )
    rows = list(registrations)
    return Circumstances(
        project=session.project,
        day=session.day,
        host=session.site.organization,
        units={row.unit.pk: row.unit for row in rows if row.unit},
        employers=frozenset(row.employer_name.strip() for row in rows if row.employer_name.strip()),
        candidates=frozenset(row.document_index for row in rows),
        busy=dict(overlapping.values_list("person_id", "session__number")),
        engaged=frozenset(own),
    )


def pool(session: Session, duty: str, around: Circumstances | None = None) -> list[Candidate]:
    """The centre's valid holders of such a card who are not yet sent to the session, by load; each with what hinders."""
    around = around or circumstances(session)
    since = session.starts_at - datetime.timedelta(days=LOAD_DAYS)
    coming = Q(person__assignments__status__in=Assignment.COMING, person__assignments__session__starts_at__gte=since)
    held = (
        Qualification.objects.valid_on(session.day)
        .filter(kind=duty, person__center=session.center)
        .exclude(person__in=around.engaged)
        .select_related("person__employer", "person__user")
        .prefetch_related("projects", "person__recusals__organization")
        .annotate(load=Count("person__assignments", filter=coming, distinct=True))
        .order_by("load", "card_number")
    )
    return [Candidate(each, each.load, tuple(_hindrances(each, around))) for each in held]


def _hindrances(qualification: Qualification, around: Circumstances) -> list[Blocker]:
    found = unsuitable(qualification, around)
    if qualification.person.user_id is None:
        found.append(Blocker(f"{qualification.person.name}还没有登录账号，无法答复派遣。"))
    return found


def missing(session: Session, duty: str) -> int:
    """How many more are to be invited; never negative."""
    asked = least(session) if duty == Assignment.Duty.EXAMINER else SUPERVISORS
    return max(asked - Assignment.objects.live().filter(session=session, duty=duty).count(), 0)


def least(session: Session) -> int:
    """How many examiners the session needs."""
    return needed(session, policy.of(session.center).examiners_per_session)
