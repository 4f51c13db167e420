"""The panel, each member's evaluation, the conclusion and the decision: the only writer of these rows (2.3)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import accept
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.personnel.models import Person
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on
from sites.applications import filing
from sites.applications.models import Application, ApplicationProject, IssuedDocument
from sites.applications.services import issue, letter_number, record_path, send_letter
from sites.evaluations import documents, rules
from sites.evaluations.models import Evaluation, Panel, Rubric
from sites.evaluations.panels import rules as panel_rules
from sites.offline.saves import NoLongerOpen, Stale

NINE = datetime.time(9)
PHOTO = "evaluation.photo"
MOST_PHOTOS = 40


@transaction.atomic
@enforces("2.3")
def name_panel(
    application: Application,
    *,
    by: Actor,
    members: Sequence[Person],
    leader: Person | None,
    visit_on: datetime.date,
    starts_at: datetime.time = NINE,
    ground: str = "",
) -> Application:
    """Name the panel, open an evaluation for each member, send the letter and the notices.

    After a draw, other people or another day need a `ground`. Raises Refused.
    """
    locked(application)
    draw = application.panel_draws.first()
    unfit = rules.panel_unfit(application, members, leader, visit_on, clock.today())
    refuse_on([*unfit, *panel_rules.departs(draw, members, visit_on, ground)])
    seed = draw.seed if draw and panel_rules.follows(draw, members, visit_on) else ""
    rubric = Rubric.objects.for_center(application.center)
    panel = Panel.objects.create(
        application=application, rubric=rubric, visit_on=visit_on, starts_at=starts_at, seed=seed
    )
    for person in members:
        Evaluation.objects.create(member=panel.members.create(person=person, leads=person == leader))
    names = [person.name for person in members]
    detail = {"experts": names, "visit_on": visit_on, "seed": seed}
    advance(application, "name_panel", by=by, ground=ground, detail=detail)
    issue_letter(application, panel, by=by)
    people = [person.user for person in members if person.user]
    people += holders(Role.SITE, organization=application.organization)
    notify(NoticeKind.PANEL_NAMED, to=people, subject=application, url=record_path(application), visit_on=visit_on)
    return application


def issue_letter(application: Application, panel: Panel, *, by: Actor) -> None:
    """Number, print and freeze the letter with the panel as it sits now."""
    day = clock.today()
    number = letter_number(application, day)
    content = documents.letter_pdf(panel, number=number, day=day, contact=by.name)
    issue(application, IssuedDocument.Kind.PANEL, by=by, content=content, number=number)


@transaction.atomic
def record_visit(application: Application, *, by: Actor, visited_on: datetime.date) -> Application:
    """Record the day on which the panel was there. Raises Refused for a day that cannot be."""
    locked(application)
    panel = Panel.objects.select_related("application").get(application=application)
    refuse_on(rules.visit_unfit(panel, visited_on, clock.today()))
    panel.visited_on = visited_on
    panel.save(update_fields=["visited_on"])
    advance(application, "record_visit", by=by, detail={"visited_on": visited_on})
    return application


def own(evaluation: Evaluation, by: Actor) -> None:
    """Only the member themselves. Raises Refused."""
    if by.user is None or evaluation.member.person.user_id != by.user.pk:
        raise Refused("只能填写自己的评估。")


def _open(evaluation: Evaluation, by: Actor) -> None:
    """Locked, one's own, and not yet submitted. Raises Refused."""
    locked(evaluation)
    require(by, "evaluation.edit", evaluation)
    own(evaluation, by)
    if evaluation.status == Evaluation.Status.INVITED:
        raise Refused([Blocker("请先在评估页面确认参加，再填写评估。", "2.3")])
    if evaluation.status != Evaluation.Status.DRAFT:
        raise NoLongerOpen(f"评估{evaluation.get_status_display()}，不能修改。")


@transaction.atomic
def save(
    evaluation: Evaluation,
    *,
    by: Actor,
    marks: Mapping[str, int | None],
    remarks: Mapping[str, str],
    verdicts: Mapping[str, bool | None],
    comment: str,
    photos: Sequence[StoredFile] | None = (),
    base: int | None = None,
    key: str = "",
) -> Evaluation:
    """Keep a draft, however much of it is there; `photos` None leaves those as they are.

    `key` names this save: the same one again changes nothing. `base` is the revision that the writer started from.
    Raises Stale when a newer one is kept, NoLongerOpen, and Refused for marks outside their scale.
    """
    _open(evaluation, by)
    if key and key == evaluation.save_key:
        return evaluation
    if base is not None and base != evaluation.revision:
        raise Stale("这份评估已在另一台设备或另一个窗口保存过，请核对后再保存。")
    refuse_on(rules.marks_wrong(evaluation.member.panel, marks))
    evaluation.marks = {code: mark for code, mark in marks.items() if mark is not None}
    evaluation.remarks = {code: text for code, text in remarks.items() if text}
    evaluation.verdicts = {code: agreed for code, agreed in verdicts.items() if agreed is not None}
    evaluation.comment, evaluation.save_key = comment, key
    evaluation.revision += 1
    evaluation.save(update_fields=["marks", "remarks", "verdicts", "comment", "save_key", "revision"])
    if photos is not None:
        evaluation.photos.set([files.adopt(each, kind=PHOTO, by=by) for each in photos])
    after: dict[str, Any] = {"marked": len(evaluation.marks), "photos": evaluation.photos.count()}
    trace(by=by, verb="evaluation.edit", label="填写评估", subject=evaluation, after=after)
    return evaluation


@transaction.atomic
def add_photo(evaluation: Evaluation, *, by: Actor, upload: UploadedFile, key: str) -> Evaluation:
    """Keep one photo; the same `key` again changes nothing. Raises Refused for what is no picture or one too many."""
    _open(evaluation, by)
    if key in evaluation.photo_keys:
        return evaluation
    if evaluation.photos.count() >= MOST_PHOTOS:
        raise Refused(f"现场照片最多{MOST_PHOTOS}张。")
    stored = files.receive(upload, by=by, accept=accept.IMAGE, kind=PHOTO)
    evaluation.photos.add(stored)
    evaluation.photo_keys[key] = str(stored.uid)
    evaluation.save(update_fields=["photo_keys"])
    after = {"photos": evaluation.photos.count(), "sha256": stored.sha256}
    trace(by=by, verb="evaluation.edit", label="添加现场照片", subject=evaluation, after=after)
    return evaluation


@transaction.atomic
def submit(evaluation: Evaluation, *, by: Actor) -> Evaluation:
    """Submit one's own complete evaluation; it can be read by the others when all have submitted. Raises Refused."""
    locked(evaluation)
    own(evaluation, by)
    refuse_on(rules.evaluation_incomplete(evaluation, clock.today()))
    evaluation.submitted_at = clock.now()
    evaluation.save(update_fields=["submitted_at"])
    advance(evaluation, "submit", by=by, detail={"total": sum(evaluation.marks.values())})
    return evaluation


@transaction.atomic
@enforces("2.3")
def write_conclusion(evaluation: Evaluation, *, by: Actor, conclusion: str, opinion: str) -> Panel:
    """The leader, from their own evaluation, writes the panel's conclusion when all have submitted. Raises Refused."""
    require(by, "evaluation.conclude", evaluation)
    own(evaluation, by)
    application = locked(evaluation.member.panel.application)
    panel = locked(evaluation.member.panel)
    if not evaluation.member.leads:
        raise Refused("评估结论由专家组组长填写。")
    if application.status not in (Application.Status.PANEL_NAMED, Application.Status.VISITED):
        raise Refused("评估结论已汇总，不能再修改。")
    refuse_on(rules.not_all_submitted(panel) or rules.conclusion_unfounded(panel, conclusion))
    before = {"conclusion": panel.get_conclusion_display()}
    panel.conclusion, panel.opinion = conclusion, opinion
    panel.save(update_fields=["conclusion", "opinion"])
    after = {"conclusion": panel.get_conclusion_display()}
    trace(by=by, verb="evaluation.conclude", label="填写评估结论", subject=application, before=before, after=after)
    return panel


@transaction.atomic
def conclude(application: Application, *, by: Actor) -> Application:
    """Close the evaluation and freeze the report. Raises Refused unless all evaluations and the conclusion are there."""
    locked(application)
    panel = Panel.objects.filter(application=application).select_related("application", "rubric").first()
    refuse_on(rules.conclusion_missing(panel))
    advance(application, "conclude", by=by)
    number = letter_number(application, clock.today())
    content = documents.report_pdf(Panel.objects.get(application=application), number=number)
    issue(application, IssuedDocument.Kind.REPORT, by=by, content=content, number=number)
    return application


@transaction.atomic
@enforces("2.3")
def approve(application: Application, *, by: Actor, decisions: rules.Decisions, note: str = "") -> Application:
    """Decide on each project: `decisions` maps its row to (approved, reason). Tells host and bureau. Raises Refused."""
    locked(application)
    gone = rules.projects_gone(application, decisions, clock.today())
    refuse_on(gone + rules.decision_unfit(application, decisions, note))
    words = ApplicationProject.Decision
    for row in application.projects.all():
        agreed, row.reason = decisions[row.pk]
        row.decision = words.APPROVED if agreed else words.REFUSED
        row.save(update_fields=["decision", "reason"])
    application.decision_note = note
    application.save(update_fields=["decision_note"])
    approved = [
        row.project.name for row in application.projects.filter(decision=words.APPROVED).select_related("project")
    ]
    advance(application, "approve", by=by, ground=note, detail={"projects": approved})
    people = holders(Role.SITE, organization=application.organization) + holders(Role.BUREAU, center=application.center)
    notify(NoticeKind.APPLICATION_DECIDED, to=people, subject=application, url=record_path(application))
    return application


@transaction.atomic
@enforces("2.3")
def refuse(application: Application, *, by: Actor, ground: str) -> Application:
    """Refuse all of it, with a letter; the case goes to the archive. Raises Refused without a completed evaluation."""
    locked(application)
    refuse_on(rules.conclusion_missing(Panel.objects.filter(application=application).first()))
    application.decision_note = ground
    application.save(update_fields=["decision_note"])
    application.projects.update(decision=ApplicationProject.Decision.REFUSED, reason=ground[:300])
    advance(application, "refuse", by=by, ground=ground)
    send_letter(application, IssuedDocument.Kind.REFUSED, by=by, items=ground.splitlines())
    filing.archive(application, by=by, event_on=clock.today())
    staff = holders(Role.SITE, organization=application.organization)
    notify(NoticeKind.APPLICATION_DECIDED, to=staff, subject=application, url=record_path(application))
    return application


def evaluation_path(evaluation: Evaluation) -> str:
    """The address of an evaluation's page."""
    return reverse("evaluations:record", args=[evaluation.uid])
