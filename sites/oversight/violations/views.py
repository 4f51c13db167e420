"""Violations: the list, recording one, its record and steps."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.clauses import CLAUSES
from sdzx.files.lines import file_line
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.oversight.violations import forms, origins, rules, services
from sites.oversight.violations.models import Violation
from sites.oversight.violations.origins import Origin

READERS = (
    Role.SITE, Role.CLERK, Role.ARRANGER, Role.ARCHIVIST, Role.DIRECTOR, Role.BUREAU, Role.PROVINCE, Role.AUDITOR,
)  # fmt: skip
OFFICE = (Role.CLERK, Role.ARRANGER, Role.DIRECTOR)
FIRST = "违规登记"


class ViolationList(TableView):
    """The centre's; the site's own."""

    model = Violation
    title = FIRST
    roles = READERS
    related = ("site",)
    filter_class = forms.ViolationFilter
    columns = (
        Column("考点", "site.name", order="site__name", link=True),
        Column("事由", "get_ground_display", order="ground"),
        Column("发生日期", "happened_on", order="happened_on"),
        Column("考点说明期限", "response_due", order="response_due"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("没有违规记录", "检查、投诉举报或考核中查实考点违规的，由市中心登记，考点说明后由中心主任认定。")

    def actions(self) -> list[Button]:
        return [Button("登记违规", reverse("violations:new"))] if self.actor.may("violation.open") else []


class ViolationNew(EditView):
    """Record one: by itself, for `?site=`, or from `?complaint=`, `?inspection=`, `?incident=`."""

    grants = ("violation.open",)
    title = "登记违规"
    submit_label = "登记并告知考点"

    @property
    def origin(self) -> Origin | None:
        """The record that the address names. Raises Http404 when it is none that the actor sees."""
        for source in origins.sources():
            if text := self.request.GET.get(source):
                found = origins.find(source, uid_of(text), self.actor)
                if found is None:
                    raise Http404(source)
                return found
        return None

    def get_form(self, data: Any = None, files: Any = None) -> forms.OpeningForm:
        self.found = origin = self.origin
        initial: dict[str, Any] = {"site": self.request.GET.get("site"), "happened_on": clock.today()}
        if origin:
            initial = {
                "site": origin.site.uid if origin.site else None, "ground": origin.ground, "facts": origin.facts,
                "happened_on": origin.happened_on,
            }  # fmt: skip
        return forms.OpeningForm(data, files, actor=self.actor, origin=origin, initial=initial)

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> Any:
        return super().page(form, blockers or (self.found.blockers if self.found else ()), status)

    def context(self) -> dict[str, Any]:
        return {"intro": f"来源：{self.found.label}。来源只供内部查看，考点看不到。"} if self.found else {}

    def save(self, form: Any) -> str:
        values = form.values()
        made = services.open_violation(values.pop("site"), by=self.actor, origin=self.found, **values)
        self.tell("违规已登记，考点已收到通知。")
        return services.record_path(made)

    def back_url(self) -> str:
        return self.found.url if self.found else reverse("violations:list")


def uid_of(text: str) -> uuid.UUID:
    """As an address carries it. Raises Http404 for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404(text) from error


class ViolationRecord(RecordView):
    """The violation as the site and the centre see it; where it was found only the centre sees."""

    model = Violation
    roles = READERS
    related = ("site__center",)

    def groups(self, record: Violation) -> Sequence[FactGroup]:
        clause = CLAUSES[rules.CLAUSE_OF[Violation.Ground(record.ground)]]
        return [
            FactGroup(
                FIRST,
                (
                    Fact("考点", f"{record.site.name}（{record.site.code}）", url=reverse("registry:record", args=[record.site.uid])),
                    Fact("事由", record.get_ground_display()),
                    Fact("依据", f"《工作规则》{clause.article}（{clause.title}）"),
                    Fact("发生日期", record.happened_on),
                    *self.source(record),
                    Fact("事实", record.facts, wide=True),
                ),
            ),
            FactGroup(
                "说明和认定",
                (Fact("说明期限", record.response_due), Fact("考点的说明", record.response, wide=True), Fact("认定意见", record.finding, wide=True)),
            ),
            *self.consequences(record),
        ]  # fmt: skip

    def source(self, record: Violation) -> list[Fact]:
        """For the office: the complaint, inspection or incident behind it."""
        if self.actor.role not in OFFICE:
            return []
        found = origins.find(record.source, record.source_uid, self.actor) if record.source_uid else None
        return [Fact("来源", found.label if found else record.get_source_display(), url=found.url if found else "")]

    def consequences(self, record: Violation) -> list[FactGroup]:
        """Measures and exits that rest on it."""
        facts = [
            Fact(each.get_kind_display(), f"{each.number}，{each.get_status_display()}", url=reverse("measures:record", args=[each.uid]))
            for each in record.measures.order_by("id")
        ]  # fmt: skip
        facts += [
            Fact("退出程序", each.get_status_display(), url=reverse("oversight:record", args=[each.uid]))
            for each in record.exit_cases.order_by("id")
        ]
        return [FactGroup("处理", tuple(facts))] if facts else []

    def files(self, record: Violation) -> Sequence[FileLine]:
        return [file_line(each, "证据") for each in record.evidence.order_by("id")] + [
            file_line(each, "考点的材料") for each in record.response_files.order_by("id")
        ]

    def blockers(self, record: Violation) -> Sequence[Blocker]:
        return rules.too_early(record, clock.today()) if self.actor.may("violation.confirm") else ()

    def links(self, record: Violation) -> Sequence[Button]:
        if record.status != Violation.Status.CONFIRMED or record.site.status == "revoked":
            return ()
        found = []
        if self.actor.may("measure.issue"):
            found.append(Button("下达监管措施", reverse("measures:new", args=[record.uid]), primary=True))
        if self.actor.may("exit.open"):
            address = f"{reverse('oversight:new')}?site={record.site.uid}&violation={record.uid}"
            found.append(Button("启动退出程序", address, danger=True))
        return found


def early(violation: Violation) -> list[Blocker]:
    """What stands in the way of a finding today."""
    return rules.too_early(violation, clock.today())


class ViolationStep(StepView):
    """The site's answer, the finding."""

    model = Violation
    actions: ClassVar = {
        "respond": Action(services.respond, form=forms.ResponseForm, done="说明已提交。"),
        "confirm": Action(
            services.confirm, form=forms.FindingForm, blockers=early, done="已认定违规，考点已收到通知。"
        ),
        "dismiss": Action(services.dismiss, done="不予认定，考点已收到通知。"),
    }
