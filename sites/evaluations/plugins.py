"""What this slice tells the registries: menu, photo readers, the steps and the part of an application's pages."""

from collections.abc import Iterable

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.access import register_reader
from sdzx.ui import menu
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import Action
from sdzx.workflow import Blocker
from sites.applications.actions import Part, register_part, register_steps
from sites.applications.models import Application
from sites.evaluations import rules, services
from sites.evaluations.forms import DecisionForm, VisitForm
from sites.evaluations.models import Evaluation, Panel
from sites.evaluations.panels.forms import PanelForm
from sites.evaluations.panels.views import decision_context, naming_context
from sites.evaluations.rubrics.views import READERS as RUBRIC_READERS
from sites.evaluations.views import READERS, reads_photo

DECIDING = "sites/evaluations/panels/decide.html"


def panel_of(application: Application) -> Panel | None:
    return Panel.objects.filter(application=application).select_related("rubric").first()


def concluded(application: Application) -> Iterable[Blocker]:
    return rules.conclusion_missing(panel_of(application))


def part(application: Application, actor: Actor) -> Part:
    """The panel, who has submitted, and the conclusion once it is closed; the host sees who comes and when."""
    panel = panel_of(application)
    if panel is None:
        return Part()
    evaluations = Evaluation.objects.filter(member__panel=panel).select_related("member__person")
    inside = actor.role in READERS
    if not inside:
        evaluations = evaluations.sitting()
    facts = [
        Fact("考察日期", panel.visited_on or panel.visit_on),
        Fact("评估标准", str(panel.rubric)),
        *(expert_fact(each, actor, inside) for each in evaluations.order_by("-member__leads", "member__id")),
    ]
    open_for_all = application.status not in (Application.Status.PANEL_NAMED, Application.Status.VISITED)
    if panel.conclusion and (open_for_all or (inside and actor.role != Role.EXPERT)):
        facts += [Fact("评估结论", panel.get_conclusion_display())]
        facts += [Fact("总体意见", panel.opinion, wide=True)] if inside else []
    shown = [Button("专家评估对照", reverse("evaluations:panels:record", args=[application.uid]))] if inside else []
    return Part(groups=[FactGroup("专家评估组", tuple(facts))], buttons=shown)


def expert_fact(evaluation: Evaluation, actor: Actor, inside: bool) -> Fact:
    person = evaluation.member.person
    label = "组长" if evaluation.member.leads else "成员"
    if not inside:
        return Fact(label, person.name)
    mine = actor.role != Role.EXPERT or person.user_id == actor.user_required.pk
    url = reverse("evaluations:record", args=[evaluation.uid]) if mine else ""
    return Fact(label, f"{person.name}（{evaluation.get_status_display()}）", url=url)


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("实地评估", "evaluations:list", "考点", order=210, roles=READERS))
    menu.register(menu.Item("评估标准", "evaluations:rubrics:list", "考点", order=215, roles=RUBRIC_READERS))
    register_reader("evaluation.photo", reads_photo)
    register_part(part)
    register_steps(
        name_panel=Action(
            services.name_panel,
            form=PanelForm,
            done="专家组已组建，通知已发出。",
            context=naming_context,
            template="sites/evaluations/panels/name.html",
        ),
        record_visit=Action(services.record_visit, form=VisitForm, done="实地考察已登记。"),
        conclude=Action(
            services.conclude,
            blockers=concluded,
            done="评估已汇总，评估报告已生成。",
            context=decision_context,
            template=DECIDING,
        ),
        approve=Action(
            services.approve,
            form=DecisionForm,
            blockers=concluded,
            done="已同意设立，待市人社局公布。",
            context=decision_context,
            template=DECIDING,
        ),
        refuse=Action(
            services.refuse,
            blockers=concluded,
            done="已决定不予设立。",
            context=decision_context,
            template=DECIDING,
        ),
    )
