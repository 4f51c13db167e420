"""The province's screen: the years, one year's days, and an amendment that shows its effects before it is made."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx import clock
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import EditView, RecordView, TableView, spread
from sdzx.ui.words import day
from sdzx.workdays.forms import YearForm
from sdzx.workdays.models import Day, Year
from sdzx.workdays.rules import FIRST_YEAR, LAST_YEAR
from sdzx.workdays.services import amend_year, rehearse_year
from sdzx.workflow import Refused


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
    """One year: where it comes from, its days, and every amendment in the trace."""

    model = Year

    def get_record(self, uid: Any) -> Year:
        return get_object_or_404(Year, year=uid)

    def subtitle(self, record: Year) -> str:
        return record.get_status_display()

    def groups(self, record: Year) -> list[FactGroup]:
        days = list(Day.objects.filter(notice_year=record.year))
        return [
            FactGroup(
                "依据",
                (
                    Fact("文件", record.source_title, url=record.source_url, wide=True),
                    Fact("发文日期", record.notice_date),
                    Fact("版本", f"第{record.version}版" if record.version else ""),
                ),
            ),
            FactGroup(
                "与星期不同的日子",
                (
                    Fact("放假", "", wide=True, lines=tuple(_line(each) for each in days if each.is_off)),
                    Fact("调休上班", "", wide=True, lines=tuple(_line(each) for each in days if not each.is_off)),
                ),
            ),
        ]

    def links(self, record: Year) -> list[Button]:
        may = self.actor.may("calendar.amend")
        return [Button("调整", reverse("workdays:amend", args=[record.year]), primary=True)] if may else []


class YearAmend(EditView):
    """Enter or amend a year: first the differences and the due days that move, then the confirmation."""

    grants = ("calendar.amend",)
    submit_label = "查看变化"
    template = "workdays/amend.html"

    @property
    def title(self) -> str:
        return f"{self.year}年工作日历"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.year = kwargs["year"]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, data: Any = None, files: Any = None) -> YearForm:
        return YearForm(data, year=self.year)

    def back_url(self) -> str:
        return reverse("workdays:list")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            if request.POST.get("confirmed") == form.mark():
                return redirect(self.save(form))
            self.amendment = rehearse_year(by=self.actor, year=self.year, **form.cleaned_data)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        self.mark = form.mark()
        return self.page(form)

    def save(self, form: YearForm) -> str:
        done = amend_year(by=self.actor, year=self.year, **form.cleaned_data)
        self.tell(f"{self.year}年工作日历已保存为第{done.year.version}版，重新计算了{len(done.deadlines)}个期限。")
        return reverse("workdays:record", args=[self.year])

    def context(self) -> dict[str, Any]:
        return {"amendment": getattr(self, "amendment", None), "mark": getattr(self, "mark", "")}


def _line(each: Day) -> str:
    return f"{day(each.date)} {each.name}"
