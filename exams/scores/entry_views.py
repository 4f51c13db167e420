"""Pages on which the site fills the sheet: the table of marks, the workbook, the papers; and the candidate's own scores."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exams.registration.models import Registration
from exams.scores import rules, services, workbook
from exams.scores.forms import HandOverForm, MarksForm, WorkbookForm
from exams.scores.models import ScoreSheet
from sdzx.accounts.roles import Role
from sdzx.ui.views import XLSX, EditView, OfficeView


class SheetEdit(EditView):
    """A form of one sheet; refused at once, with the reason, when the sheet has been handed in."""

    grants = ("scores.enter",)

    def sheet(self) -> ScoreSheet:
        found = ScoreSheet.objects.visible_to(self.actor).select_related(
            "session__specification", "session__project", "session__site", "session__center"
        )
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), rules.not_editable(self.sheet()))

    def back_url(self) -> str:
        return reverse("scores:record", args=[self.kwargs["uid"]])


class MarksEdit(SheetEdit):
    """The marks typed in: candidates down, tasks across."""

    title = "录入成绩"
    intro = "各任务均按百分制录入，最多一位小数；总分由系统按考核规范的比重计算。可以先录入一部分，保存后继续。"
    template = "exams/scores/marks.html"

    def get_form(self, data: Any = None, files: Any = None) -> MarksForm:
        sheet = self.sheet()
        tasks = list(sheet.session.specification.tasks.all())
        return MarksForm(data, sheet=sheet, seats=services.seats_of(sheet), tasks=tasks)

    def save(self, form: MarksForm) -> str:
        services.enter(self.sheet(), by=self.actor, marks=form.marks())
        self.tell("成绩已保存。")
        return self.back_url()


class WorkbookEdit(SheetEdit):
    """The marks uploaded: all of them or, with every bad cell named, none."""

    title = "上传成绩工作簿"
    intro = "请使用下载的工作簿填写。有一处不符的，整份不采用，并逐格列出问题；更正后重新上传。上传会替换已录入的成绩。"
    submit_label = "上传并检查"

    def get_form(self, data: Any = None, files: Any = None) -> WorkbookForm:
        self.sheet()
        return WorkbookForm(data, files, actor=self.actor)

    def save(self, form: WorkbookForm) -> str:
        services.enter_workbook(self.sheet(), by=self.actor, file=form.cleaned_data["file"])
        self.tell("成绩工作簿已采用。")
        return self.back_url()


class HandOverEdit(SheetEdit):
    """The papers."""

    title = "登记试卷移交"
    intro = "成绩与试卷须一并报送。试卷含答题卡、工件登记表和评分记录；扫描件可选。"

    def get_form(self, data: Any = None, files: Any = None) -> HandOverForm:
        sheet = self.sheet()
        return HandOverForm(data, files, actor=self.actor, sheet=sheet, seats=services.seats_of(sheet))

    def save(self, form: HandOverForm) -> str:
        services.hand_over(self.sheet(), by=self.actor, **form.cleaned_data)
        self.tell("试卷移交情况已登记。")
        return self.back_url()


class Template(SheetEdit):
    """The workbook to fill in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.sheet()
        tasks = list(sheet.session.specification.tasks.all())
        response = HttpResponse(workbook.template(sheet, services.seats_of(sheet), tasks), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="scores-{sheet.session.number}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=405)


class Mine(OfficeView):
    """A candidate's confirmed scores; a unit's registrar sees those of its people."""

    roles = (Role.APPLICANT, Role.REGISTRAR)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = (
            Registration.objects.visible_to(self.actor)
            .filter(seat__session__score_sheet__status=ScoreSheet.Status.CONFIRMED)
            .select_related("project", "seat__session__site", "seat__session__specification", "seat__score")
            .prefetch_related("seat__session__specification__tasks")
            .order_by("-seat__session__starts_at", "pk")
        )
        rows = [(registration, _marks(registration)) for registration in found[:500]]
        context = {"title": "我的成绩", "rows": rows, "names": self.actor.role == Role.REGISTRAR}
        return render(request, "exams/scores/mine.html", context)


def _marks(registration: Registration) -> list[tuple[str, str]]:
    """Task and mark, in the order of the specification; empty where there is no score."""
    score = getattr(registration.seat, "score", None)
    if score is None:
        return []
    tasks = registration.seat.session.specification.tasks.all()
    return [(task.name, score.marks.get(str(task.position), "")) for task in tasks]
