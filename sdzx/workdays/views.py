"""The province's screen: the years with every version of them, and an amendment that shows its effects before it is made."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx import clock
from sdzx.ui import tables
from sdzx.ui.imports import attached
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import EditView, OfficeView, RecordView, TableView, spread
from sdzx.ui.words import day
from sdzx.workdays.forms import YearForm
from sdzx.workdays.models import Day, Edition, Year
from sdzx.workdays.months import months
from sdzx.workdays.recompute import grouped
from sdzx.workdays.rules import FIRST_YEAR, LAST_YEAR
from sdzx.workdays.services import Amendment, amend_year, arranged, days_of, difference, rehearse_year
from sdzx.workdays.sheet import template
from sdzx.workflow import Refused

EDITIONS = (
    Column("版本", lambda edition: f"第{edition.version}版", link=True),
    Column("依据文件", "source_title"),
    Column("录入时间", "entered_at"),
    Column("录入人", lambda edition: edition.entered_by.name if edition.entered_by else "随系统提供"),
    Column("调整理由", "ground"),
)


class YearList(TableView):
    """All years; whoever signed in may look."""

    model = Year
    title = "工作日历"
    intro = "所有期限都按这里的工作日计算。国务院办公厅每年10月至12月发布次年安排，由省中心录入。"
    columns = (
        Column("年份", "year", order="year", link=True),
        Column("状态", "get_status_display"),
        Column("依据文件", "source_title"),
        Column("发文日期", "notice_date", order="notice_date"),
        Column("版本", "version", number=True),
    )
    order = ("-year",)
    empty = ("还没有任何年份", "请由省中心录入")

    def records(self) -> Any:
        return Year.objects.all()

    def url_of(self, record: Year) -> str:
        return reverse("workdays:record", args=[record.year])

    def actions(self) -> list[Button]:
        if not self.actor.may("calendar.amend"):
            return []
        newest = Year.objects.filter(status=Year.Status.ANNOUNCED).order_by("-year").first()
        following = newest.year + 1 if newest else clock.today().year
        return [Button(f"录入{following}年安排", reverse("workdays:amend", args=[following]), primary=True)]


class YearRecord(RecordView):
    """One year: where it comes from, its days, every version that was in force, and every amendment in the trace."""

    model = Year
    template = "workdays/year.html"

    def get_record(self, uid: Any) -> Year:
        return get_object_or_404(Year, year=uid)

    def subtitle(self, record: Year) -> str:
        return record.get_status_display()

    def groups(self, record: Year) -> list[FactGroup]:
        return [
            FactGroup(
                "依据",
                (
                    Fact("文件", record.source_title, url=record.source_url, wide=True),
                    Fact("发文日期", record.notice_date),
                    Fact("版本", f"第{record.version}版" if record.version else ""),
                ),
            ),
            days_group([(each.date, each.is_off, each.name) for each in Day.objects.filter(notice_year=record.year)]),
        ]

    def links(self, record: Year) -> list[Button]:
        may = self.actor.may("calendar.amend")
        label = "调整" if record.version else "录入安排"
        return [Button(label, reverse("workdays:amend", args=[record.year]), primary=True)] if may else []

    def more(self, record: Year) -> dict[str, Any]:
        editions = record.editions.select_related("entered_by")
        table = tables.build(EDITIONS, editions, caption="各个版本", url_of=edition_url)
        return {"months": months(record.year, days_of(record.year)) if record.version else [], "editions": table}


class EditionRecord(RecordView):
    """A version of a year as it was in force: from when to when, by whom, what it changed."""

    model = Edition
    template = "workdays/year.html"

    def get(self, request: HttpRequest, year: int, version: int) -> HttpResponse:  # type: ignore[override]  # two keys name it
        return super().get(request, uid=(year, version))

    def get_record(self, uid: Any) -> Edition:
        found = Edition.objects.select_related("year", "entered_by")
        return get_object_or_404(found, year__year=uid[0], version=uid[1])

    def groups(self, record: Edition) -> list[FactGroup]:
        versions = record.year.editions
        following = versions.filter(version__gt=record.version).last()
        before = versions.filter(version__lt=record.version).first()
        changes = difference(arranged(before), arranged(record)) if before else ()
        return [
            FactGroup(
                "版本",
                (
                    Fact("文件", record.source_title, url=record.source_url, wide=True),
                    Fact("发文日期", record.notice_date),
                    Fact("录入人", record.entered_by.name if record.entered_by else "随系统提供"),
                    Fact("生效", record.entered_at),
                    Fact("停用", following.entered_at if following else "现行版本"),
                    Fact("调整理由", record.ground, wide=True),
                    Fact("与上一版的不同", "" if changes else "没有上一版或日期没有变化", wide=True, lines=changes),
                ),
            ),
            days_group(record.days),
        ]

    def links(self, record: Edition) -> list[Button]:
        return [Button("返回该年", reverse("workdays:record", args=[record.year.year]))]

    def more(self, record: Edition) -> dict[str, Any]:
        return {"months": months(record.year.year, arranged(record)), "trace": None}


class YearTemplate(OfficeView):
    """The table to fill in, with what is stored."""

    grants = ("calendar.amend",)

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        in_range(year)
        return attached(template(year, days_of(year)), f"gongzuorili-{year}.xlsx")


class YearAmend(EditView):
    """Enter or amend a year: first the differences and the due days that move, then the confirmation."""

    grants = ("calendar.amend",)
    submit_label = "检查并查看变化"
    template = "workdays/amend.html"
    form: YearForm | None = None
    amendment: Amendment | None = None

    @property
    def title(self) -> str:
        return f"{self.year}年工作日历"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.year = in_range(kwargs["year"])
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, data: Any = None, files: Any = None) -> YearForm:
        return YearForm(data, files, year=self.year, actor=self.actor)

    def back_url(self) -> str:
        return reverse("workdays:list")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form = self.get_form(request.POST, request.FILES)
        valid = form.is_valid()
        if form.table and request.POST.get("do") == "annotated":
            return attached(form.table.annotated(), f"gongzuorili-{self.year}-wenti.xlsx")
        if not valid:
            return self.page(form, status=422)
        try:
            if request.POST.get("confirmed") == form.mark():
                return redirect(self.save(form))
            self.amendment = rehearse_year(by=self.actor, year=self.year, **form.cleaned_data)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        return self.page(form)

    def save(self, form: YearForm) -> str:
        done = amend_year(by=self.actor, year=self.year, **form.cleaned_data)
        self.tell(f"{self.year}年工作日历已保存为第{done.year.version}版，重新计算了{len(done.deadlines)}个期限。")
        return reverse("workdays:record", args=[self.year])

    def context(self) -> dict[str, Any]:
        form = self.form
        found = {
            "template_url": reverse("workdays:template", args=[self.year]),
            "notes": form.notes if form else (),
            "annotates": bool(form and form.table and form.table.problems),
        }
        if form is None or self.amendment is None:
            return found
        changed = [datetime.date.fromisoformat(line[:10]) for line in self.amendment.days]
        return found | {
            "amendment": self.amendment,
            "mark": form.mark(),
            "months": months(self.year, self.amendment.held, changed),
            "moved": grouped(self.amendment.deadlines),
        }


def in_range(year: int) -> int:
    """The year, when the calendar can hold it; Http404 otherwise."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(year)
    return year


def edition_url(edition: Edition) -> str:
    return reverse("workdays:edition", args=[edition.year.year, edition.version])


def days_group(days: Any) -> FactGroup:
    """The days off and the make-up days, from (date, off?, name)."""
    lines: dict[bool, list[str]] = {True: [], False: []}
    for date, is_off, name in days:
        lines[is_off].append(f"{day(datetime.date.fromisoformat(str(date)))} {name}")
    return FactGroup(
        "与星期不同的日子",
        (
            Fact("放假", "", wide=True, lines=tuple(lines[True])),
            Fact("调休上班", "", wide=True, lines=tuple(lines[False])),
        ),
    )
