"""Pages of the examiners' own sheets: list, record, marking on a phone, steps; and giving them out."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exams.dispatch.models import Assignment
from exams.scores import marks as numbers
from exams.scores import services as scores
from exams.scores.forms import MarksForm
from exams.scores.rules import EDITABLE
from exams.scores.sheets import documents, rules, services
from exams.scores.sheets.entries import by_seat, step_of, tasks_of
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.forms import PlainForm, field_errors
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.printing import PrintView
from sdzx.ui.tracing import trace_lines
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker, Refused

READERS = (Role.EXAMINER, Role.SITE, Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
OFFERED = 5  # sessions for which sheets may be given out, as buttons over the list
RELATED = (
    "sheet__session__project", "sheet__session__site", "sheet__session__center", "sheet__session__specification",
    "assignment__person", "assignment__qualification",
)  # fmt: skip


class ExaminerSheetTable(TableView):
    """One's own; for site and centre who has handed in and who has not."""

    model = ExaminerSheet
    roles = READERS
    title = "考评员评分表"
    columns = (
        Column("考核日期", "sheet.session.starts_at", order="sheet__session__starts_at"),
        Column("场次", "sheet.session.number", order="sheet__session__number", link=True),
        Column("项目", "sheet.session.project.name"),
        Column("考点", "sheet.session.site.name"),
        Column("考评员", "assignment.person.name"),
        Column("提交时间", "submitted_at", order="submitted_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    order = ("-sheet__session__starts_at", "pk")
    related = ("sheet__session__project", "sheet__session__site", "assignment__person")

    def actions(self) -> list[Button]:
        if not self.actor.may("examiner_sheet.open"):
            return []
        without = Assignment.objects.filter(
            session=OuterRef("pk"), duty="examiner", status="present", examiner_sheet__isnull=True
        )
        fitting = Session.objects.visible_to(self.actor).filter(
            Exists(without),
            Q(score_sheet__isnull=True) | Q(score_sheet__status__in=EDITABLE, score_sheet__entered_by__isnull=True),
            status__in=(Session.Status.RUNNING, Session.Status.ENDED),
        )
        return [
            Button(f"发放评分表：{each.number}", reverse("scores:sheets:open", args=[each.uid]))
            for each in fitting.order_by("starts_at")[:OFFERED]
        ]

    empty = ("还没有评分表", "考评员到岗、考核开始后，由考点或市中心在场次的成绩页发放。")


class ExaminerSheetRecord(RecordView):
    """One examiner's sheet. Its marks are shown to others when all have handed in."""

    model = ExaminerSheet
    roles = READERS
    related = RELATED
    template = "exams/scores/sheets/record.html"

    def groups(self, record: ExaminerSheet) -> Sequence[FactGroup]:
        session = record.sheet.session
        return (
            FactGroup("评分", (
                Fact("场次", session.number), Fact("项目", session.project.name), Fact("考点", session.site.name),
                Fact("考核时间", session.starts_at), Fact("考评员", record.assignment.person.name),
                Fact("证卡编号", record.assignment.qualification.card_number), Fact("最近保存", record.saved_at),
                Fact("提交时间", record.submitted_at),
            )),
        )  # fmt: skip

    def blockers(self, record: ExaminerSheet) -> Sequence[Blocker]:
        mine = record.status in rules.OPEN and self.actor.may("examiner_sheet.submit")
        return services.submit_blockers(record) if mine else ()

    def links(self, record: ExaminerSheet) -> Sequence[Button]:
        shown = []
        if record.status in rules.OPEN and self.actor.may("examiner_sheet.enter"):
            shown.append(Button("评分", reverse("scores:sheets:edit", args=[record.uid]), primary=True))
        if readable(record, self.actor) and record.marks:
            shown.append(Button("打印评分表", reverse("scores:sheets:document", args=[record.uid, "sheet"])))
        if self.actor.role != Role.EXAMINER:
            shown.append(Button("场次成绩", scores.url_of(record.sheet)))
        return shown

    def more(self, record: ExaminerSheet) -> dict[str, Any]:
        if not readable(record, self.actor):
            lines = [dataclasses.replace(line, changes=()) for line in trace_lines(record)]
            return {"trace": lines, "kept": True}
        tasks, marks = tasks_of(record.sheet), by_seat(record.marks)
        columns = [Column("准考证号", "ticket_number"), Column("姓名", "registration.name")]
        columns += [Column(task.name, _reader(marks, str(task.position)), number=True) for task in tasks]
        return {"marks": tables.build(columns, scores.seats_of(record.sheet), caption="各考生评分")}


class ExaminerSheetDocument(PrintView):
    """The sheet to print and sign, for whoever may read its marks."""

    model = ExaminerSheet
    roles = READERS
    related = RELATED
    kinds: ClassVar = {"sheet": documents.examiner_sheet_pdf}

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        found = get_object_or_404(ExaminerSheet.objects.visible_to(self.actor), uid=uid)
        if not readable(found, self.actor):
            raise PermissionDenied("全部考评员提交之前，除本人外任何人不能查看评分。")
        return super().get(request, uid, kind)


def readable(record: ExaminerSheet, actor: Actor) -> bool:
    """The examiner reads their own marks at any time, the others when nobody can be led by them any more."""
    return actor.role == Role.EXAMINER or services.revealed(record.sheet)


def _reader(marks: Any, key: str) -> Any:
    return lambda seat: marks.get(seat.pk, {}).get(key, "")


class ExaminerSheetStep(StepView):
    """Hand in, send back, leave out, count again."""

    model = ExaminerSheet
    actions: ClassVar[dict[str, Action]] = {
        "submit": Action(services.submit, blockers=services.submit_blockers, done="评分表已提交。"),
        "send_back": Action(services.send_back, done="评分表已退回考评员。"),
        "leave_out": Action(services.leave_out, done="这份评分表不再计入。"),
        "readmit": Action(services.readmit, done="这份评分表重新计入。"),
    }


class Marking(EditView):
    """The marks of one examiner, on a phone one candidate under the other; each change is kept at once where there is
    JavaScript, by the button where there is none."""

    grants = ("examiner_sheet.enter",)
    title = "评分"
    template = "exams/scores/sheets/marking.html"

    def mine(self) -> ExaminerSheet:
        found = ExaminerSheet.objects.visible_to(self.actor).select_related(*RELATED)
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> MarksForm:
        mine = self.mine()
        seats, tasks = scores.seats_of(mine.sheet), tasks_of(mine.sheet)
        return MarksForm(data, seats=seats, tasks=tasks, held=by_seat(mine.marks), version=mine.version)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), rules.not_markable(self.mine(), None))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.kept() if "HX-Request" in request.headers else super().post(request, **kwargs)

    def save(self, form: MarksForm) -> str:
        services.mark(self.mine(), by=self.actor, marks=form.marks(), base=form.cleaned_data["base"])
        self.tell("评分已保存。")
        return self.back_url()

    def kept(self) -> HttpResponse:
        """Keep what can be kept, and say what cannot, beside the page that stays as it is."""
        form, mine, refused = self.get_form(self.request.POST), self.mine(), list[str]()
        form.is_valid()
        marks, wrong = right_ones(form, step_of(mine.sheet))
        problems = [f"{error.label}：{error.message}" for error in field_errors(form)] + wrong
        try:
            services.mark(mine, by=self.actor, marks=marks, base=form.cleaned_data.get("base"))
        except Refused as refusal:
            refused = [str(blocker) for blocker in refusal.blockers]
        context = {
            "saved_at": mine.saved_at,
            "problems": problems,
            "refused": refused,
            "version": None if refused else mine.version,
        }
        return render(self.request, "exams/scores/sheets/_saved.html", context)

    def back_url(self) -> str:
        return reverse("scores:sheets:record", args=[self.kwargs["uid"]])

    def context(self) -> dict[str, Any]:
        mine = self.mine()
        return {"mine": mine, "step": step_of(mine.sheet).normalize(), "saved_at": mine.saved_at}


def right_ones(form: MarksForm, step: Decimal) -> tuple[dict[int, dict[str, Decimal]], list[str]]:
    """The marks that can stand, and sentences on the others."""
    right, wrong = dict[int, dict[str, Decimal]](), list[str]()
    for seat, row in form.marks().items():
        for key, mark in row.items():
            if said := numbers.wrong(mark, step):
                wrong.append(f"{form[f'{seat}-{key}'].label}：{said}")
            else:
                right.setdefault(seat, {})[key] = mark
    return right, wrong


class NothingForm(PlainForm, forms.Form):
    """A confirmation that asks nothing."""


class OpenSheets(EditView):
    """Give every examiner who is there a sheet of their own."""

    grants = ("examiner_sheet.open",)
    title = "发放考评员评分表"
    intro = (
        "到岗的考评员各自收到一份评分表，在手机或平板上独立评分；全部提交后取平均分。发放后，考点不能再录入本场次成绩。"
    )
    submit_label = "发放"
    template = "exams/scores/sheets/open.html"

    def session(self) -> Session:
        found = Session.objects.visible_to(self.actor).select_related("center", "site__organization", "specification")
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return NothingForm(data)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), services.open_blockers(self.session()))

    def save(self, form: Any) -> str:
        sheet = services.open_sheets(self.session(), by=self.actor)
        self.tell("评分表已发放。")
        return scores.url_of(sheet)

    def back_url(self) -> str:
        return reverse("sessions:record", args=[self.kwargs["uid"]])

    def context(self) -> dict[str, Any]:
        return {"examiners": services.examiners_of(self.session())}
