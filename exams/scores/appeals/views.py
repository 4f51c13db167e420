"""Appeals: list, record with the marks, filing one, answering."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from exams.registration.models import Registration
from exams.scores.appeals import services
from exams.scores.appeals.forms import AppealForm, UpholdForm
from exams.scores.appeals.models import Appeal
from exams.scores.models import ScoreSheet
from exams.scores.sheets.entries import scans_of, tasks_of
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.files.models import StoredFile
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.ui.words import day
from sdzx.workdays.due import by_calendar_now, due, in_list
from sdzx.workflow import Blocker

OFFICE = (Role.CONFIRMER, Role.DIRECTOR)
READERS = (Role.APPLICANT, Role.REGISTRAR, *OFFICE, Role.PROVINCE, Role.AUDITOR)


def filed_on(appeal: Appeal) -> datetime.date | None:
    """The day from which the days for the answer run; None once it is given."""
    return timezone.localdate(appeal.created_at) if appeal.status == Appeal.Status.SUBMITTED else None


class AppealTable(TableView):
    """One's own, the unit's, the centre's."""

    model = Appeal
    roles = READERS
    title = "成绩复核"
    columns = (
        Column("准考证号", "score.seat.ticket_number", link=True),
        Column("姓名", "score.seat.registration.name"),
        Column("项目", "score.sheet.session.project.name"),
        Column("复核事项", "get_kind_display", order="kind"),
        Column("申请时间", "created_at", order="created_at"),
        Column("答复期限", lambda appeal: in_list(appeal.due_on, filed_on(appeal)), order="due_on"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    related = ("score__sheet__session__project", "score__seat__registration")
    empty = ("没有复核申请", "成绩确认后，考生可以在“我的成绩”中申请复核漏评、合分错误和登分错误。")


class AppealRecord(RecordView):
    """What was asked, the marks as they stand, the answer."""

    model = Appeal
    roles = READERS
    related = (
        "score__sheet__session__project", "score__sheet__session__site", "score__sheet__session__specification",
        "score__seat__registration", "filed_by", "answered_by", "correction",
    )  # fmt: skip
    template = "exams/scores/appeals/record.html"

    def groups(self, record: Appeal) -> Sequence[FactGroup]:
        session, registration = record.score.sheet.session, record.score.seat.registration
        return (
            FactGroup("复核申请", (
                Fact("考生", registration.name), Fact("准考证号", record.score.seat.ticket_number),
                Fact("项目", session.project.name), Fact("考核时间", session.starts_at), Fact("考点", session.site.name),
                Fact("复核事项", record.get_kind_display()), Fact("申请人", record.filed_by.name),
                Fact("申请时间", record.created_at), Fact("情况说明", record.statement, wide=True),
            )),
            FactGroup("答复", (
                Fact("答复期限", by_calendar_now(record.due_on, filed_on(record))), Fact("答复时间", record.answered_at),
                Fact("答复人", record.answered_by.name if record.answered_by and self.actor.role in OFFICE else ""),
                Fact("答复", record.answer, wide=True),
            )),
        )  # fmt: skip

    def files(self, record: Appeal) -> Sequence[FileLine]:
        if self.actor.role not in OFFICE:
            return ()
        return [file_line(each, f"试卷扫描件{number}") for number, each in enumerate(scans_of(record.score.sheet), 1)]

    def blockers(self, record: Appeal) -> Sequence[Blocker]:
        answers = record.status == Appeal.Status.SUBMITTED and self.actor.may("appeal.uphold")
        return services.answer_blockers(record, self.actor.user) if answers else ()

    def links(self, record: Appeal) -> Sequence[Button]:
        if self.actor.role not in OFFICE:
            return [Button("我的成绩", reverse("scores:mine"))] if self.actor.may("appeal.file") else []
        found = [Button("场次成绩", reverse("scores:record", args=[record.score.sheet.uid]))]
        if hasattr(record, "correction"):
            found.append(Button("成绩更正", reverse("scores:corrections:record", args=[record.correction.uid])))
        return found

    def more(self, record: Appeal) -> dict[str, Any]:
        until = record.due_on if record.status == Appeal.Status.SUBMITTED else None
        return {"marks": marks_table(record), "total": record.score.total, "due": due(until) if until else None}


def marks_table(appeal: Appeal) -> tables.Table:
    """The marks as they stand, with weights and what each adds to the total; for the office also each examiner's."""
    marks = appeal.score.marks
    columns = [
        Column("任务", "name"),
        Column("权重", lambda task: f"{task.weight.normalize():f}%", number=True),
        Column("得分", lambda task: marks.get(str(task.position), ""), number=True),
        Column("计入总分", lambda task: weighed(marks.get(str(task.position)), task.weight), number=True),
    ]
    return tables.build(columns, tasks_of(appeal.score.sheet), caption="各任务得分")


def weighed(mark: str | None, weight: Decimal) -> str:
    """What a mark adds to the total, unrounded: «51.60»."""
    return f"{Decimal(mark) * weight / 100:.2f}" if mark else ""


class AppealNew(EditView):
    """By the candidate or the unit's registrar (`uid` of the registration)."""

    grants = ("appeal.file",)
    title = "申请成绩复核"
    submit_label = "提交复核申请"

    def registration(self) -> Registration:
        visible = Registration.objects.visible_to(self.actor).filter(
            seat__session__score_sheet__status=ScoreSheet.Status.CONFIRMED
        )
        related = visible.select_related("seat__session__score_sheet", "project", "center")
        return get_object_or_404(related, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> AppealForm:
        self.found = self.registration()
        return AppealForm(data)

    @property
    def intro(self) -> str:
        days, until = services.days_of(self.found), day(services.last_day(self.found))
        return f"{self.found.name}，{self.found.project.name}。成绩确认后{days}个工作日内（{until}前）可以申请，我们在同样的期限内答复。"

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> Any:
        found = list(blockers) or ([] if self.request.method == "POST" else services.file_blockers(self.found))
        return super().page(form, found, status)

    def save(self, form: AppealForm) -> str:
        made = services.file(self.found, by=self.actor, **form.cleaned_data)
        self.tell("复核申请已提交。")
        return services.url_of(made)

    def back_url(self) -> str:
        return reverse("scores:mine")


class AppealStep(StepView):
    """Uphold with the right marks, or reject."""

    model = Appeal

    @property
    def actions(self) -> dict[str, Action]:
        def blockers(record: Appeal) -> list[Blocker]:
            return services.answer_blockers(record, self.actor.user)

        return {
            "uphold": Action(upheld, form=UpholdForm, blockers=blockers, done="已答复，成绩更正等待第二人批准。"),
            "reject": Action(services.reject, blockers=blockers, done="已答复考生，成绩维持不变。"),
        }


def upheld(appeal: Appeal, *, by: Actor, answer: str, evidence: list[StoredFile], **given: Any) -> Appeal:
    """`services.uphold` with the marks of the form's single fields."""
    marks = {name.removeprefix("mark_"): mark for name, mark in given.items() if mark is not None}
    return services.uphold(appeal, by=by, answer=answer, evidence=evidence, marks=marks)
