"""Pages of rosters: list, upload, the record with its progress and what was found, the steps, the people taken."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.registration.roster import columns, rules, services
from exams.registration.roster.forms import ProblemFilter, RosterForm, TakeForm
from exams.registration.roster.models import Roster, RosterProblem
from exams.registration.views.record import ListView as RegistrationList
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import XLSX, Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

READERS = (Role.REGISTRAR, Role.CLERK, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
UPLOAD = ("roster.upload",)
Status = Roster.Status


class RosterList(TableView):
    """The unit's own, or those for the centre's batches."""

    roles = READERS
    model = Roster
    title = "单位名单"
    related = ("item__project", "unit", "workbook")
    columns = (
        Column("上传时间", "created_at", order="created_at", link=True),
        Column("批次", "item", order="item__project__name"),
        Column("报名单位", "unit", order="unit__name"),
        Column("文件", "workbook.name"),
        Column("行数", "total", order="total", number=True),
        Column("合格", "good", order="good", number=True),
        Column("有问题", "bad", order="bad", number=True),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有名单", "单位可以把多名人员填入一个工作簿，连同照片压缩包一次上传。")

    def actions(self) -> list[Button]:
        if not self.actor.may(*UPLOAD):
            return []
        return [Button("上传名单", reverse("registration:rosters:new"), primary=True)]


class RosterNew(EditView):
    """Upload. `?item=` names the batch, as the list of open batches links here."""

    grants = UPLOAD
    title = "上传单位名单"
    intro = "先下载所选批次的模板填写。上传后逐行检查，检查结果出来之前不会报名；可以随时关闭页面，检查完成会通知您。"
    submit_label = "上传并检查"
    template = "exams/registration/roster_new.html"

    def get_form(self, data: Any = None, files: Any = None) -> RosterForm:
        chosen = self.request.GET.get("item", "")
        return RosterForm(data, files, actor=self.actor, initial={"item": chosen} if chosen.isdecimal() else {})

    def save(self, form: RosterForm) -> str:
        roster, new = services.receive(form.cleaned_data["item"], by=self.actor, **_without_item(form.cleaned_data))
        if not new:
            messages.info(self.request, "这两个文件已经为这个批次上传过，下面是当时的结果；没有重复报名。")
        return reverse("registration:rosters:record", args=[roster.uid])

    def back_url(self) -> str:
        return reverse("registration:rosters:list")

    def context(self) -> dict[str, Any]:
        items: Any = RosterForm(actor=self.actor).fields["item"]
        return {"items": items.queryset.filter(registration_closes__gt=clock.now())}


def _without_item(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "item"}


class RosterTemplate(OfficeView):
    """The empty workbook for a batch."""

    grants = UPLOAD

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        published = AnnouncementItem.objects.filter(announcement__status="published").select_related("project")
        item = get_object_or_404(published, pk=pk)
        response = HttpResponse(columns.template(item), content_type=XLSX)
        response["Content-Disposition"] = (
            f'attachment; filename="baoming-mingdan-{item.project.code}-{item.batch}.xlsx"'
        )
        return response


class RosterRecord(RecordView):
    """Where it stands, how far the worker is, what was found, and the choice."""

    roles = READERS
    model = Roster
    related = ("item__announcement__center", "item__project", "unit", "center", "uploaded_by", "workbook", "annotated")
    template = "exams/registration/roster.html"

    def groups(self, record: Roster) -> Sequence[FactGroup]:
        chosen = (Fact("名额不够时", record.get_places_display(), wide=True),) if record.places else ()
        return (
            FactGroup("名单", (
                Fact("报名单位", record.unit), Fact("批次", record.item), Fact("报名中心", record.center),
                Fact("报名截止", record.item.registration_closes), Fact("上传人", record.uploaded_by.name),
                Fact("上传时间", record.created_at), *chosen,
            )),
        )  # fmt: skip

    def files(self, record: Roster) -> Sequence[FileLine]:
        if self.actor.role != Role.REGISTRAR:
            return ()
        held = ((record.annotated, "批注后的工作簿"), (record.workbook, "上传的工作簿"))
        return [file_line(stored, kind) for stored, kind in held if stored and not stored.erased_at]

    def blockers(self, record: Roster) -> Sequence[Blocker]:
        if record.status != Status.CHECKED or not self.actor.may("roster.take"):
            return ()
        return rules.untakable(record, moment=clock.now())

    def links(self, record: Roster) -> Sequence[Button]:
        found = []
        if record.status == Status.TAKEN:
            found.append(Button("名单中的报名", reverse("registration:rosters:people", args=[record.uid])))
        if record.status in (Status.TAKEN, Status.DISCARDED, Status.FAILED) and self.actor.may(*UPLOAD):
            again = f"{reverse('registration:rosters:new')}?item={record.item_id}"
            found.append(Button("再上传一份名单", again, primary=record.status != Status.TAKEN))
        return found

    def more(self, record: Roster) -> dict[str, Any]:
        kinds = record.problems.values("kind", "blocking").annotate(count=Count("pk")).order_by("-blocking", "kind")
        labels = dict(RosterProblem.Kind.choices)
        counted = [(each["kind"], labels[each["kind"]], each["count"], each["blocking"]) for each in kinds]
        return {**_progress(record), "kinds": counted, "first": record.problems.filter(blocking=True)[:10],
                "free": record.item.places - record.item.taken}  # fmt: skip


def _progress(record: Roster) -> dict[str, Any]:
    return {"record": record, "working": record.status in Roster.WORKING}


class Progress(OfficeView):
    """How far the worker is, for the record's page; once it is done, that whole page is asked to come again."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = get_object_or_404(Roster.objects.visible_to(self.actor), uid=uid)
        if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
            return redirect("registration:rosters:record", uid=record.uid)
        response = render(request, "exams/registration/_roster_progress.html", _progress(record))
        if record.status not in Roster.WORKING:
            response["HX-Refresh"] = "true"
        return response


class OfRoster(TableView):
    """A list of what belongs to one roster."""

    roles = READERS

    def roster(self) -> Roster:
        found: Roster = get_object_or_404(
            Roster.objects.visible_to(self.actor).select_related("item__project", "unit"), uid=self.kwargs["uid"]
        )
        return found

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:  # type: ignore[override]  # the address has the roster
        return super().get(request)

    def actions(self) -> list[Button]:
        return [Button("返回名单", reverse("registration:rosters:record", args=[self.kwargs["uid"]]))]


class ProblemList(OfRoster):
    """Every bad cell of every row."""

    model = RosterProblem
    title = "名单中的问题"
    order = ("row", "pk")
    columns = (
        Column("行号", "row", order="row", number=True),
        Column("单元格", lambda each: f"{each.letter}{each.row}" if each.letter else ""),
        Column("栏目", "header", order="header"),
        Column("类别", "get_kind_display", order="kind"),
        Column("问题", "sentence"),
        Column("须改正", lambda each: "是" if each.blocking else "否，已自动更正", order="blocking"),
    )
    filter_class = ProblemFilter
    per_page = 50
    empty = ("没有这样的问题", "")

    def records(self) -> QuerySet[RosterProblem]:
        return self.roster().problems.all()

    def url_of(self, record: Any) -> str:
        return ""


class PeopleList(OfRoster):
    """The registrations that came of the roster."""

    model = Registration
    title = "名单中的报名"
    columns = (
        Column("行号", "roster_line.number", order="roster_line__number", number=True),
        *RegistrationList.columns,
    )
    order = ("roster_line__number",)
    filter_class = RegistrationList.filter_class
    empty = ("没有报名", "")

    def records(self) -> QuerySet[Registration]:
        mine = Registration.objects.visible_to(self.actor).filter(roster_line__roster=self.roster())
        return mine.select_related(*RegistrationList.related, "roster_line")

    def url_of(self, record: Any) -> str:
        return reverse("registration:record", args=[record.uid])


def _take_blockers(record: Roster) -> list[Blocker]:
    return rules.untakable(record, moment=clock.now())


class RosterStep(StepView):
    """Take the good rows, or nothing."""

    model = Roster
    actions: ClassVar[dict[str, Action]] = {
        "take": Action(
            services.take, TakeForm, blockers=_take_blockers, done="已开始收取，完成后会通知您，可以关闭页面。"
        ),
        "discard": Action(services.discard, done="名单已全部退回，一行也没有收。"),
    }
