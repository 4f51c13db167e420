"""The editor: a new announcement, a copy of an earlier one, a draft, a revision; and the list of contents beside it."""

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property

from exams.announcements import copying, editor, services, unsaved
from exams.announcements.changes import Change
from exams.announcements.forms import AnnouncementForm, CopyForm, RevisionForm
from exams.announcements.models import Announcement, Unsaved
from exams.announcements.rules import Draft
from exams.announcements.unsaved import Start
from sdzx import clock
from sdzx.ui.forms import field_errors
from sdzx.ui.views import EditView
from sdzx.workflow import Refused

INTRO = "边填边自动保存，关闭页面也不会丢失；按“保存草稿”后写入公告。右侧随填随查，列出公告还缺少的内容。"


class Editor(EditView):
    """The form with its list of contents; what is typed is kept by itself (`X-Autosave`) until it is saved.

    `do` of a post: `check` answers the list only, `compare` shows both of two versions, `drop` gives up what is not saved.
    `over` of a post is the state that the writer has seen and overwrites.
    """

    intro = INTRO
    grants = (services.EDIT,)
    template = "exams/announcements/form.html"
    submit_label = "保存草稿"
    said = ""
    differences: Sequence[Change] = ()
    over = ""
    unsaved: Unsaved | None = None

    def announcement(self) -> Announcement | None:
        """What is changed; None for a new one."""
        return None

    def record(self) -> Announcement:
        """What the list of contents looks at, never saved."""
        return self.announcement() or Announcement(center=self.actor.center)

    def get_form(self, data: Any = None, files: Any = None) -> AnnouncementForm:
        self.stored = self.kept()
        self.form = self.form_of(data, files)
        return self.form

    def kept(self) -> Draft | None:
        """What is saved."""
        return None

    def form_of(self, data: Any, files: Any) -> AnnouncementForm:
        """The form over what was typed: a new announcement's, or that of the one in hand."""
        raise NotImplementedError(type(self))

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        if status == 422:
            self.kept_too(form)
        self.contents = editor.checklist(form, self.record())
        if self.unsaved is not None:
            editor.soften(form)
        return super().page(form, blockers, status)

    def context(self) -> dict[str, Any]:
        return {
            "contents": self.contents, "start": self.start, "said": self.said, "differences": self.differences,
            "over": self.over, "unsaved": self.unsaved, "since": unsaved.when(self.unsaved) if self.unsaved else "",
        }  # fmt: skip

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.announcement()
        edition = record.edition if record else 0
        self.unsaved = unsaved.of(record, by=self.actor)
        if self.unsaved is None:
            self.start = Start(edition, 0)
            return self.page(self.get_form())
        self.start = Start(self.unsaved.edition, self.unsaved.count)
        form = self.get_form(unsaved.unpacked(self.unsaved.typed))
        if record and self.start.edition != edition:
            self.compare()
        return self.page(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get("do", "")
        if asked == "drop":
            unsaved.drop(self.announcement(), by=self.actor, start=_start(request.POST))
            return redirect(request.path)
        if asked == "check":
            found = editor.checklist(self.get_form(request.POST), self.record())
            return render(request, "exams/announcements/_contents.html", {"contents": found})
        self.start = _start(request.POST)
        if "X-Autosave" in request.headers:
            return self.kept_by_itself(self.get_form(request.POST, request.FILES))
        if asked == "compare":
            return self.both(self.get_form(request.POST, request.FILES))
        try:
            return super().post(request, **kwargs)
        except services.Overtaken:
            return self.both(self.form)

    def kept_by_itself(self, form: AnnouncementForm) -> JsonResponse:
        """The answer to a page that saves itself."""
        form.is_valid()
        problems = editor.soften(form)
        try:
            row = self.keep(form, problems)
        except services.Overtaken as overtaken:
            return JsonResponse({"overtaken": True, "sentence": str(overtaken)}, status=409)
        except Refused as refusal:
            return JsonResponse({"overtaken": False, "sentence": str(refusal)}, status=422)
        record = self.announcement()
        ahead = record is not None and record.edition != row.edition
        sentence = f"有{problems}处填写不正确，已保留" if problems else ""
        return JsonResponse({
            "count": row.count, "moment": unsaved.when(row), "overtaken": ahead,
            "sentence": services.overtaken(record) if record and ahead else sentence,
            "attachments": render_to_string("ui/field.html", {"field": form["attachments"]}, self.request) if form.files else "",
        })  # fmt: skip

    def keep(self, form: AnnouncementForm, problems: int) -> Unsaved:
        """As it is typed; what was uploaded counts as kept."""
        data = self.request.POST.copy()
        tokens = [token for _, token in form["attachments"].value() if token]
        data.setlist(f"{form['attachments'].html_name}-kept", tokens)
        return unsaved.keep(
            self.announcement(), by=self.actor, typed=unsaved.packed(data), problems=problems, start=self.start
        )

    def kept_too(self, form: AnnouncementForm) -> None:
        """What comes back with its errors is kept as well, unless there is something newer."""
        with suppress(services.Overtaken, Refused):
            self.start = replace(self.start, count=self.keep(form, sum(1 for _ in field_errors(form))).count)

    def both(self, form: AnnouncementForm) -> HttpResponse:
        """The form as it was typed, what differs from the other version, and a button that overwrites it."""
        form.is_valid()
        self.kept_too(form)
        self.compare()
        return self.page(form, status=409)

    def compare(self) -> None:
        """With what somebody saved since; else with what this person typed in another window."""
        record, row = self.announcement(), unsaved.of(self.announcement(), by=self.actor)
        edition, count = record.edition if record else 0, row.count if row else 0
        self.over = f"{edition}.{count}"
        if record and edition != self.start.edition:
            self.said, other = services.overtaken(record), services.draft_of(record)
        elif row:
            self.said = unsaved.elsewhere(row)
            other = editor.so_far(self.form_of(unsaved.unpacked(row.typed), None), self.stored)
        else:
            return
        self.differences = editor.differences(editor.so_far(self.form, self.stored), other)


class AnnouncementNew(Editor):
    """A new draft, empty or from an earlier announcement of the centre (`?copy=`)."""

    title = "起草公告"

    def form_of(self, data: Any, files: Any) -> AnnouncementForm:
        return AnnouncementForm(data, files, actor=self.actor, draft=self.copied() if data is None else None)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "copy" in request.GET and unsaved.of(None, by=self.actor):
            messages.warning(request, "这里有一份尚未保存的新公告，请先保存，或者选“不要了”，再从以往公告复制。")
            return redirect("announcements:new")
        return super().get(request, **kwargs)

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
        made = unsaved.write(None, by=self.actor, draft=form.draft(), start=self.start)
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

    @cached_property
    def found(self) -> Announcement:
        visible = Announcement.objects.visible_to(self.actor).select_related("center", "revises")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def announcement(self) -> Announcement:
        return self.found

    def record(self) -> Announcement:
        return copy(self.found)

    def kept(self) -> Draft:
        return services.draft_of(self.found)

    def form_of(self, data: Any, files: Any) -> AnnouncementForm:
        revision = self.found.revises_id is not None
        return AnnouncementForm(data, files, actor=self.actor, draft=self.stored, revision=revision)

    def save(self, form: AnnouncementForm) -> str:
        unsaved.write(self.found, by=self.actor, draft=form.draft(self.stored), start=self.start)
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


def _start(data: QueryDict) -> Start:
    """Where a page started; nowhere when it does not say."""
    said = data.get("over") or f"{data.get('edition', '')}.{data.get('count', '0')}"
    edition, _, count = said.partition(".")
    return Start(_number(edition), _number(count))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _url(name: str, record: Announcement) -> str:
    return reverse(f"announcements:{name}", args=[record.uid])
