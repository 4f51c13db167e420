"""An inspection's pages: lists, arranging, the record, filling in on a phone, its steps."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx import clock, policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.offline.saves import base_of
from sites.oversight.inspections import forms, rules, services
from sites.oversight.inspections.answers import LABELS, Row, rows_of
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.selectors import overdue_sites
from sites.registry.models import Site

READERS = (
    Role.SITE, Role.CLERK, Role.ARRANGER, Role.ARCHIVIST, Role.DIRECTOR, Role.EXPERT, Role.SUPERVISOR, Role.PROVINCE,
    Role.AUDITOR,
)  # fmt: skip
CHECKED = (
    Column("编号", "item.code"),
    Column("检查内容", "item.text"),
    Column("依据", "item.basis"),
    Column("重点项", lambda row: "是" if row.item.serious else ""),
    Column("结果", "answer"),
    Column("情况说明", "remark"),
    Column("照片", lambda row: f"{len(row.photos)}张" if row.photos else ""),
)
S = Inspection.Status
SUBMITTED = (S.CARRIED_OUT, S.SIGNED, S.CLOSED)


def readable(inspection: Inspection, actor: Actor) -> bool:
    """What was found: the site reads it once it has been submitted."""
    return actor.role != Role.SITE or inspection.status in SUBMITTED


def reads_file(actor: Actor, stored: StoredFile) -> bool:
    """Photos and the record: whoever reads what was found."""
    visible = Inspection.objects.visible_to(actor)
    held = visible.filter(photos__file=stored) | visible.filter(document=stored)
    return any(readable(each, actor) for each in held.distinct())


def way(inspection: Inspection) -> str:
    return "事先通知" if inspection.announced else "不预先通知"


class InspectionList(TableView):
    """The centre's, an inspector's own, the site's."""

    model = Inspection
    title = "考点检查"
    roles = READERS
    related = ("site",)
    order = ("-scheduled_on", "-pk")
    columns = (
        Column("考点", "site.name", order="site__name", link=True),
        Column("检查编号", "number"),
        Column("方式", way),
        Column("检查日期", lambda each: each.carried_out_on or each.scheduled_on, order="scheduled_on"),
        Column("结果", "get_result_display", order="result"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有检查", "市中心安排检查后显示在这里；不预先通知的检查，考点在检查后才能看到。")

    def actions(self) -> list[Button]:
        if not self.actor.may("inspection.open"):
            return []
        return [
            Button("安排检查", reverse("inspections:new"), primary=True),
            Button("待检查考点", reverse("inspections:due")),
        ]


class DueSites(TableView):
    """Sites with fewer inspections in the last year than the centre's policy asks."""

    model = Site
    title = "待检查考点"
    grants = ("inspection.open",)
    order = ("last_on", "code")
    columns = (
        Column("考点", "name", order="name", link=True),
        Column("考点编号", "code", order="code"),
        Column("近一年检查次数", "inspected", number=True),
        Column("最近检查日期", "last_on", order="last_on"),
    )
    empty = ("没有待检查的考点", "公布满一年的考点，近一年检查次数都已达到本中心的要求。")

    @property
    def intro(self) -> str:
        least = policy.of(self.actor.center).inspections_per_year if self.actor.center else 0
        return f"公布满一年，近一年检查少于{least}次的考点。点考点名称安排检查。"

    def records(self) -> QuerySet[Site]:
        return overdue_sites(self.actor, clock.today())

    def url_of(self, record: Site) -> str:
        return f"{reverse('inspections:new')}?site={record.uid}"


class InspectionNew(EditView):
    """Arrange one."""

    grants = ("inspection.open",)
    title = "安排检查"
    intro = "检查使用本中心启用的检查表（没有的，使用全省统一的检查表）。保存后通知检查人员；事先通知的，同时通知考点。"
    submit_label = "安排检查"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return forms.PlanForm(data, actor=self.actor, initial={"site": self.request.GET.get("site")})

    def save(self, form: Any) -> str:
        values = dict(form.cleaned_data)
        made = services.open_inspection(values.pop("site"), by=self.actor, **values)
        self.tell(f"检查{made.number}已安排。")
        return services.record_path(made)

    def back_url(self) -> str:
        return reverse("inspections:list")


class InspectionRecord(RecordView):
    """Where it stands, what was found item by item, what the site said, the result."""

    model = Inspection
    roles = READERS
    related = ("site__center", "site__organization", "checklist", "document")
    template = "sites/oversight/inspections/record.html"

    def title(self, record: Inspection) -> str:
        return f"{record.site.name} 检查"

    def subtitle(self, record: Inspection) -> str:
        return f"{record.number} · {way(record)}"

    def groups(self, record: Inspection) -> Sequence[FactGroup]:
        people = "、".join(map(str, record.inspectors.select_related("user")))
        sessions = reverse("sessions:record", args=[record.session]) if record.session and self.in_center else ""
        facts = [
            Fact("考点", f"{record.site.name}（{record.site.code}）", url=self.site_url(record)),
            Fact("地址", record.site.address),
            Fact("检查日期", record.carried_out_on or record.scheduled_on),
            Fact("检查人员", people),
            Fact("检查表", str(record.checklist)),
            Fact("检查事由", record.reason, wide=True),
        ]
        if record.session_title:
            facts.insert(3, Fact("结合场次", record.session_title, url=sessions))
        found = [FactGroup("检查安排", tuple(facts))]
        if readable(record, self.actor) and (record.answers or record.summary):
            found += findings_group(rows_of(record))
            found += [FactGroup("现场", (Fact("现场情况", record.summary, wide=True),))] if record.summary else []
        if record.opinion or record.refusal:
            found.append(FactGroup("考点签字", signature(record)))
        if record.result:
            result = (Fact("检查结果", record.get_result_display()), Fact("处理意见", record.conclusion, wide=True))
            found.append(FactGroup("办结", result))
        return found

    @property
    def in_center(self) -> bool:
        return self.actor.role in (Role.ARRANGER, Role.DIRECTOR)

    def site_url(self, record: Inspection) -> str:
        pool = self.actor.role in (Role.EXPERT, Role.SUPERVISOR)
        return "" if pool else reverse("registry:record", args=[record.site.uid])

    def files(self, record: Inspection) -> Sequence[FileLine]:
        if not readable(record, self.actor):
            return ()
        held = [(photo.file, f"{photo.code}现场照片") for photo in record.photos.select_related("file")]
        if record.document:
            held.insert(0, (record.document, "检查记录"))
        return [
            FileLine(each.name, reverse("files:download", args=[each.uid]) + "?inline=1", label, each.size)
            for each, label in held
        ]

    def more(self, record: Inspection) -> dict[str, Any]:
        shown = record.answers and readable(record, self.actor)
        return {"checklist": tables.build(CHECKED, rows_of(record), caption="检查表") if shown else None}

    def blockers(self, record: Inspection) -> Sequence[Blocker]:
        started = record.status == S.PLANNED and record.answers and self.mine(record)
        return rules.checking_incomplete(record) if started else ()

    def mine(self, record: Inspection) -> bool:
        return self.actor.may("inspection.edit") and services.is_inspector(record, self.actor)

    def links(self, record: Inspection) -> Sequence[Button]:
        found = []
        if record.status == S.PLANNED and self.mine(record):
            found.append(Button("填写检查表", reverse("inspections:edit", args=[record.uid])))
        if record.status == S.CLOSED and self.actor.may("violation.open") and rules.findings_of(record):
            address = f"{reverse('violations:new')}?inspection={record.uid}"
            found.append(Button("据此登记违规", address))
        return found


def findings_group(rows: Sequence[Row]) -> list[FactGroup]:
    """What was not as it should be, in words; nothing when all was."""
    found = tuple(
        Fact(
            f"{row.item.code} {row.item.text}",
            f"{'【重点项】' if row.is_serious else ''}{row.answer}：{row.remark}",
            wide=True,
        )
        for row in rows
        if row.is_finding
    )
    return [FactGroup(f"存在的问题（{len(found)}项）", found)] if found else []


def signature(record: Inspection) -> tuple[Fact, ...]:
    if record.refusal:
        return (Fact("拒绝签字的情形", record.refusal, wide=True),)
    return (Fact("签字人", record.representative), Fact("考点意见", record.opinion, wide=True))


def inspects_or_404(actor: Actor, uid: Any) -> Inspection:
    """An inspection that this person carries out."""
    mine = Inspection.objects.visible_to(actor).filter(inspectors__user=actor.user)
    return get_object_or_404(mine.select_related("site__center", "checklist"), uid=uid)


class InspectionEdit(EditView):
    """The checklist, made for a phone at the site: kept on the device, saved by itself and whenever asked."""

    grants = ("inspection.edit",)
    title = "填写检查表"
    intro = "可随时保存，没有网络时先保存在本机。全部填完后，在检查页面提交。"
    template = "sites/oversight/inspections/edit.html"
    inspection: Inspection

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The record page says why it is not to be filled in any more."""
        self.inspection = inspects_or_404(self.actor, kwargs["uid"])
        if self.inspection.status != S.PLANNED:
            return redirect("inspections:record", uid=self.inspection.uid)
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.inspection = inspects_or_404(self.actor, kwargs["uid"])
        return super().post(request, **kwargs)

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        kind = forms.checking_form(self.inspection)
        return kind(data, files, actor=self.actor, inspection=self.inspection)

    def save(self, form: Any) -> str:
        services.save(self.inspection, by=self.actor, base=base_of(self.request.POST), **form.values())
        self.tell("检查表已保存，尚未提交。")
        return self.back_url()

    def back_url(self) -> str:
        return services.record_path(self.inspection)

    def context(self) -> dict[str, Any]:
        """With what is kept now, beside what was typed, when somebody else saved meanwhile."""
        now = self.inspection
        stale = self.request.method == "POST" and base_of(self.request.POST) not in (None, now.revision)
        return {
            "inspection": now,
            "draft_id": f"inspection-{now.uid}:{self.actor.user_required.pk}",
            "draft_url": reverse("inspections:draft", args=[now.uid]),
            "photo_url": reverse("inspections:photo", args=[now.uid]),
            "worker_url": reverse("inspections:worker"),
            "kept": kept_elsewhere(now) if stale else (),
        }


def kept_elsewhere(inspection: Inspection) -> list[Fact]:
    """What is kept now, item by item."""
    found = [
        Fact(f"{row.item.code} {row.item.text}", "：".join(filter(None, (LABELS.get(row.value, ""), row.remark))))
        for row in rows_of(inspection)
        if row.value or row.remark
    ]
    return [*found, Fact("现场情况", inspection.summary)] if inspection.summary else found


def carrying_out(record: Inspection) -> list[Blocker]:
    """What stands in the way of submitting today."""
    today: datetime.date = clock.today()
    early = today < record.scheduled_on
    return (rules.checking_day_unfit(record, today, today) if early else []) + rules.checking_incomplete(record)


class InspectionStep(StepView):
    """Submit, cancel, sign, record a refusal, close."""

    model = Inspection
    actions: ClassVar = {
        "carry_out": Action(services.carry_out, form=forms.CarryOutForm, blockers=carrying_out, done="检查结果已提交，等待考点签字。"),
        "cancel": Action(services.cancel, done="检查已取消。"),
        "sign": Action(services.sign, form=forms.SignForm, done="已签字，检查记录已生成。"),
        "record_refusal": Action(services.record_refusal, form=forms.RefusalForm, done="已登记，检查记录已生成。"),
        "close": Action(services.close, form=forms.CloseForm, done="检查已办结，已通知考点。"),
    }  # fmt: skip

    def prepare(self, uid: Any, verb: str) -> Any:
        record, step, action = super().prepare(uid, verb)
        if verb in ("carry_out", "record_refusal") and not services.is_inspector(record, self.actor):
            raise Http404
        return record, step, action
