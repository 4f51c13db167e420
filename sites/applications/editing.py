"""The pages on which annex 2 is filled in, section by section: they save themselves and show what is missing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sdzx import clock
from sdzx.ui.views import EditView, spread
from sdzx.workflow import Blocker, Refused
from sites.applications import marks, rules
from sites.applications.content import items_of
from sites.applications.entry import checklist, services
from sites.applications.entry.building import PLAIN, ROWS, build, from_draft, problems_in
from sites.applications.entry.conflict import Conflict, conflict_of
from sites.applications.entry.drafts import packed
from sites.applications.entry.grid import Grid
from sites.applications.entry.materials import materials_of
from sites.applications.entry.models import SectionDraft
from sites.applications.models import Application
from sites.applications.rows import columns
from sites.applications.rows.merging import with_pasted
from sites.applications.sections import Section

MOST_PASTED = 300_000  # characters
INTROS = {
    Section.UNIT: "请按营业执照或法人证书填写。填写的内容自动保存，提交前都能修改。",
    Section.PREMISES: "自有和租用分开填写；没有的填0或留空。",
    Section.PROJECTS: "只能选择考核目录内现行的项目。",
    Section.EQUIPMENT: "与所申请的项目相适应的设施设备，逐件填写；也可以从Excel粘贴或导入。",
    Section.MANAGERS: "组织考核工作的管理人员；也可以从Excel粘贴或导入。",
    Section.EXAMINERS: "每个拟开展考评的项目至少填写3名考评员，并勾选其考评的项目；也可以从Excel粘贴或导入。",
    Section.ATTACHMENTS: "可一次选择多个文件，选好后立即上传。申请表请在填完其他部分后打印、盖章、签名，再上传扫描件。",
    Section.OPINION: "申报单位对设立考点的意见。",
}


class SectionPage(EditView):
    """What the pages of a section share: the application that the actor sees, and the section of the address."""

    grants = ("application.edit",)
    application: Application
    section: Section

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.section = Section.of(kwargs["section"])
        except ValueError as error:
            raise Http404(str(error)) from error

    def found(self) -> Application:
        visible = Application.objects.visible_to(self.actor).select_related("organization", "center")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def draft(self) -> SectionDraft | None:
        """What this person typed and has not got into the application yet."""
        user = self.actor.user_required
        return self.application.section_drafts.filter(section=self.section.slug, user=user).first()

    @property
    def address(self) -> str:
        return reverse("applications:section", args=[self.application.uid, self.section.slug])


class SectionView(SectionPage):
    """One section. What is right is written at once, what is not is kept beside it, with its errors."""

    template = "sites/applications/section.html"
    conflict: Conflict | None = None
    of_draft = False
    base = 0

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        if request.GET.get("part") in ("checklist", "files"):
            return self.part(request.GET["part"])
        draft = self.draft()
        version = services.version_of(self.application, self.section)
        if draft is None:
            self.base = version.version
            return self.page(build(self.application, self.section, self.actor))
        self.base, self.of_draft = draft.base, True
        form = from_draft(self.application, draft, self.actor)
        form.is_valid()
        if draft.base != version.version:
            self.conflict = conflict_of(self.application, self.section, form, version, self.actor)
        return self.page(form)

    def part(self, name: str) -> HttpResponse:
        """A piece of the page, asked for again after something was saved."""
        context = self.shared()
        if name == "files":
            form = build(self.application, Section.ATTACHMENTS, self.actor)
            context |= {"materials": materials_of(self.application, form)}
        return render(self.request, f"sites/applications/_{name}.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        do, _, which = request.POST.get("do", "").partition(":")
        if do == "theirs":
            services.drop_draft(self.application, by=self.actor, section=self.section)
            return redirect(self.address)
        if self.section == Section.ATTACHMENTS and do in ("up", "down", "remove"):
            return self.rearranged(do, which)
        data: Any = request.POST
        pasting = do == "paste" and self.section in columns.COLUMNS
        if pasting:
            data = with_pasted(data, self.application, self.section, data.get("pasted", "")[:MOST_PASTED])
        form = build(self.application, self.section, self.actor, data, request.FILES)
        current = services.version_of(self.application, self.section).version
        sent = data.get("base", "")
        self.base = int(sent) if sent.isdecimal() and do != "mine" else current
        by_itself = "X-Autosave" in request.headers
        loose, status = self.settle(form, data, by_itself=by_itself)
        if by_itself:
            return self.told(form, loose, status)
        if pasting and not loose:
            return self.pasted(form)
        if status != 200:
            return self.page(form, loose, status)
        self.tell(f"“{self.section.label}”已保存。")
        return redirect(self.address_after())

    def settle(self, form: Any, data: Any, *, by_itself: bool) -> tuple[list[Blocker], int]:
        """Write what is right and keep the rest. What stands in the way, and the answer's status."""
        right = form.is_valid()
        problems = problems_in(form)
        try:
            self.store(form, by_itself=by_itself)
        except services.Overtaken as overtaken:
            self.keep(data, problems)
            version = services.version_of(self.application, self.section)
            self.conflict = conflict_of(self.application, self.section, form, version, self.actor)
            return list(overtaken.blockers), 409
        except Refused as refusal:
            self.keep(data, problems)
            return (list(refusal.blockers) if self.section in ROWS else spread(refusal, form)), 422
        self.base = services.version_of(self.application, self.section).version
        if right:
            services.drop_draft(self.application, by=self.actor, section=self.section)
            return [], 200
        self.keep(data, problems)
        return [], 422

    def keep(self, data: Any, problems: int) -> None:
        """Hold on to what was typed; files are drafts of their own."""
        if self.section == Section.ATTACHMENTS:
            return
        names = PLAIN[self.section].base_fields if self.section in PLAIN else ()
        services.keep_draft(
            self.application,
            by=self.actor,
            section=self.section,
            typed=packed(data, list(names)),
            base=self.base,
            problems=problems,
        )

    def store(self, form: Any, *, by_itself: bool) -> None:
        """Call the section's service with what is right."""
        app = self.application
        how: dict[str, Any] = {"by": self.actor, "by_itself": by_itself}
        if self.section in ROWS:
            if form.readable:
                services.save_rows(app, section=self.section, rows=form.rows(), base=self.base, **how)
        elif self.section == Section.ATTACHMENTS:
            services.save_attachments(app, attached=form.received(), **how)
        else:
            values = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
            kind, reason = values.pop("kind", ""), values.pop("kind_reason", "")
            if "kind_reason" in form.errors:
                kind = ""
            services.save_fields(
                app, section=self.section, values=values, kind=kind, reason=reason, base=self.base, **how
            )

    def told(self, form: Any, loose: list[Blocker], status: int) -> JsonResponse:
        """The answer to a page that saved itself."""
        problems = problems_in(form)
        kept = bool(problems) and not loose
        sentence = "；".join(each.sentence for each in loose)
        if kept:
            sentence = f"有{problems}处填写不正确，已保留，改正后写入申请表"
        moment = f"{timezone.localtime(clock.now()):%H:%M}"
        answer = {"base": self.base, "moment": moment, "sentence": sentence, "overtaken": self.conflict is not None}
        return JsonResponse(answer, status=200 if kept or status == 200 else status)

    def pasted(self, form: Any) -> HttpResponse:
        """The rows stand in the table now, the bad cells marked."""
        problems = problems_in(form)
        said = f"有{problems}处需要修改，已在表格中标出，其余已保存。" if problems else "已保存。"
        self.tell(f"已粘贴，现在共{len(form.forms)}行，{said}")
        return redirect(f"{self.address}#grid")

    def rearranged(self, do: str, which: str) -> HttpResponse:
        """A file moved up or down, or taken out."""
        try:
            services.rearrange(self.application, by=self.actor, attachment=which, to=do)
        except Refused as refusal:
            return self.page(build(self.application, self.section, self.actor), refusal.blockers, status=422)
        if "HX-Request" in self.request.headers:
            return self.part("files")
        return redirect(self.address)

    def address_after(self) -> str:
        following = self.section.following if "next" in self.request.POST else self.section
        if following is None:
            return reverse("applications:record", args=[self.application.uid])
        return reverse("applications:section", args=[self.application.uid, following.slug])

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        self.marks = marks.current(self.application)
        if not self.of_draft and not (self.section in ROWS and form.is_bound):
            marks.in_place(form, self.section, self.marks, items_of(self.application) if self.marks else ())
        loose: list[Blocker] = [*rules.not_editable(self.application), *blockers]
        self.grid = Grid(form, ROWS[self.section].unit) if self.section in ROWS else None
        self.materials = materials_of(self.application, form) if self.section == Section.ATTACHMENTS else []
        return super().page(form, list(dict.fromkeys(loose)), status)

    @property
    def title(self) -> str:
        return self.section.label

    @property
    def intro(self) -> str:
        return INTROS[self.section]

    def back_url(self) -> str:
        return reverse("applications:record", args=[self.application.uid])

    def shared(self) -> dict[str, Any]:
        """What the whole page and its pieces need."""
        return {
            "application": self.application,
            "section": self.section,
            "section_url": self.address,
            "checklist": checklist.lines(self.application, self.section),
        }

    def context(self) -> dict[str, Any]:
        app = self.application
        context = {
            "base": self.base,
            "grid": self.grid,
            "materials": self.materials,
            "conflict": self.conflict,
            "of_draft": self.of_draft,
            "marks": [each for each in self.marks if each.mark.section in ("", self.section.slug)],
            "supplement_due": app.supplement_due,
            "supplement": app.supplement.splitlines() if app.status == Application.Status.RETURNED else [],
            "is_last": self.section.following is None,
            "imports": self.section in columns.COLUMNS,
        }
        return self.shared() | context
