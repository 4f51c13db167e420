"""What waits: panels to name, visits to record, evaluations to fill, conclusions, decisions."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from sdzx import clock, policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Due, Waiting
from sdzx.workdays.calendar import add_workdays
from sdzx.workdays.due import due
from sites.applications.models import Application
from sites.evaluations.models import Evaluation

S = Application.Status
KIND = "考点评估"
MOST = 50
OPEN = (S.PANEL_NAMED, S.VISITED)
E = Evaluation.Status
WAITED_FOR = (E.INVITED, E.DRAFT, E.RECUSED)


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; at most two queries."""
    if actor.role == Role.CLERK:
        return [row for each in applications(actor, (S.ACCEPTED, *OPEN)) if (row := for_clerk(each))]
    if actor.role == Role.DIRECTOR:
        return [for_director(each) for each in applications(actor, (S.EVALUATED,))]
    if actor.role == Role.EXPERT:
        return [row for each in evaluations(actor) if (row := for_expert(each))]
    return []


def applications(actor: Actor, states: tuple[str, ...]) -> list[Application]:
    state = "panel__members__evaluation__status"
    pending = Count("panel__members", filter=Q(**{f"{state}__in": WAITED_FOR}))
    left = Count("panel__members", filter=Q(**{state: Evaluation.Status.RECUSED}))
    visible = Application.objects.visible_to(actor).filter(status__in=states).annotate(pending=pending, left=left)
    return list(visible.select_related("organization", "center", "panel").order_by("status_at")[:MOST])


def evaluations(actor: Actor) -> list[Evaluation]:
    """The expert's own in open panels, and whether others are still out."""
    drafts = Evaluation.objects.filter(member__panel=OuterRef("member__panel")).outstanding()
    mine = Evaluation.objects.filter(
        member__person__user=actor.user,
        member__panel__application__status__in=OPEN,
        status__in=[E.INVITED, E.DRAFT, E.SUBMITTED],
    )
    related = ("member__panel__application__organization", "member__panel__application__center")
    return list(mine.annotate(others_out=Exists(drafts)).select_related(*related).order_by("id")[:MOST])


def evaluation_due(application: Application) -> Due | None:
    """The evaluation is due some working days after acceptance (policy.evaluation_days)."""
    if application.accepted_at is None:
        return None
    accepted = timezone.localdate(application.accepted_at)
    deadline = add_workdays(accepted, policy.of(application.center).evaluation_days)
    return due(deadline.day, provisional=deadline.provisional)


def row(application: Application, title: str) -> Waiting:
    return Waiting(
        title=f"{title}：{application.organization.name}",
        detail=str(application.number),
        url=reverse("applications:record", args=[application.uid]),
        kind=KIND,
        due=evaluation_due(application),
        since=application.status_at,
    )


def for_clerk(application: Application) -> Waiting | None:
    """Name the panel; replace who left it; after the day of the visit record it; when all is in, conclude. In between nothing."""
    if application.status == S.ACCEPTED:
        return row(application, "组建专家评估组")
    if application.left:  # type: ignore[attr-defined]  # annotated by the query
        return row(application, "更换专家")
    if application.status == S.PANEL_NAMED:
        return row(application, "登记实地考察") if application.panel.visit_on <= clock.today() else None
    ready = not application.pending and application.panel.conclusion  # type: ignore[attr-defined]  # annotated by the query
    return row(application, "汇总评估结论") if ready else None


def for_director(application: Application) -> Waiting:
    return row(application, "决定是否设立考点")


def for_expert(evaluation: Evaluation) -> Waiting | None:
    """Answer, fill in and submit one's own; the leader writes the conclusion when all are in."""
    panel = evaluation.member.panel
    leads = evaluation.member.leads and not evaluation.others_out and not panel.conclusion  # type: ignore[attr-defined]  # annotated by the query
    if evaluation.status == Evaluation.Status.SUBMITTED and not leads:
        return None
    return Waiting(
        title=f"{_task(evaluation, leads)}：{panel.application.organization.name}",
        detail=f"考察日期{panel.visit_on:%Y-%m-%d}，{panel.application.address}",
        url=reverse("evaluations:conclusion" if leads else "evaluations:record", args=[evaluation.uid]),
        kind=KIND,
        due=evaluation_due(panel.application),
        since=panel.application.status_at,
    )


def _task(evaluation: Evaluation, leads: bool) -> str:
    if leads:
        return "填写评估结论"
    return "确认是否参加评估" if evaluation.status == E.INVITED else "实地评估"
