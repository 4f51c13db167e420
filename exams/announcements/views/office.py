"""The office's pages: list, record with what is missing, preview, steps, and who has not published yet."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exams.announcements import changes, documents, hooks, missing, rules, services
from exams.announcements.forms import AnnouncementFilter, ScheduleForm, YearForm
from exams.announcements.models import Announcement
from exams.announcements.views.public import inline, shown
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import CENTER_ROLES, Role
from sdzx.fields import label_of
from sdzx.files.lines import file_line
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

OFFICES = (*sorted(CENTER_ROLES), Role.BUREAU, Role.PROVINCE, Role.AUDITOR)


class AnnouncementList(TableView):
    """The announcements of the centre; of all centres for the province."""

    model = Announcement
    roles = OFFICES
    title = "考核公告"
    intro = "每年年初发布一个年度公告，之后可以发布补充公告；已发布的公告只能修订。"
    related = ("center",)
    columns = (
        Column("标题", "heading", link=True),
        Column("年度", "year", order="year"),
        Column("类别", "get_kind_display", order="kind"),
        Column("文号", "number"),
        Column("发布中心", "center", order="center__code"),
        Column("发布时间", "published_at", order="published_at"),
        Column("状态", "get_status_display", badge=True),
    )
    order = ("-year", "-pk")
    filter_class = AnnouncementFilter
    empty = ("还没有公告", "先起草本年度的公告，列明考核批次。")

    def actions(self) -> list[Button]:
        if self.actor.may(services.EDIT):
            return [
                Button("起草公告", reverse("announcements:new"), primary=True),
                Button("从以往公告复制", reverse("announcements:copy")),
            ]
        if self.actor.role in AnnouncementsMissing.roles:
            return [Button("年度公告发布情况", reverse("announcements:missing"))]
        return []


ITEMS = (
    Column("考核批次", "__str__"),
    Column("考核规范", lambda item: f"第{item.specification.version}版"),
    Column("报名时间", lambda item: documents.row(item)["registration"]),
    Column("考核时间", lambda item: documents.row(item)["exam_dates"]),
    Column("考核方式", lambda item: item.specification.get_mode_display()),
    Column("名额", "places", number=True),
    Column("已占名额", "taken", number=True),
)


class AnnouncementRecord(RecordView):
    """An announcement; a draft with everything of 3.1 that is still missing."""

    model = Announcement
    roles = OFFICES
    related = ("center", "revises", "approved_by")
    template = "exams/announcements/record.html"

    def subtitle(self, record: Announcement) -> str:
        revision = f" · 第{record.revision}次修订" if record.revision else ""
        return f"{record.center} · {record.year}年 · {record.get_kind_display()}{revision}"

    def groups(self, record: Announcement) -> Sequence[FactGroup]:
        texts = ("introduction", *rules.TEXTS)
        facts = [Fact("文号", record.number), Fact("联系人", record.contact), Fact("联系电话", record.phone)]
        if record.publish_at and record.status == Announcement.Status.SCHEDULED:
            facts.append(Fact("定时发布时间", record.publish_at))
        if record.approved_by:
            facts.append(Fact("批准人", record.approved_by.name))
        if record.published_at:
            facts.append(Fact("发布时间", record.published_at))
        facts += [Fact(label_of(Announcement, name), getattr(record, name), wide=True) for name in texts]
        if record.revises:
            facts.append(Fact("修订的公告", str(record.revises), url=_url("record", record.revises)))
            facts.append(Fact("修订说明", record.revision_note, wide=True))
        return [FactGroup("公告内容", tuple(facts))]

    def blockers(self, record: Announcement) -> Sequence[Blocker]:
        if record.status == Announcement.Status.DRAFT:
            return services.unready(record)
        return services.obstacles(record) if record.status in OPEN else ()

    def files(self, record: Announcement) -> Sequence[FileLine]:
        return [file_line(each.file, "附件") for each in record.attachments.select_related("file")]

    def links(self, record: Announcement) -> Sequence[Button]:
        found = []
        if self.actor.may(services.EDIT) and record.status == Announcement.Status.DRAFT:
            found.append(Button("修改", _url("edit", record)))
        if self.actor.may(services.EDIT) and record.status == Announcement.Status.PUBLISHED:
            draft = Announcement.objects.filter(revises=record).first()
            found.append(
                Button("查看修订稿", _url("record", draft)) if draft else Button("修订", _url("revise", record))
            )
        found.append(Button("公告PDF", reverse("announcements:document", args=[record.uid, "announcement"])))
        name, page = ("公开页面", "page") if record.status not in OPEN else ("预览公开页面", "preview")
        found.append(Button(name, _url(page, record)))
        return found

    def more(self, record: Announcement) -> dict[str, Any]:
        items = record.items.select_related("project", "specification")
        return {
            "items": tables.build(ITEMS, items, caption="考核批次"),
            "changes": changes.between(record.revises, record) if record.revises else (),
            "failed": record.failed_at if record.status == Announcement.Status.SCHEDULED else None,
        }


OPEN = (Announcement.Status.DRAFT, Announcement.Status.PENDING, Announcement.Status.SCHEDULED)


STEP = "exams/announcements/step.html"


def deciding(record: Announcement, actor: Actor) -> dict[str, Any]:
    """What the director sees before deciding: what changes, and who is registered for a batch that goes."""
    former = record.revises
    gone = []
    if former is not None:
        kept = set(record.items.values_list("origin_id", flat=True))
        gone = [(item, hooks.registrants(item)) for item in changes.items_of(former) if item.pk not in kept]
    return {
        "changes": changes.between(former, record) if former else (),
        "removed": [(item, held) for item, held in gone if held.named or held.drafts],
        "preview_url": _url("preview", record),
    }


class AnnouncementStep(StepView):
    """Submit, send back, publish."""

    model = Announcement
    actions = {
        "submit": Action(services.submit, blockers=services.unready, done="已报中心主任批准。"),
        "send_back": Action(services.send_back, done="已退回修改。"),
        "publish": Action(services.publish, blockers=services.obstacles, done="公告已发布，公众现在可以看到。", context=deciding, template=STEP),
        "schedule": Action(services.schedule, form=ScheduleForm, blockers=services.obstacles, done="已批准，到时由系统发布。", context=deciding, template=STEP),
        "unschedule": Action(services.unschedule, done="已取消定时发布，公告回到待批准。"),
    }  # fmt: skip


class AnnouncementDocument(OfficeView):
    """The PDF: the frozen one, or the draft's."""

    roles = OFFICES

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        if kind != "announcement":
            raise Http404(kind)
        visible = Announcement.objects.visible_to(self.actor).select_related("center", "document")
        return inline(get_object_or_404(visible, uid=uid))


class AnnouncementPreview(OfficeView):
    """Exactly what the public will see, from the same template, marked as a preview."""

    roles = OFFICES

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        visible = Announcement.objects.visible_to(self.actor).select_related("center", "revises")
        record = get_object_or_404(visible.filter(status__in=OPEN), uid=uid)
        return render(request, "exams/announcements/page.html", shown(record, preview=True))


class AnnouncementsMissing(OfficeView):
    """Which cities have published the annual announcement of a year, and how far the others are."""

    roles = (Role.PROVINCE, Role.AUDITOR)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = YearForm(request.GET or None)
        year = form.cleaned_data["year"] if form.is_bound and form.is_valid() else clock.today().year
        context: dict[str, Any] = {
            "title": "年度公告发布情况", "intro": f"{year}年度公告尚未发布的市。", "year": year, "filters": form, "actions": [],
            "table": tables.build(MISSING, missing.without_annual(year), caption=f"{year}年度公告尚未发布的市", url_of=_on_the_way),
            "empty": (f"各市都已发布{year}年度公告", ""),
        }  # fmt: skip
        return render(request, "ui/list.html", context)


MISSING = (
    Column("市中心", "center", link=True),
    Column("当前情况", "said"),
    Column("应发布日期", "due"),
    Column("咨询电话", "center.phone"),
)


def _on_the_way(found: missing.Missing) -> str:
    return _url("record", found.on_the_way) if found.on_the_way else ""


def _url(name: str, record: Announcement) -> str:
    return reverse(f"announcements:{name}", args=[record.uid])
