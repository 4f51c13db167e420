"""The editor: a new announcement, a copy of an earlier one, a draft, a revision; and the list of contents beside it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exams.announcements import copying, editor, services
from exams.announcements.changes import Change
from exams.announcements.forms import AnnouncementForm, CopyForm, RevisionForm
from exams.announcements.models import Announcement
from exams.announcements.rules import Draft
from sdzx import clock
from sdzx.ui.views import EditView

INTRO = "可以先保存再补充；右侧随填随查，列出公告还缺少的内容。"


class Editor(EditView):
    """The form with its list of contents. `do` of a post: `check` answers the list only, `restore` shows what was kept in
    the browser; neither saves.
    """

    intro = INTRO
    grants = (services.EDIT,)
    template = "exams/announcements/form.html"
    submit_label = "保存草稿"

    def record(self) -> Announcement:
        """What the list of contents looks at, never saved."""
        return Announcement(center=self.actor.center)

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        self.contents = editor.checklist(form, self.record())
        return super().page(form, blockers, status)

    def context(self) -> dict[str, Any]:
        return {"contents": self.contents}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get("do", "")
        if asked == "check":
            form = self.get_form(request.POST)
            found = editor.checklist(form, self.record())
            return render(request, "exams/announcements/_contents.html", {"contents": found})
        if asked == "restore":
            return self.page(self.get_form(request.POST))
        return super().post(request, **kwargs)


class AnnouncementNew(Editor):
    """A new draft, empty or from an earlier announcement of the centre (`?copy=`)."""

    title = "起草公告"

    def get_form(self, data: Any = None, files: Any = None) -> AnnouncementForm:
        return AnnouncementForm(data, files, actor=self.actor, draft=self.copied() if data is None else None)

    def copied(self) -> Draft | None:
        """The copy, with a message about what could not be copied."""
        form = CopyForm({"source": self.request.GET.get("copy", "")}, actor=self.actor)
        if not form.is_valid():
            return None
        source = form.cleaned_data["source"]
        year = max(clock.today().year, source.year)
        made, gone = copying.for_year(services.draft_of(source), year)
        moved = f"时间已顺延{year - source.year}年，" if year != source.year else ""
        messages.info(self.request, f"已从{source.number}复制，{moved}请逐项核对文号、时间和名额；尚未保存。")
        if gone:
            messages.warning(self.request, f"下列批次的考核项目不再可用，没有复制：{'、'.join(gone)}。")
        return made

    def save(self, form: AnnouncementForm) -> str:
        made = services.create(by=self.actor, draft=form.draft())
        self.tell("已保存公告草稿。")
        return _url("record", made)

    def back_url(self) -> str:
        return reverse("announcements:list")


class AnnouncementCopy(EditView):
    """Choose the announcement to start from."""

    title = "从以往公告复制"
    intro = "复制文字和批次，时间按年度顺延；核对后保存为新的草稿。"
    submit_label = "复制"
    grants = (services.EDIT,)

    def get_form(self, data: Any = None, files: Any = None) -> CopyForm:
        return CopyForm(data, actor=self.actor)

    def save(self, form: CopyForm) -> str:
        return f"{reverse('announcements:new')}?copy={form.cleaned_data['source'].uid}"

    def back_url(self) -> str:
        return reverse("announcements:list")


class AnnouncementEdit(Editor):
    """Change a draft; every save takes the specification in force. Who comes second is told, and nothing is lost."""

    title = "修改公告"
    said: str = ""
    differences: Sequence[Change] = ()

    def record(self) -> Announcement:
        visible = Announcement.objects.visible_to(self.actor).select_related("center", "revises")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> AnnouncementForm:
        record = self.record()
        self.kept = services.draft_of(record)
        self.edition = record.edition if data is None else _number(data.get("edition", ""))
        self.form = AnnouncementForm(
            data, files, actor=self.actor, draft=self.kept, revision=record.revises_id is not None
        )
        return self.form

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, **kwargs)
        except services.Overtaken as overtaken:
            return self.overtaken(overtaken)

    def overtaken(self, refusal: services.Overtaken) -> HttpResponse:
        """The form as it was typed, what differs from what is saved, and a second press that overwrites it."""
        record = self.record()
        self.differences = editor.differences(self.form.draft(self.kept), services.draft_of(record))
        self.said, self.edition = str(refusal), record.edition
        return self.page(self.form, status=409)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "edition": self.edition, "said": self.said, "differences": self.differences, "own_url": self.request.path,
        }  # fmt: skip

    def save(self, form: AnnouncementForm) -> str:
        services.edit(self.record(), by=self.actor, draft=form.draft(self.kept), edition=self.edition)
        self.tell("已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("announcements:record", args=[self.kwargs["uid"]])


class AnnouncementRevise(EditView):
    """Start a revision of a published announcement."""

    title = "修订公告"
    intro = "系统复制原公告为修订稿；修订发布后替代原公告，并通知已报名人员。"
    submit_label = "建立修订稿"
    grants = (services.EDIT,)

    def announcement(self) -> Announcement:
        return get_object_or_404(Announcement.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> RevisionForm:
        self.announcement()
        return RevisionForm(data)

    def save(self, form: RevisionForm) -> str:
        made = services.revise(self.announcement(), by=self.actor, **form.cleaned_data)
        self.tell("已建立修订稿，请修改后报批。")
        return _url("edit", made)

    def back_url(self) -> str:
        return reverse("announcements:record", args=[self.kwargs["uid"]])


def _number(text: str) -> int:
    """The edition that a page was opened with; one that never was when it says none."""
    return int(text) if text.isascii() and text.isdigit() else -1


def _url(name: str, record: Announcement) -> str:
    return reverse(f"announcements:{name}", args=[record.uid])
