"""Measures: the list, issuing one, its record and steps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine, Stage, StageState
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView, step_buttons
from sdzx.workdays.due import due
from sites.oversight.measures import documents, forms, rules, services
from sites.oversight.measures.models import Measure
from sites.oversight.violations.models import Violation
from sites.oversight.violations.views import READERS

Kind = Measure.Kind
ABSENT = {Kind.WARNING: ("report",), Kind.RECTIFICATION: ("acknowledge",), Kind.SUSPENSION: ("acknowledge", "escalate")}


class MeasureList(TableView):
    """The centre's; the site's own."""

    model = Measure
    title = "监管措施"
    roles = READERS
    related = ("site",)
    filter_class = forms.MeasureFilter
    columns = (
        Column("文号", "number", order="id", link=True),
        Column("考点", "site.name", order="site__name"),
        Column("措施", "get_kind_display", order="kind"),
        Column("下达日期", "issued_on", order="issued_on"),
        Column("整改期限", "due", order="due"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("没有监管措施", "违规经认定后，由中心主任在违规登记的页面下达警告、限期整改或暂停。")


class MeasureNew(EditView):
    """On a confirmed violation (`uid`), together with others of the same site."""

    grants = ("measure.issue",)
    title = "下达监管措施"
    submit_label = "下达"

    @property
    def violation(self) -> Violation:
        visible = Violation.objects.visible_to(self.actor).select_related("site__center", "site__organization")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> forms.IssueForm:
        self.found = self.violation
        return forms.IssueForm(data, site=self.found.site, initial={"violations": [self.found.pk]})

    def context(self) -> dict[str, Any]:
        site = self.found.site
        return {"intro": f"{site.name}（{site.code}）。下达后生成带文号的文书，考点立即收到通知。"}

    def save(self, form: Any) -> str:
        made = services.issue(self.found.site, by=self.actor, **form.cleaned_data)
        self.tell(f"已下达{made.get_kind_display()}（{made.number}），考点已收到通知。")
        return services.record_path(made)

    def back_url(self) -> str:
        return reverse("violations:record", args=[self.found.uid])


class MeasureRecord(RecordView):
    """The measure as the site and the centre see it."""

    model = Measure
    roles = READERS
    related = ("site__center", "document", "follows")

    def title(self, record: Measure) -> str:
        return f"{record.site.name} {record.get_kind_display()}"

    def subtitle(self, record: Measure) -> str:
        return record.number

    def groups(self, record: Measure) -> Sequence[FactGroup]:
        site = reverse("registry:record", args=[record.site.uid])
        return [
            FactGroup("措施", (
                Fact("考点", f"{record.site.name}（{record.site.code}）", url=site),
                Fact("考点状态", record.site.get_status_display()),
                Fact("下达日期", record.issued_on), Fact("整改期限", record.due), *self.chain(record),
                Fact("理由", record.reasons, wide=True), Fact("整改要求", record.requirements, wide=True),
            )),
            FactGroup("依据的违规", tuple(
                Fact(each.get_ground_display(), each.facts, wide=True, url=reverse("violations:record", args=[each.uid]))
                for each in record.violations.order_by("id")
            )),
            *([FactGroup("整改", (Fact("整改情况", record.report, wide=True),))] if record.kind != Kind.WARNING else []),
        ]  # fmt: skip

    def chain(self, record: Measure) -> list[Fact]:
        """What it follows, and what followed."""
        found = [("由此升级", record.follows)] if record.follows else []
        found += [("升级为", each) for each in record.followed_by.order_by("id")]
        return [Fact(label, f"{each.get_kind_display()}（{each.number}）", url=services.record_path(each)) for label, each in found]  # fmt: skip

    def files(self, record: Measure) -> Sequence[FileLine]:
        letter = [file_line(record.document, documents.letter_name(record))] if record.document else []
        return letter + [file_line(each, "整改证明") for each in record.report_files.order_by("id")]

    def links(self, record: Measure) -> Sequence[Button]:
        if record.status not in Measure.OPEN or not self.actor.may("exit.open"):
            return ()
        address = f"{reverse('oversight:new')}?site={record.site.uid}&measure={record.uid}"
        return [Button("启动退出程序", address, danger=True)]

    def more(self, record: Measure) -> dict[str, Any]:
        """Without the buttons of steps that this kind does not have."""
        absent = ABSENT[Kind(record.kind)]
        buttons = [*step_buttons(self.request, record, self.actor), *self.links(record)]
        kept = [each for each in buttons if each.url.rstrip("/").rpartition("/")[2] not in absent]
        if self.actor.role == Role.SITE:
            kept = [replace(each, primary=True) for each in kept]  # the one thing that it owes
        return {"buttons": kept, **self.standing(record)}

    def standing(self, record: Measure) -> dict[str, Any]:
        """A warning's short way, or the date that runs."""
        if record.kind == Kind.WARNING:
            label = record.get_status_display()
            ended = record.status in (Measure.Status.CLOSED, Measure.Status.ESCALATED)
            first = Stage("已下达", StageState.DONE if ended else StageState.CURRENT)
            last = Stage(label if ended else "已办结", StageState.DONE if ended else StageState.NEXT)
            return {"stages": [first, last]}
        return {"due": due(record.due)} if record.due and record.status in Measure.AT_SITE else {}


class MeasureStep(StepView):
    """The site's note or report; closed, returned, escalated by the director."""

    model = Measure
    actions: ClassVar = {
        "acknowledge": Action(services.acknowledge, blockers=rules.acknowledging_unfit, done="已签收。"),
        "report": Action(services.report, form=forms.ReportForm, blockers=rules.nothing_to_report, done="整改报告已报送。"),
        "accept": Action(services.accept, done="整改通过，考点已收到通知。"),
        "send_back": Action(services.send_back, form=forms.ReturnForm, done="已退回，考点已收到通知。"),
        "escalate": Action(services.escalate, form=forms.EscalateForm, blockers=rules.at_the_top, done="已升级处理，新的措施已下达。"),
    }  # fmt: skip
