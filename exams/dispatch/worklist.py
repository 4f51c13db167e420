"""What waits in dispatch: answers of the invited, sessions short of people, reports to write, incidents to decide."""

from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.dispatch.rules import SUPERVISORS, needed
from exams.sessions.models import Session
from sdzx import clock, policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due

KIND = "派遣"
LIMIT = 30


def waiting(actor: Actor) -> list[Waiting]:
    """For the person: invitations and reports. For the arranger: sessions to staff. Whoever decides: open incidents."""
    found: list[Waiting] = []
    if actor.may("assignment.take"):
        found += _invitations(actor)
    if actor.may("supervision.submit"):
        found += _reports(actor)
    if actor.may("assignment.invite") and actor.center:
        found += _short_of_people(actor.center) + _unanswered(actor.center)
    if actor.role in (Role.ARRANGER, Role.DIRECTOR):
        found += _incidents(actor)
    return found


def _invitations(actor: Actor) -> list[Waiting]:
    mine = Assignment.objects.visible_to(actor).filter(
        status=Assignment.Status.INVITED, session__status=Session.Status.PUBLISHED
    )
    return [
        Waiting(
            title=f"答复派遣：{each.session.project.name}（{each.get_duty_display()}）",
            detail=f"{each.session.site.name}，{each.session.day:%Y-%m-%d}",
            url=reverse("dispatch:record", args=[each.uid]),
            kind=KIND,
            due=due(each.answer_by),
            since=each.created_at,
        )
        for each in mine.select_related("session__project", "session__site")[:LIMIT]
    ]


def _reports(actor: Actor) -> list[Waiting]:
    mine = SupervisionReport.objects.visible_to(actor).filter(status=SupervisionReport.Status.DRAFT)
    return [
        Waiting(
            title=f"提交督导报告：{each.assignment.session.number}",
            detail=f"{each.assignment.session.project.name}，{each.assignment.session.site.name}",
            url=reverse("dispatch:reports:record", args=[each.uid]),
            kind="督导报告",
            due=due(each.due_on) if each.due_on else None,
            since=each.created_at,
        )
        for each in mine.select_related("assignment__session__project", "assignment__session__site")[:LIMIT]
    ]


def _short_of_people(center: Center) -> list[Waiting]:
    least = policy.of(center).examiners_per_session
    live = Q(assignments__status__in=Assignment.LIVE)
    sessions: Any = (
        Session.objects.filter(center=center, status=Session.Status.PUBLISHED, starts_at__gte=clock.now())
        .annotate(
            examiners=Count("assignments", filter=live & Q(assignments__duty=Assignment.Duty.EXAMINER)),
            supervisors=Count("assignments", filter=live & Q(assignments__duty=Assignment.Duty.SUPERVISOR)),
        )
        .filter(
            Q(examiners__lt=F("specification__examiners")) | Q(examiners__lt=least) | Q(supervisors__lt=SUPERVISORS)
        )
        .select_related("project", "site", "specification")
        .order_by("starts_at")
    )
    return [_short(each, needed(each, least)) for each in sessions[:LIMIT]]


def _short(session: Any, asked: int) -> Waiting:
    people = f"考评员{session.examiners}/{asked}，督导员{session.supervisors}/{SUPERVISORS}"
    return Waiting(
        title=f"派遣考评员、督导员：{session.number}",
        detail=f"{session.project.name}，{session.site.name}；{people}",
        url=reverse("dispatch:session", args=[session.uid]),
        kind=KIND,
        due=due(session.day),
        since=session.status_at,
    )


def _unanswered(center: Center) -> list[Waiting]:
    late = Assignment.objects.filter(
        session__center=center,
        session__status=Session.Status.PUBLISHED,
        status=Assignment.Status.INVITED,
        answer_by__lt=clock.today(),
    )
    return [
        Waiting(
            title=f"派遣逾期未答复：{each.person.name}（{each.get_duty_display()}）",
            detail=f"场次{each.session.number}，{each.session.day:%Y-%m-%d}；请联系本人，或撤销后另行派遣",
            url=reverse("dispatch:record", args=[each.uid]),
            kind=KIND,
            due=due(each.answer_by),
            since=each.created_at,
        )
        for each in late.select_related("person", "session").order_by("answer_by")[:LIMIT]
    ]


def _incidents(actor: Actor) -> list[Waiting]:
    pending = Incident.objects.visible_to(actor).filter(status=Incident.Status.OPEN)
    return [
        Waiting(
            title=f"处理违纪违规：{each.session.number}",
            detail=f"{each.session.site.name}，涉及{each.get_against_display()}",
            url=reverse("dispatch:incidents:record", args=[each.uid]),
            kind="违纪违规",
            since=each.reported_at,
        )
        for each in pending.select_related("session__site")[:LIMIT]
    ]
