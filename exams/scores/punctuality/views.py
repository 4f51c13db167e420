"""Punctuality: the list of sites by year, and one site's years with the sessions behind them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from exams.scores.models import ScoreSheet
from exams.scores.punctuality import figures
from exams.scores.punctuality.forms import PunctualityFilter
from exams.sessions.duedays import due_short, statutory_due, statutory_late
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import OfficeView, TableView
from sites.registry.models import Site
from sites.registry.parts import Part

READERS = (Role.SITE, Role.CLERK, Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
NAMES = {
    "held": "考核场次", "handed_in": "已报送", "on_time": "按期", "late": "逾期", "late_total": "逾期工作日合计",
    "overdue": "逾期未报送", "extended": "延期", "returned": "退回过",
}  # fmt: skip
SHOWN = 200  # sessions of one year on a site's page


def late_words(sheet: ScoreSheet) -> str:
    """«逾期2个工作日», «按期», «逾期未报送», «未到期»; of an extended one also how far past the statutory day."""
    if sheet.submitted_at is None:
        overdue = sheet.session.scores_due is not None and sheet.session.scores_due < clock.today()
        return "逾期未报送" if overdue else "未到期"
    beyond = statutory_late(sheet.session, timezone.localdate(sheet.submitted_at))
    said = f"逾期{sheet.late_days}个工作日" if sheet.late_days else "按期"
    return f"{said}（超过法定期限{beyond}个工作日）" if beyond else said


class PunctualityTable(TableView):
    """The centre's sites, all for the province, the host's own."""

    roles = READERS
    title = "报送时限统计"
    intro = "考核结束后3个工作日内报送成绩及试卷（《工作规则》四（四））。逾期按第一次报送计算；批准延期的，按延期后的日期。"
    columns = (
        Column("考点", "name", order="name", link=True),
        Column("编号", "code", order="code"),
        Column("地市", "center.city", order="center__city"),
        *(Column(label, key, order=key, number=True) for key, label in NAMES.items()),
    )
    order = ("-late", "-overdue", "name")
    related = ("center",)
    empty = ("这一年度还没有考核场次", "考核结束后即计入。可以换一个年度查看。")

    def records(self) -> Any:
        return Site.objects.visible_to(self.actor).select_related(*self.related)

    def filtered(self, records: Any) -> tuple[Any, Any]:
        form = PunctualityFilter(self.request.GET or None, cities=self.actor.sees_all)
        self.year = form.chosen_year()
        found = figures.of_sites(records, self.year)
        return (form.apply(found) if form.is_bound and form.is_valid() else found), form

    def url_of(self, record: Site) -> str:
        return f"{reverse('scores:punctuality:site', args=[record.uid])}?year={self.year}"


class PunctualitySite(OfficeView):
    """One site: its years, and the sessions of one of them."""

    roles = READERS
    COLUMNS = (
        Column("考核结束", "session.ended_at"),
        Column("场次", "session.number", link=True),
        Column("项目", "session.project.name"),
        Column("法定期限", lambda sheet: statutory_due(sheet.session)),
        Column("报送期限", lambda sheet: due_short(sheet.session)),
        Column("报送时间", "submitted_at"),
        Column("时限", late_words),
        Column("退回过", "was_returned"),
    )

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        site = get_object_or_404(Site.objects.visible_to(self.actor), uid=uid)
        years = figures.of_site(site)
        wanted = request.GET.get("year", "")
        year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else clock.today().year
        chosen = [Column("年度", "year", link=True), *(Column(NAMES[key], key, number=True) for key in NAMES)]
        context = {
            "title": f"{site.name}报送时限",
            "site": site,
            "year": year,
            "years": tables.build(chosen, years, caption="各年度", url_of=lambda row: f"?year={row['year']}"),
            "sheets": tables.build(
                self.COLUMNS,
                figures.sheets_of(site, year)[:SHOWN],
                caption=f"{year}年各场次",
                url_of=self.sheet_url,
            ),
            "buttons": [Button("全部考点", reverse("scores:punctuality:list"))],
        }
        return render(request, "exams/scores/punctuality.html", context)

    def sheet_url(self, sheet: ScoreSheet) -> str:
        """The sheet, for those who may open it."""
        return reverse("scores:record", args=[sheet.uid]) if self.actor.role != Role.CLERK else ""


def part(site: Site, actor: Actor) -> Part:
    """This year's figures on the site's page, and the way to all of them."""
    if actor.role not in READERS:
        return Part()
    year = clock.today().year
    found = next((row for row in figures.of_site(site) if row["year"] == year), None)
    facts = (
        tuple(Fact(NAMES[key], found[key]) for key in ("held", "on_time", "late", "overdue", "extended", "returned"))
        if found
        else ()
    )
    url = reverse("scores:punctuality:site", args=[site.uid])
    groups = [FactGroup(f"{year}年成绩报送", facts)] if facts else []
    return Part(groups, [Button("报送时限统计", url)])
