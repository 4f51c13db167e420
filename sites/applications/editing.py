"""The pages on which annex 2 is filled in, section by section, with the checklist of what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx import clock
from sdzx.ui.views import EditView, spread
from sdzx.workflow import Blocker, Refused
from sites.applications import forms, rules
from sites.applications.entry import services
from sites.applications.models import Application
from sites.applications.sections import Section


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A section made of rows: its form, its service, what a row is called, and how a stored row fills the form."""

    form: type[Any]
    save: Callable[..., Application]
    unit: str
    extra: int
    stored: Callable[[Application], list[dict[str, Any]]]


def _values(relation: str, *names: str) -> Callable[[Application], list[dict[str, Any]]]:
    return lambda application: list(getattr(application, relation).values(*names))


def _examiners(application: Application) -> list[dict[str, Any]]:
    names = ("name", "sex", "birth_date", "education", "title", "certificate", "trade", "card_number")
    return [
        {name: getattr(row, name) for name in names} | {"projects": list(row.projects.all())}
        for row in application.examiners.prefetch_related("projects")
    ]


_MANAGER = ("name", "sex", "birth_date", "education", "title", "certificate", "major", "note")
ROWS = {
    Section.PROJECTS: RowsPage(
        forms.ProjectRow,
        partial(services.save_rows, section=Section.PROJECTS),
        "项目",
        1,
        _values("projects", "project", "workstations", "rooms"),
    ),
    Section.EQUIPMENT: RowsPage(
        forms.EquipmentRow,
        partial(services.save_rows, section=Section.EQUIPMENT),
        "设备",
        2,
        _values("equipment", "name", "model", "quantity", "note"),
    ),
    Section.MANAGERS: RowsPage(
        forms.ManagerRowForm,
        partial(services.save_rows, section=Section.MANAGERS),
        "管理人员",
        1,
        _values("managers", *_MANAGER),
    ),
    Section.EXAMINERS: RowsPage(
        forms.ExaminerRowForm, partial(services.save_rows, section=Section.EXAMINERS), "考评员", 1, _examiners
    ),
}
INTROS = {
    Section.UNIT: "请按营业执照或法人证书填写。保存后随时可以继续，提交前都能修改。",
    Section.PREMISES: "自有和租用分开填写；没有的填0或留空。",
    Section.PROJECTS: "只能选择考核目录内现行的项目。",
    Section.EQUIPMENT: "与所申请的项目相适应的设施设备，逐件填写。",
    Section.MANAGERS: "组织考核工作的管理人员。",
    Section.EXAMINERS: "每个拟开展考评的项目至少填写3名考评员，并勾选其考评的项目。",
    Section.ATTACHMENTS: "图像可一次选择多张。申请表请在填完其他部分后打印、盖章、签名，再上传扫描件。",
    Section.OPINION: "申报单位对设立考点的意见。",
}


class SectionView(EditView):
    """One section: saved as a draft at each step, whatever is still missing."""

    grants = ("application.edit",)
    template = "sites/applications/section.html"
    application: Application
    section: Section

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.section = Section.of(kwargs["section"])
        except ValueError as error:
            raise Http404(str(error)) from error

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        return self.page(self.get_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            self.store(form)
        except Refused as refusal:
            loose = list(refusal.blockers) if self.section in ROWS else spread(refusal, form)
            return self.page(form, loose, status=422)
        self.tell(f"“{self.section.label}”已保存。")
        return redirect(self.address_after())

    def found(self) -> Application:
        visible = Application.objects.visible_to(self.actor).select_related("organization", "center")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        app = self.application
        if self.section in ROWS:
            rows = ROWS[self.section]
            initial = rows.stored(app)
            takes = {"application": app} if self.section == Section.EXAMINERS else {}
            formset = forms.rows_of(rows.form, 0 if initial else rows.extra)
            return formset(data, initial=initial, prefix="rows", form_kwargs=takes)
        if self.section == Section.UNIT:
            names = (name for name in forms.UnitForm.base_fields if not name.startswith("kind"))
            host = {"kind": app.organization.kind, "kind_reason": app.organization.kind_reason}
            return forms.UnitForm(data, initial=host | {name: getattr(app, name) for name in names})
        if self.section == Section.PREMISES:
            return forms.PremisesForm(
                data, initial={name: getattr(app, name) for name in forms.PremisesForm.base_fields}
            )
        if self.section == Section.OPINION:
            return forms.OpinionForm(data, initial={"opinion": app.opinion})
        held: dict[str, list[Any]] = {name: [] for name in forms.AttachmentsForm.KINDS}
        fields = {kind: name for name, kind in forms.AttachmentsForm.KINDS.items()}
        for each in app.attachments.select_related("file"):
            held[fields[each.kind]].append(each.file)  # type: ignore[index]
        return forms.AttachmentsForm(data, files, actor=self.actor, initial=held)

    def store(self, form: Any) -> None:
        """Call the section's service."""
        app, by = self.application, self.actor
        if self.section in ROWS:
            ROWS[self.section].save(app, by=by, rows=form.rows())
        elif self.section == Section.ATTACHMENTS:
            kinds = forms.AttachmentsForm.KINDS
            services.save_attachments(
                app, by=by, attached={kinds[name]: held for name, held in form.cleaned_data.items()}
            )
        else:
            values = dict(form.cleaned_data)
            kind, reason = values.pop("kind", ""), values.pop("kind_reason", "")
            services.save_fields(app, by=by, section=self.section, values=values, kind=kind, reason=reason)

    def address_after(self) -> str:
        following = self.section.following if "next" in self.request.POST else self.section
        if following is None:
            return reverse("applications:record", args=[self.application.uid])
        return reverse("applications:section", args=[self.application.uid, following.slug])

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        checklist = rules.by_section(self.application, clock.today())
        self.sections = [
            {
                "label": section.label,
                "url": reverse("applications:section", args=[self.application.uid, section.slug]),
                "current": section is self.section,
                "missing": len(found),
            }
            for section, found in checklist.items()
        ]
        self.missing = checklist[self.section]
        loose: list[Blocker] = [*rules.not_editable(self.application), *blockers]
        return super().page(form, loose, status)

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.section.label

    @property
    def intro(self) -> str:  # type: ignore[override]
        return INTROS[self.section]

    def back_url(self) -> str:
        return reverse("applications:record", args=[self.application.uid])

    def context(self) -> dict[str, Any]:
        app = self.application
        return {
            "application": app,
            "sections": self.sections,
            "missing": self.missing,
            "rows": ROWS.get(self.section),
            "supplement": app.supplement.splitlines() if app.status == Application.Status.RETURNED else [],
            "annex2_url": reverse("applications:document", args=[app.uid, "annex2"]),
            "is_attachments": self.section == Section.ATTACHMENTS,
            "is_last": self.section.following is None,
        }
