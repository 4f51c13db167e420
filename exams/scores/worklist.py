"""What waits at the scores: to hand in, to confirm, overdue."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from exams.scores.appeals.models import Appeal
from exams.scores.corrections.models import Correction
from exams.scores.models import ScoreSheet
from exams.scores.rules import EDITABLE
from exams.scores.sheets.models import ExaminerSheet
from exams.scores.sheets.rules import OPEN
from exams.sessions.duedays import statutory_due
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.ui.words import short_day
from sdzx.workdays.due import due

LIMIT = 30
KIND = "成绩"


def waiting(actor: Actor) -> list[Waiting]:
    """The examiner: marks to give. The site: sheets to hand in. The confirmer: sheets to confirm. Director and arranger: what is overdue."""
    if actor.may("examiner_sheet.submit"):
        return _markings(actor)
    if actor.may("scores.submit"):
        return [_row(sheet, _said(sheet)) for sheet in _open(actor)[:LIMIT]]
    if actor.may("scores.confirm"):
        submitted = ScoreSheet.objects.visible_to(actor).filter(status=ScoreSheet.Status.SUBMITTED)
        rows = [_row(sheet, "确认成绩", chip=False) for sheet in _related(submitted)[:LIMIT]]
        return [*rows, *_appeals(actor), *_corrections(actor)]
    if actor.role in (Role.DIRECTOR, Role.ARRANGER):
        overdue = _open(actor).filter(session__scores_due__lt=clock.today(), submitted_at__isnull=True)
        rows = [_row(sheet, "逾期未报送成绩") for sheet in overdue[:LIMIT]]
        return [*rows, *_corrections(actor)] if actor.may("correction.approve") else rows
    return []


def _appeals(actor: Actor) -> list[Waiting]:
    """To answer."""
    found = Appeal.objects.visible_to(actor).filter(status=Appeal.Status.SUBMITTED)
    related = found.select_related("score__sheet__session__project", "score__seat__registration").order_by(
        "due_on", "pk"
    )
    return [
        Waiting(
            title=f"答复成绩复核：{each.score.seat.ticket_number}",
            detail=f"{each.score.seat.registration.name}，{each.score.sheet.session.project.name}，{each.get_kind_display()}",
            url=reverse("scores:appeals:record", args=[each.uid]),
            kind="成绩复核",
            due=due(each.due_on) if each.due_on else None,
            since=each.status_at,
        )
        for each in related[:LIMIT]
    ]


def _corrections(actor: Actor) -> list[Waiting]:
    """To decide, for who did not ask for it and had no part in the scores."""
    found = (
        Correction.objects.visible_to(actor)
        .filter(status=Correction.Status.REQUESTED)
        .exclude(
            Q(requested_by=actor.user)
            | Q(score__sheet__confirmed_by=actor.user)
            | Q(score__sheet__entered_by=actor.user)
        )
    )
    related = found.select_related("score__sheet__session__project", "score__seat__registration").order_by("pk")
    return [
        Waiting(
            title=f"批准成绩更正：{each.score.seat.ticket_number}",
            detail=f"{each.score.seat.registration.name}，{each.total_before}→{each.total_after}",
            url=reverse("scores:corrections:record", args=[each.uid]),
            kind="成绩更正",
            since=each.status_at,
        )
        for each in related[:LIMIT]
    ]


def _markings(actor: Actor) -> list[Waiting]:
    mine = ExaminerSheet.objects.visible_to(actor).filter(status__in=OPEN, sheet__status__in=EDITABLE)
    related = mine.select_related("sheet__session__project", "sheet__session__site").order_by("pk")
    return [
        Waiting(
            title=f"{'核对退回的评分表' if each.status == ExaminerSheet.Status.RETURNED else '填写并提交评分表'}：{each.sheet.session.number}",
            detail=f"{each.sheet.session.project.name}，{each.sheet.session.site.name}",
            url=reverse("scores:sheets:record", args=[each.uid]),
            kind="评分",
            since=each.status_at,
        )
        for each in related[:LIMIT]
    ]


def _open(actor: Actor) -> QuerySet[ScoreSheet]:
    visible = ScoreSheet.objects.visible_to(actor)
    return _related(visible.filter(status__in=EDITABLE, session__status=Session.Status.ENDED)).order_by(
        "session__scores_due"
    )


def _related(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    return sheets.select_related("session__project", "session__site")


def _said(sheet: ScoreSheet) -> str:
    return "更正退回的成绩" if sheet.status == ScoreSheet.Status.RETURNED else "报送成绩及试卷"


def _row(sheet: ScoreSheet, what: str, *, chip: bool = True) -> Waiting:
    session = sheet.session
    late = f"，逾期{sheet.late_days}个工作日报送" if sheet.late_days else ""
    if session.scores_extended_to and sheet.submitted_at is None:
        late = f"，已延期，法定期限{short_day(statutory_due(session))}"
    shown = chip and session.scores_due and sheet.submitted_at is None
    return Waiting(
        title=f"{what}：{session.number}",
        detail=f"{session.project.name}，{session.site.name}{late}",
        url=reverse("scores:record", args=[sheet.uid]),
        kind=KIND,
        due=due(session.scores_due, provisional=session.scores_due_provisional)
        if shown and session.scores_due
        else None,
        since=sheet.status_at,
    )
