"""Corrections of confirmed scores: list, record, asking for one, deciding."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from exams.registration.models import Registration
from exams.scores import hooks
from exams.scores.corrections import services
from exams.scores.corrections.forms import CorrectionForm
from exams.scores.corrections.models import Correction
from exams.scores.models import ScoreSheet
from exams.scores.sheets.entries import tasks_of
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui import tables
from sdzx.ui.parts import Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

READERS = (Role.SITE, Role.CONFIRMER, Role.CERTIFIER, Role.ARCHIVIST, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
RELATED = (
    "score__sheet__session__project", "score__sheet__session__site", "score__sheet__session__center", "requested_by",
    "score__sheet__session__specification", "score__seat__registration", "decided_by", "appeal",
)  # fmt: skip
WORDS = {True: "合格", False: "不合格"}


def change_of(correction: Correction) -> str:
    """«55.00（不合格）→65.00（合格）»."""
    before, after = WORDS[correction.passed_before], WORDS[correction.passed_after]
    return f"{correction.total_before}（{before}）→{correction.total_after}（{after}）"


class CorrectionTable(TableView):
    """The centre's; the site's own."""

    model = Correction
    roles = READERS
    title = "成绩更正"
    columns = (
        Column("准考证号", "score.seat.ticket_number", link=True),
        Column("姓名", "score.seat.registration.name"),
        Column("场次", "score.sheet.session.number", order="score__sheet__session__number"),
        Column("差错种类", "get_kind_display", order="kind"),
        Column("总分", change_of),
        Column("申请时间", "created_at", order="created_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    related = ("score__sheet__session", "score__seat__registration")
    empty = ("没有成绩更正", "成绩确认后发现差错的，由审核确认人员在场次的成绩页对考生申请更正，由第二人批准。")


class CorrectionRecord(RecordView):
    """What was asked, on what evidence, and who decided."""

    model = Correction
    roles = READERS
    related = RELATED
    template = "exams/scores/corrections/record.html"

    def groups(self, record: Correction) -> Sequence[FactGroup]:
        sheet, registration = record.score.sheet, record.score.seat.registration
        appeal = record.appeal
        shown = Fact("复核申请", appeal.get_kind_display(), url=reverse("scores:appeals:record", args=[appeal.uid])) if (
            appeal and self.actor.role != Role.SITE
        ) else Fact("复核申请", "")  # fmt: skip
        return (
            FactGroup("更正", (
                Fact("考生", registration.name), Fact("准考证号", record.score.seat.ticket_number),
                Fact("场次", sheet.session.number, url=reverse("scores:record", args=[sheet.uid])),
                Fact("项目", sheet.session.project.name), Fact("总分", change_of(record)),
                Fact("差错种类", record.get_kind_display()), Fact("更正理由", record.reason, wide=True),
                Fact("申请更正人", record.requested_by.name), Fact("申请时间", record.created_at), shown,
            )),
            FactGroup("批准", (
                Fact("办理人", record.decided_by.name if record.decided_by else ""), Fact("办理时间", record.decided_at),
                Fact("意见", record.decision, wide=True),
            )),
            *self.outcome(record),
        )  # fmt: skip

    def outcome(self, record: Correction) -> list[FactGroup]:
        """What became of the certificate, once the score was corrected."""
        if record.status != Correction.Status.APPLIED:
            return []
        facts = tuple(fact for tell in hooks.OUTCOMES for fact in tell(record, self.actor))
        return [FactGroup("证书", facts)] if facts else []

    def files(self, record: Correction) -> Sequence[FileLine]:
        return [file_line(each, "证据") for each in record.evidence.order_by("pk")]

    def blockers(self, record: Correction) -> Sequence[Blocker]:
        decides = record.status == Correction.Status.REQUESTED and self.actor.may("correction.approve")
        return services.decide_blockers(record, self.actor.user) if decides else ()

    def more(self, record: Correction) -> dict[str, Any]:
        columns = [
            Column("任务", "name"),
            Column("权重", lambda task: f"{task.weight.normalize():f}%", number=True),
            Column("更正前", lambda task: record.marks_before.get(str(task.position), ""), number=True),
            Column("更正后", lambda task: record.marks_after.get(str(task.position), ""), number=True),
        ]
        return {"marks": tables.build(columns, tasks_of(record.score.sheet), caption="各任务得分")}


class CorrectionNew(EditView):
    """For one candidate (`uid` of the registration) of a confirmed sheet."""

    grants = ("correction.open",)
    title = "申请更正成绩"
    submit_label = "申请更正"

    def registration(self) -> Registration:
        visible = Registration.objects.visible_to(self.actor).filter(seat__session__score_sheet__isnull=False)
        related = visible.select_related("seat__session__score_sheet", "seat__session__specification", "project")
        return get_object_or_404(related, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> CorrectionForm:
        self.found = self.registration()
        return CorrectionForm(data, files, actor=self.actor, score=services.score_of(self.found))

    @property
    def intro(self) -> str:
        return f"{self.found.seat.ticket_number} {self.found.name}，{self.found.project.name}。由第二人批准后生效。"

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> Any:
        found = list(blockers) or ([] if self.request.method == "POST" else services.open_blockers(self.found))
        return super().page(form, found, status)

    def save(self, form: CorrectionForm) -> str:
        made = services.request(self.found, by=self.actor, **form.values())
        self.tell("已提出更正，等待第二人批准。")
        return services.url_of(made)

    def back_url(self) -> str:
        sheet: ScoreSheet = self.found.seat.session.score_sheet
        return reverse("scores:record", args=[sheet.uid])


class CorrectionStep(StepView):
    """Approve, refuse."""

    model = Correction

    @property
    def actions(self) -> dict[str, Action]:
        return {
            "approve": Action(
                services.approve,
                blockers=lambda record: services.decide_blockers(record, self.actor.user),
                done="成绩已更正，已通知考生。",
            ),
            "refuse": Action(services.refuse, done="已不予更正，理由已告知申请更正的人。"),
        }

    def page(self, record: Correction, *args: Any, **kwargs: Any) -> Any:
        record.change = change_of(record)  # type: ignore[attr-defined]  # what the table shows of it, not a field
        return super().page(record, *args, **kwargs)

    template = "exams/scores/corrections/step.html"
