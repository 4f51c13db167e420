"""Drawing a panel, answering the invitation, leaving it, and replacing who left (2.3)."""

import datetime
import secrets
from typing import Any

from django.db import transaction

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.personnel.models import Person
from sdzx.personnel.services import recuse_oneself
from sdzx.workflow import advance, locked, refuse_on
from sites.applications.models import Application
from sites.applications.services import record_path
from sites.evaluations.models import Evaluation, PanelDraw, PanelMember, SubstituteDraw
from sites.evaluations.panels import rules
from sites.evaluations.panels.pool import candidates, seat_candidates
from sites.evaluations.services import evaluation_path, issue_letter, own


@transaction.atomic
@enforces("2.3")
def draw(application: Application, *, by: Actor, visit_on: datetime.date, count: int, seed: str = "") -> PanelDraw:
    """Propose a panel at random from all who may sit on that day. Seed, candidates and result are kept and traced, so
    that anybody can repeat the draw (`rules.drawn`). Raises Refused."""
    require(by, "panel.draw", application)
    locked(application)
    fit = {str(each.person.uid): each.load for each in candidates(application, visit_on) if not each.blockers}
    refuse_on(rules.not_drawable(application, len(fit), count, visit_on, clock.today()))
    seed = seed or secrets.token_hex(16)
    chosen = rules.drawn(seed, fit, count)
    made = PanelDraw.objects.create(
        application=application, visit_on=visit_on, count=count, seed=seed, candidates=fit, drawn=chosen
    )
    names = list(Person.objects.filter(uid__in=chosen).order_by("name").values_list("name", flat=True))
    after = {"seed": seed, "candidates": len(fit), "experts": names, "visit_on": visit_on}
    trace(by=by, verb="panel.draw", label="随机抽取专家", subject=application, after=after)
    return made


@transaction.atomic
@enforces("2.3")
def draw_substitute(evaluation: Evaluation, *, by: Actor, seed: str = "") -> SubstituteDraw:
    """Propose at random who takes the seat of this member, kept and traced as a panel's draw is. Raises Refused."""
    application = locked(evaluation.member.panel.application)
    locked(evaluation)
    require(by, "panel.draw", evaluation)
    panel = evaluation.member.panel
    visit_on = rules.seat_day(panel, clock.today())
    pool = {str(each.person.uid): each for each in seat_candidates(panel, visit_on) if not each.blockers}
    fit = {uid: each.load for uid, each in pool.items()}
    refuse_on(rules.seat_not_drawable(evaluation, len(fit)))
    seed = seed or secrets.token_hex(16)
    chosen = pool[rules.drawn(seed, fit, 1)[0]].person
    made = SubstituteDraw.objects.create(
        evaluation=evaluation, visit_on=visit_on, seed=seed, candidates=fit, drawn=chosen
    )
    former = evaluation.member.person.name
    after = {"seed": seed, "candidates": len(fit), "former": former, "substitute": chosen.name, "visit_on": visit_on}
    trace(by=by, verb="panel.draw", label="随机抽取接替专家", subject=application, after=after)
    return made


@transaction.atomic
@enforces("2.3")
def accept(evaluation: Evaluation, *, by: Actor) -> Evaluation:
    """The expert takes part. Raises Refused when something forbids it by now."""
    locked(evaluation)
    own(evaluation, by)
    refuse_on(rules.not_acceptable(evaluation))
    advance(evaluation, "accept", by=by)
    return evaluation


@transaction.atomic
@enforces("2.3")
def recuse(evaluation: Evaluation, *, by: Actor, ground: str, related: bool = False) -> Evaluation:
    """The expert leaves the panel; `related` declares a relation to the applicant for good. The clerks are told."""
    application = locked(evaluation.member.panel.application)
    locked(evaluation)
    own(evaluation, by)
    refuse_on(rules.not_open(evaluation.member.panel))
    advance(evaluation, "recuse", by=by, ground=ground, detail={"related": related})
    person = evaluation.member.person
    if related:
        recuse_oneself(person, by=by, organization=application.organization, reason=ground[:200])
    notify(
        NoticeKind.PANEL_MEMBER_LEFT,
        to=holders(Role.CLERK, center=application.center),
        subject=evaluation,
        url=evaluation_path(evaluation),
        application=application,
        person=person.name,
        ground=ground,
        visit_on=evaluation.member.panel.visit_on,
    )
    return evaluation


@transaction.atomic
@enforces("2.3")
def replace(
    evaluation: Evaluation,
    *,
    by: Actor,
    substitute: Person | None,
    ground: str,
    leader: Person | None = None,
    departure: str = "",
) -> PanelMember:
    """Somebody else takes the seat of a member who has not submitted; `leader` is asked for when the leader goes.

    After a draw, anybody else than who was drawn needs a `departure`. A new letter goes to the applicant, everybody
    concerned is told. Raises Refused.
    """
    application = locked(evaluation.member.panel.application)
    locked(evaluation)
    drawing = evaluation.draws.select_related("drawn").first()
    unfit = rules.not_replaceable(evaluation, substitute, leader, ground, clock.today())
    refuse_on([*unfit, *rules.departs_from_seat(drawing, substitute, departure)])
    assert substitute is not None
    former, panel = evaluation.member, evaluation.member.panel
    names = {"former": former.person.name, "substitute": substitute.name}
    if drawing:
        names |= {"seed": drawing.seed} if drawing.drawn == substitute else {"departure": departure.strip()}
    advance(evaluation, "replace", by=by, ground=ground, detail=names)
    made = panel.members.create(person=substitute)
    Evaluation.objects.create(member=made)
    evaluation.substitute = made
    evaluation.save(update_fields=["substitute"])
    if former.leads:
        panel.members.update(leads=False)
        panel.members.filter(person=leader).update(leads=True)
    trace(by=by, verb="evaluation.replace", label="更换专家", subject=application, ground=ground, after=names)
    issue_letter(application, panel, by=by)
    facts: dict[str, Any] = {
        "application": application,
        "former": former.person.name,
        "person": substitute.name,
        "ground": ground,
        "visit_on": panel.visit_on,
    }
    people = [each.person.user for each in panel.members.sitting().select_related("person__user") if each.person.user]
    people += holders(Role.SITE, organization=application.organization)
    kind = NoticeKind.PANEL_MEMBER_REPLACED
    notify(kind, to=people, subject=made.evaluation, url=record_path(application), **facts)
    if former.person.user:
        notify(kind, to=[former.person.user], subject=made.evaluation, url=evaluation_path(evaluation), **facts)
    return made
