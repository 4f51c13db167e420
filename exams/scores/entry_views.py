"""Pages on which the site fills the sheet: the table of marks, the workbook, the papers; and the candidate's own scores."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from exams.registration.models import Registration
from exams.scores import returns, rules, services, workbook
from exams.scores.appeals.services import last_day
from exams.scores.forms import (
    CompareForm,
    HandOverForm,
    MarksForm,
    ReceiveForm,
    ScansForm,
    SpreadForm,
    WorkbookForm,
)
from exams.scores.models import ScoreSheet
from exams.scores.sheets import double, papers
from exams.scores.sheets import rules as entry_rules
from exams.scores.sheets import services as examiners
from exams.scores.sheets.entries import scans_of, step_of, tasks_of
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.files.services import content
from sdzx.ui.views import XLSX, EditView, OfficeView
from sdzx.workdays.due import in_list
from sdzx.workflow import Blocker, Refused


class SheetEdit(EditView):
    """A form of one sheet; refused at once, with the reason, when the sheet has been handed in."""

    grants = ("scores.enter",)

    def sheet(self) -> ScoreSheet:
        found = ScoreSheet.objects.visible_to(self.actor).select_related(
            "session__specification", "session__project", "session__site", "session__center"
        )
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), self.closed(self.sheet()))

    def closed(self, sheet: ScoreSheet) -> list[Blocker]:
        """Why nothing can be changed here, if so."""
        return rules.not_editable(sheet)

    def back_url(self) -> str:
        return reverse("scores:record", args=[self.kwargs["uid"]])


class TypedEdit(SheetEdit):
    """Marks that the site types or uploads: not where the examiners mark for themselves, nor as a third person."""

    def closed(self, sheet: ScoreSheet) -> list[Blocker]:
        found = [*rules.not_editable(sheet), *entry_rules.not_typed_here(sheet)]
        if double.doubled(sheet):
            found += entry_rules.no_turn(sheet, double.second_of(sheet), self.actor.user)[1]
        return found


class MarksEdit(TypedEdit):
    """The marks typed in: candidates down, tasks across."""

    title = "录入成绩"
    intro = "各任务均按百分制录入；总分由系统按考核规范的比重计算。可以先录入一部分，保存后继续。"
    template = "exams/scores/marks.html"

    def get_form(self, data: Any = None, files: Any = None) -> MarksForm:
        sheet = self.sheet()
        held = double.held_for(sheet, self.actor.user)
        seats, tasks, named = services.seats_of(sheet), tasks_of(sheet), returns.reasons(sheet)
        for seat in seats:
            seat.returned_for = named.get(seat.pk, "")  # type: ignore[attr-defined]  # shown beside the name
        return MarksForm(data, seats=seats, tasks=tasks, held=held, version=sheet.version)

    def context(self) -> dict[str, Any]:
        sheet = self.sheet()
        return {"step": step_of(sheet).normalize(), "doubled": double.doubled(sheet)}

    def save(self, form: MarksForm) -> str:
        services.enter(self.sheet(), by=self.actor, marks=form.marks(), base=form.cleaned_data["base"])
        self.tell("成绩已保存。")
        return self.back_url()


class WorkbookEdit(TypedEdit):
    """The marks uploaded: all of them or, with every bad cell named on the page and in the workbook given back, none."""

    title = "上传成绩工作簿"
    intro = "请使用下载的工作簿填写。有一处不符的，整份不采用，并逐格列出问题；更正后重新上传。上传会替换已录入的成绩。"
    submit_label = "上传并检查"
    template = "exams/scores/workbook.html"
    refused = False

    def get_form(self, data: Any = None, files: Any = None) -> WorkbookForm:
        self.sheet()
        return WorkbookForm(data, files, actor=self.actor)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST, request.FILES)
        if request.POST.get("do") == "annotated" and form.is_valid():
            sheet, file = self.sheet(), content(form.cleaned_data["file"])
            args = (sheet, services.seats_of(sheet), tasks_of(sheet), step_of(sheet))
            return attached(workbook.annotated(file, *args), f"scores-{sheet.session.number}-wenti")
        return super().post(request, **kwargs)

    def save(self, form: WorkbookForm) -> str:
        sheet = self.sheet()
        before = sheet.version
        try:
            services.enter_workbook(sheet, by=self.actor, file=form.cleaned_data["file"])
        except UnreadableWorkbook:
            raise
        except Refused:
            self.refused = True
            raise
        same = before == sheet.version and not double.second_of(sheet)
        self.tell("工作簿与现有成绩一致，没有更改。" if same else "成绩工作簿已采用。")
        return self.back_url()

    def context(self) -> dict[str, Any]:
        return {"annotates": self.refused, "template_url": reverse("scores:template", args=[self.kwargs["uid"]])}


class HandOverEdit(SheetEdit):
    """The papers."""

    title = "登记试卷移交"
    intro = "成绩与试卷须一并报送。试卷含答题卡、工件登记表和评分记录；分类份数没有的可以不填，填写的须收发相符。"
    template = "exams/scores/papers.html"

    def get_form(self, data: Any = None, files: Any = None) -> HandOverForm:
        sheet = self.sheet()
        return HandOverForm(data, files, actor=self.actor, sheet=sheet, seats=services.seats_of(sheet))

    def save(self, form: HandOverForm) -> str:
        services.hand_over(self.sheet(), by=self.actor, **form.values())
        self.tell("试卷移交情况已登记。")
        return self.back_url()

    def closed(self, sheet: ScoreSheet) -> list[Blocker]:
        return [*rules.not_editable(sheet), *entry_rules.signed_for(sheet)]


class ScansEdit(SheetEdit):
    """The scans: more of them, their order, those taken out."""

    title = "试卷扫描件"
    intro = "可以一次上传多个PDF或图片，保存后按次序排列；用次序号调整，勾选移除。"
    template = "exams/scores/scans.html"

    def get_form(self, data: Any = None, files: Any = None) -> ScansForm:
        return ScansForm(data, files, actor=self.actor, held=scans_of(self.sheet()))

    def save(self, form: ScansForm) -> str:
        papers.keep_scans(self.sheet(), by=self.actor, scans=form.ordered())
        self.tell("扫描件已保存。")
        return reverse("scores:scans", args=[self.kwargs["uid"]])


class Receive(SheetEdit):
    """The centre signs for the papers."""

    grants = ("scores.receive",)
    title = "签收试卷"
    intro = "请清点考点移交的试卷。签收后，考点不能再修改移交登记。"
    submit_label = "签收"

    def get_form(self, data: Any = None, files: Any = None) -> ReceiveForm:
        return ReceiveForm(data, initial={"count": self.sheet().papers_count})

    def closed(self, sheet: ScoreSheet) -> list[Blocker]:
        return entry_rules.not_receivable(sheet, sheet.papers_count or 0, "")

    def save(self, form: ReceiveForm) -> str:
        papers.receive(self.sheet(), by=self.actor, **form.cleaned_data)
        self.tell("试卷已签收。")
        return self.back_url()


class SpreadEdit(SheetEdit):
    """Why the examiners lie far apart."""

    title = "分差说明"
    intro = "下列考生的考评员总分相差超过提示线。请逐名写明原因；没有说明的不能报送。"

    def get_form(self, data: Any = None, files: Any = None) -> SpreadForm:
        return SpreadForm(data, apart=examiners.apart_of(self.sheet()))

    def save(self, form: SpreadForm) -> str:
        examiners.explain(self.sheet(), by=self.actor, notes=form.notes())
        self.tell("分差说明已保存。")
        return self.back_url()


class CompareEdit(SheetEdit):
    """Where two independent entries differ."""

    title = "比对两次录入"
    intro = "下列得分两次录入不一致。请查对评分记录，填入正确的得分。"
    template = "exams/scores/compare.html"

    def get_form(self, data: Any = None, files: Any = None) -> CompareForm:
        sheet = self.sheet()
        found = double.differing(sheet) if double.comparable(sheet) else []
        return CompareForm(data, found=found, seats=services.seats_of(sheet), tasks=tasks_of(sheet))

    def closed(self, sheet: ScoreSheet) -> list[Blocker]:
        found = rules.not_editable(sheet)
        return found if double.comparable(sheet) else [*found, Blocker("复录完成后才能比对。", "4.4")]

    def save(self, form: CompareForm) -> str:
        double.resolve(self.sheet(), by=self.actor, marks=form.marks())
        self.tell("已按填入的得分更正两次录入。")
        return self.back_url()

    def context(self) -> dict[str, Any]:
        sheet = self.sheet()
        return {"sheet": sheet, "second": double.second_of(sheet)}


def attached(body: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


class Template(SheetEdit):
    """The workbook to fill in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.sheet()
        held = double.held_for(sheet, self.actor.user)
        body = workbook.template(sheet, services.seats_of(sheet), tasks_of(sheet), step_of(sheet), held)
        return attached(body, f"scores-{sheet.session.number}")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=405)


class Mine(OfficeView):
    """A candidate's confirmed scores; a unit's registrar sees those of its people."""

    roles = (Role.APPLICANT, Role.REGISTRAR)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = (
            Registration.objects.visible_to(self.actor)
            .filter(seat__session__score_sheet__status=ScoreSheet.Status.CONFIRMED)
            .select_related(
                "project",
                "center",
                "seat__session__site",
                "seat__session__specification",
                "seat__score",
                "seat__session__score_sheet",
            )
            .prefetch_related("seat__session__specification__tasks", "seat__score__corrections", "seat__score__appeals")
            .order_by("-seat__session__starts_at", "pk")
        )
        rows = [_mine(registration) for registration in found[:500]]
        context = {"title": "我的成绩", "rows": rows, "names": self.actor.role == Role.REGISTRAR}
        return render(request, "exams/scores/mine.html", context)


def _mine(registration: Registration) -> dict[str, Any]:
    """Marks, corrections applied, appeals, and until when one may be filed (None: no longer)."""
    score = getattr(registration.seat, "score", None)
    appeals = list(score.appeals.all()) if score else []
    until = last_day(registration) if score else None
    confirmed = registration.seat.session.score_sheet.confirmed_at if score else None
    may = until is not None and clock.today() <= until and all(each.status != "submitted" for each in appeals)
    return {
        "registration": registration,
        "marks": _marks(registration),
        "corrections": [each for each in score.corrections.all() if each.status == "applied"] if score else [],
        "appeals": appeals,
        "until": in_list(until, timezone.localdate(confirmed)) if may and confirmed else "",
    }


def _marks(registration: Registration) -> list[tuple[str, str]]:
    """Task and mark, in the order of the specification; empty where there is no score."""
    score = getattr(registration.seat, "score", None)
    if score is None:
        return []
    tasks = registration.seat.session.specification.tasks.all()
    return [(task.name, score.marks.get(str(task.position), "")) for task in tasks]
