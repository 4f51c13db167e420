"""Complaints inside the centre: the list, the record, its steps, passing on, and who complained."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from sdzx.accounts.roles import Role
from sdzx.ui.forms import PlainForm
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workdays.due import by_calendar_now, due, in_list
from sites.oversight.complaints import services
from sites.oversight.complaints.forms import ConclusionForm, FindingsForm, TransferForm
from sites.oversight.complaints.models import HANDLERS, Complaint
from sites.oversight.complaints.rules import due_day

READERS = (*HANDLERS, Role.PROVINCE, Role.AUDITOR)
S = Complaint.Status
PROVEN = (Complaint.Result.SUBSTANTIATED, Complaint.Result.PARTLY)


def dated(complaint: Complaint) -> tuple[Fact, Fact]:
    """Both days, with their calendar while the complaint is open."""
    filed = timezone.localdate(complaint.created_at) if complaint.is_open else None
    return (
        Fact("受理期限", by_calendar_now(complaint.acceptance_due, filed)),
        Fact("办结期限", by_calendar_now(complaint.due_on, filed)),
    )


class FilterForm(PlainForm, forms.Form):
    """By state and category."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *S.choices])
    category = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Complaint.Category.choices])

    def apply(self, records: Any) -> Any:
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return records.filter(**chosen)


class ComplaintList(TableView):
    """By number and subject; who complained is in no list."""

    model = Complaint
    title = "投诉举报"
    roles = READERS
    related = ("site", "center")
    filter_class = FilterForm
    columns = (
        Column("受理编号", "number", order="number", link=True),
        Column("反映的考点", "about"),
        Column("类别", "get_category_display", order="category"),
        Column("收到时间", "created_at", order="created_at"),
        Column(
            "办理期限",
            lambda each: in_list(due_day(each), timezone.localdate(each.created_at)) if each.is_open else None,
        ),
        Column("结论", "get_result_display", order="result"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("没有投诉举报", "公众在首页“投诉举报”提交后，会出现在这里。")


class ComplaintRecord(RecordView):
    """What was reported and what came of it. Contact and evidence only for those who handle it."""

    model = Complaint
    roles = READERS
    related = ("site", "center")

    def subtitle(self, record: Complaint) -> str:
        return f"{record.about} · {record.get_category_display()}"

    def groups(self, record: Complaint) -> Sequence[FactGroup]:
        site = reverse("registry:record", args=[record.site.uid]) if record.site else ""
        groups = [
            FactGroup(
                "反映的问题",
                (
                    Fact("考点或机构", record.about, url=site), Fact("类别", record.get_category_display()),
                    Fact("发生日期", record.happened_on), Fact("涉及人员", record.accused), Fact("涉及场次或项目", record.occasion),
                    Fact("举报人", "匿名" if record.anonymous else "已留联系方式（加密保存）"),
                    Fact("事实", record.facts, wide=True),
                ),
            ),
            FactGroup("办理", (Fact("办理中心", record.center.name), *dated(record))),
        ]  # fmt: skip
        said = {
            "不予受理的理由": record.refusal,
            "调查结果": record.findings,
            "结论": record.get_result_display(),
            "答复": record.answer,
        }
        outcome = tuple(Fact(label, text, wide=label != "结论") for label, text in said.items() if text)
        return [*groups, FactGroup("结果", outcome)] if outcome else groups

    def files(self, record: Complaint) -> Sequence[FileLine]:
        if self.actor.role not in HANDLERS:
            return ()
        held = [(each, "举报人提供") for each in record.attachments.all()]
        held += [(each, "调查材料") for each in record.materials.all()]
        return [
            FileLine(each.name, reverse("files:download", args=[each.uid]) + "?inline=1", label, each.size)
            for each, label in held
        ]

    def more(self, record: Complaint) -> dict[str, Any]:
        return {"due": due(due_day(record))} if record.is_open else {}

    def links(self, record: Complaint) -> Sequence[Button]:
        found = []
        if record.status == S.RECEIVED and self.actor.may("complaint.transfer"):
            found.append(Button("转其他市中心", reverse("complaints:transfer", args=[record.uid])))
        if not record.anonymous and self.actor.may("complaint.read_contact"):
            found.append(Button("查看举报人信息", reverse("complaints:contact", args=[record.uid])))
        if record.site and record.result in PROVEN and self.actor.may("violation.open"):
            found.append(Button("据此登记违规", violation_path(record)))
        return found


def violation_path(complaint: Complaint) -> str:
    """Where a violation is opened from it: a later slice's page, which copies facts and evidence, never the complainant."""
    return f"{reverse('violations:new')}?complaint={complaint.uid}"


class ComplaintStep(StepView):
    """Acceptance, refusal, findings, conclusion."""

    model = Complaint
    actions: ClassVar = {
        "accept": Action(services.accept, done="已受理。"),
        "refuse": Action(services.refuse, done="已决定不予受理，理由已告知举报人。"),
        "investigate": Action(services.investigate, form=FindingsForm, done="调查结果已登记，待中心主任作出结论。"),
        "send_back": Action(services.send_back, done="已退回补充调查。"),
        "conclude": Action(services.conclude, form=ConclusionForm, done="已作出结论，举报人可以查到答复。"),
    }


class ComplaintTransfer(EditView):
    """To the centre whose it is."""

    grants = ("complaint.transfer",)
    title = "转其他市中心"
    intro = "转办后由对方受理，本中心不再看到这件投诉举报；举报人原来的受理编号和查询码仍然有效。"
    submit_label = "转办"

    def record(self) -> Complaint:
        found = Complaint.objects.visible_to(self.actor).select_related("center", "site")
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        self.record()
        return TransferForm(data)

    def save(self, form: Any) -> str:
        services.transfer(self.record(), by=self.actor, **form.cleaned_data)
        self.tell("已转办。")
        return reverse("complaints:list")

    def back_url(self) -> str:
        return services.record_path(self.record())


@method_decorator(never_cache, name="dispatch")
class ComplaintContact(OfficeView):
    """Who complained: asked for on purpose, shown once, in the trace each time."""

    grants = ("complaint.read_contact",)

    def page(self, uid: Any, *, shown: bool) -> HttpResponse:
        found = Complaint.objects.visible_to(self.actor).filter(anonymous=False)
        complaint = get_object_or_404(found, uid=uid)
        contact = services.read_contact(complaint, by=self.actor) if shown else None
        context = {
            "title": "举报人信息",
            "complaint": complaint,
            "contact": contact,
            "back_url": services.record_path(complaint),
        }
        return render(self.request, "sites/oversight/complaints/contact.html", context)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        return self.page(uid, shown=False)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        return self.page(uid, shown=True)
