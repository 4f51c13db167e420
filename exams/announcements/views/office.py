"""The centre's pages: list, record with the live checklist, editor, steps, revision."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from exams.announcements import changes, documents, rules, services
from exams.announcements.forms import AnnouncementFilter, AnnouncementForm, RevisionForm
from exams.announcements.models import Announcement
from exams.announcements.views.public import inline
from sdzx.accounts.roles import CENTER_ROLES, Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
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
        return [Button("起草公告", reverse("announcements:new"), primary=True)] if self.actor.may(services.EDIT) else []


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
    related = ("center", "revises")
    template = "exams/announcements/record.html"

    def subtitle(self, record: Announcement) -> str:
        revision = f" · 第{record.revision}次修订" if record.revision else ""
        return f"{record.center} · {record.year}年 · {record.get_kind_display()}{revision}"

    def groups(self, record: Announcement) -> Sequence[FactGroup]:
        texts = ("introduction", *rules.TEXTS)
        facts = [Fact("文号", record.number), Fact("联系人", record.contact), Fact("联系电话", record.phone)]
        if record.published_at:
            facts.append(Fact("发布时间", record.published_at))
        facts += [Fact(rules.label_of(name), getattr(record, name), wide=True) for name in texts]
        if record.revises:
            facts.append(Fact("修订的公告", str(record.revises), url=_url("record", record.revises)))
            facts.append(Fact("修订说明", record.revision_note, wide=True))
        return [FactGroup("公告内容", tuple(facts))]

    def blockers(self, record: Announcement) -> Sequence[Blocker]:
        return services.obstacles(record) if record.status in OPEN else ()

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
        if record.status not in OPEN:
            found.append(Button("公开页面", _url("page", record)))
        return found

    def more(self, record: Announcement) -> dict[str, Any]:
        items = record.items.select_related("project", "specification")
        return {
            "items": tables.build(ITEMS, items, caption="考核批次"),
            "changes": changes.between(record.revises, record) if record.revises else (),
        }


OPEN = (Announcement.Status.DRAFT, Announcement.Status.PENDING)


class AnnouncementStep(StepView):
    """Submit, send back, publish."""

    model = Announcement
    actions = {
        "submit": Action(services.submit, blockers=services.obstacles, done="已报中心主任批准。"),
        "send_back": Action(services.send_back, done="已退回修改。"),
        "publish": Action(services.publish, blockers=services.obstacles, done="公告已发布，公众现在可以看到。"),
    }


class AnnouncementNew(EditView):
    """A new draft."""

    title = "起草公告"
    intro = "可以先保存再补充，缺少的内容会在公告页面列出。"
    grants = (services.EDIT,)
    template = "exams/announcements/form.html"

    def get_form(self, data: Any = None, files: Any = None) -> AnnouncementForm:
        return AnnouncementForm(data, center=self.actor.center)

    def save(self, form: AnnouncementForm) -> str:
        made = services.create(by=self.actor, draft=form.draft())
        self.tell("已保存公告草稿。")
        return _url("record", made)

    def back_url(self) -> str:
        return reverse("announcements:list")


class OfAnnouncement(EditView):
    """A form about the announcement in the address."""

    grants = (services.EDIT,)

    def announcement(self) -> Announcement:
        return get_object_or_404(Announcement.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def back_url(self) -> str:
        return reverse("announcements:record", args=[self.kwargs["uid"]])


class AnnouncementEdit(OfAnnouncement):
    """Change a draft; every save takes the specification in force."""

    title = "修改公告"
    intro = AnnouncementNew.intro
    template = "exams/announcements/form.html"

    def get_form(self, data: Any = None, files: Any = None) -> AnnouncementForm:
        record = self.announcement()
        return AnnouncementForm(data, draft=services.draft_of(record), revision=record.revises_id is not None)

    def save(self, form: AnnouncementForm) -> str:
        record = self.announcement()
        services.edit(record, by=self.actor, draft=form.draft(services.draft_of(record)))
        self.tell("已保存。")
        return self.back_url()


class AnnouncementRevise(OfAnnouncement):
    """Start a revision of a published announcement."""

    title = "修订公告"
    intro = "系统复制原公告为修订稿；修订发布后替代原公告，并通知已报名人员。"
    submit_label = "建立修订稿"

    def get_form(self, data: Any = None, files: Any = None) -> RevisionForm:
        self.announcement()
        return RevisionForm(data)

    def save(self, form: RevisionForm) -> str:
        made = services.revise(self.announcement(), by=self.actor, **form.cleaned_data)
        self.tell("已建立修订稿，请修改后报批。")
        return _url("edit", made)


class AnnouncementDocument(OfficeView):
    """The PDF: the frozen one, or the draft's."""

    roles = OFFICES

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        if kind != "announcement":
            raise Http404(kind)
        visible = Announcement.objects.visible_to(self.actor).select_related("center", "document")
        return inline(get_object_or_404(visible, uid=uid))


def _url(name: str, record: Announcement) -> str:
    return reverse(f"announcements:{name}", args=[record.uid])
