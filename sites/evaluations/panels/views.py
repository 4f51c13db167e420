"""The panel's own pages: the draw, and everything that was evaluated side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from sdzx.personnel.models import Person
from sdzx.ui.parts import FileLine
from sdzx.ui.views import EditView, OfficeView
from sites.applications.models import Application
from sites.evaluations import rules
from sites.evaluations.comparison import compare
from sites.evaluations.models import Evaluation, Panel, PanelDraw
from sites.evaluations.panels import services
from sites.evaluations.panels.forms import DrawForm, NothingForm

READERS = (Role.EXPERT, Role.CLERK, Role.DIRECTOR, Role.ARCHIVIST, Role.PROVINCE, Role.AUDITOR)


def photo_lines(panel: Panel) -> list[FileLine]:
    """The photos of all who sit, each with its photographer's name."""
    found = []
    for each in rules.sitting(panel):
        for photo in each.photos.all():
            url = photo_url(photo)
            found.append(FileLine(photo.name, url, "现场照片", photo.size, each.member.person.name, preview_url=url))
    return found


def photo_url(photo: StoredFile) -> str:
    return reverse("files:download", args=[photo.uid]) + "?inline=1"


def compared(panel: Panel | None) -> dict[str, Any]:
    """What a page needs to show the evaluations side by side; nothing until all have submitted."""
    found = compare(panel) if panel else None
    if panel is None or found is None:
        return {}
    return {"compared": found, "photos": photo_lines(panel), "panel": panel}


def decision_context(application: Application, actor: Actor) -> dict[str, Any]:
    """For the pages on which the centre sums up and decides."""
    return compared(Panel.objects.filter(application=application).select_related("rubric").first())


def naming_context(application: Application, actor: Actor) -> dict[str, Any]:
    """The draws so far."""
    return {
        "draws": [drawn(each) for each in application.panel_draws.all()],
        "draw_url": reverse("evaluations:panels:draw", args=[application.uid]),
    }


def drawn(draw: PanelDraw) -> dict[str, Any]:
    """A draw with the names of its experts."""
    names = dict(Person.objects.filter(uid__in=draw.drawn).values_list("uid", "name"))
    by_uid = {str(uid): name for uid, name in names.items()}
    return {"draw": draw, "names": [by_uid[uid] for uid in draw.drawn], "candidates": len(draw.candidates)}


def seat_context(evaluation: Evaluation, actor: Actor) -> dict[str, Any]:
    """The draws for this seat so far."""
    return {
        "draws": [
            {"draw": each, "names": [each.drawn.name], "candidates": len(each.candidates)}
            for each in evaluation.draws.select_related("drawn")
        ],
        "draw_url": reverse("evaluations:panels:draw_seat", args=[evaluation.uid]),
    }


class Draw(EditView):
    """Ask for a proposal at random."""

    grants = ("panel.draw",)
    title = "随机抽取专家"
    intro = (
        "从考察当日可以参加的专家中抽取，本年度评估次数少的优先，次数相同的随机。每次抽取都记录种子和候选名单，可复核。"
    )
    submit_label = "抽取"
    application: Application

    def get_form(self, data: Any = None, files: Any = None) -> DrawForm:
        visible = Application.objects.visible_to(self.actor).select_related("organization", "center")
        self.application = get_object_or_404(visible, uid=self.kwargs["uid"])
        return DrawForm(data, record=self.application)

    def save(self, form: DrawForm) -> str:
        services.draw(self.application, by=self.actor, **form.cleaned_data)
        self.tell("已抽取，请核对后组建专家组。")
        return reverse("applications:step", args=[self.application.uid, "name_panel"])

    def back_url(self) -> str:
        return reverse("applications:record", args=[self.application.uid])


class SeatDraw(EditView):
    """Ask for a substitute at random."""

    grants = ("panel.draw",)
    title = "随机抽取接替专家"
    intro = (
        "从考察当日可以参加、未进入过本次专家组的专家中抽取一人，本年度评估次数少的优先，次数相同的随机。"
        "每次抽取都记录种子和候选名单，可复核。"
    )
    submit_label = "抽取"
    evaluation: Evaluation

    def get_form(self, data: Any = None, files: Any = None) -> NothingForm:
        visible = Evaluation.objects.visible_to(self.actor).select_related(
            "member__person", "member__panel__application"
        )
        self.evaluation = get_object_or_404(visible, uid=self.kwargs["uid"])
        return NothingForm(data)

    def save(self, form: NothingForm) -> str:
        made = services.draw_substitute(self.evaluation, by=self.actor)
        self.tell(f"抽取到{made.drawn.name}，请核对后更换。")
        return reverse("evaluations:step", args=[self.evaluation.uid, "replace"])

    def back_url(self) -> str:
        return reverse("evaluations:record", args=[self.evaluation.uid])


class PanelPage(OfficeView):
    """Every member's marks, verdicts and photos, once all have submitted."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        application = get_object_or_404(Application.objects.visible_to(self.actor), uid=uid)
        panel = Panel.objects.filter(application=application).select_related("rubric").first()
        if panel is None:
            raise Http404
        context = {
            "title": "专家评估对照",
            "application": application,
            "panel": panel,
            "blockers": rules.not_all_submitted(panel),
            **compared(panel),
        }
        return render(request, "sites/evaluations/panels/page.html", context)
