"""An application's pages: the list, the record, its steps, its documents. The form's pages are in editing.py."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.documents.errors import UnprintableText
from sdzx.files.services import ContentMissing, content
from sdzx.ui.forms import PlainForm
from sdzx.ui.parts import Button, Column, FileLine
from sdzx.ui.views import EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.applications import documents, marks, rules, services, snapshots
from sites.applications.actions import ACTIONS, parts
from sites.applications.content import items_of
from sites.applications.models import Application, IssuedDocument
from sites.applications.presenting import attachment_lines, document_lines, groups, items_for, leaving, tables_of
from sites.applications.reviewing import READERS


class Filter(PlainForm, forms.Form):
    """By kind, by state, and by unit or number."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Application.Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Application.Status.choices])
    q = forms.CharField(label="单位或申请编号", required=False, max_length=60)

    def apply(self, records: QuerySet[Application]) -> QuerySet[Application]:
        if kind := self.cleaned_data["kind"]:
            records = records.filter(kind=kind)
        if status := self.cleaned_data["status"]:
            records = records.filter(status=status)
        if text := self.cleaned_data["q"].strip():
            records = records.filter(Q(organization__name__icontains=text) | Q(number__icontains=text))
        return records


class ApplicationList(TableView):
    """The host's own applications; the centre's from submission on."""

    model = Application
    title = "考点申请"
    roles = READERS
    related = ("organization", "center")
    filter_class = Filter
    columns = (
        Column("申请单位", "organization.name", order="organization__name", link=True),
        Column("申请编号", "number", order="number"),
        Column("类别", "get_kind_display", order="kind"),
        Column("项目数", "project_count", number=True),
        Column("提交时间", "submitted_at", order="submitted_at"),
        Column("受理中心", "center.name"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有申请", "考点单位提交的设立、变更和延续申请会出现在这里。")

    def records(self) -> QuerySet[Any]:
        return super().records().annotate(project_count=Count("projects", distinct=True))

    def actions(self) -> list[Button]:
        if self.actor.may("application.edit"):
            return [Button("新建申请", reverse("applications:new"), primary=True)]
        if self.actor.may("application.phrases"):
            return [Button("补正常用语", reverse("applications:phrases"))]
        return []


class ApplicationNew(EditView):
    """Says what will be needed, then opens a draft."""

    grants = ("application.edit",)
    title = "申请设立专项职业能力考点"
    submit_label = "开始填写"
    template = "sites/applications/new.html"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return NothingToFill(data)

    def save(self, form: Any) -> str:
        application = services.create(by=self.actor)
        return reverse("applications:section", args=[application.uid, "unit"])

    def back_url(self) -> str:
        return reverse("applications:list")

    def context(self) -> dict[str, Any]:
        return {"host": self.actor.organization}


class NothingToFill(PlainForm, forms.Form):
    """No fields: pressing the button is all."""


class ApplicationRecord(RecordView):
    """Annex 2 as facts and tables, the materials, the letters, and what the later stages add."""

    model = Application
    roles = READERS
    related = ("organization", "center")
    template = "sites/applications/record.html"

    def title(self, record: Application) -> str:
        return record.organization.name

    def subtitle(self, record: Application) -> str:
        return f"{record.matter} {record.number or '（尚未提交，无编号）'} · {record.center.name}"

    def get_record(self, uid: Any) -> Application:
        record: Application = super().get_record(uid)
        self.parts = parts(record, self.actor)
        self.items = items_for(record, self.actor)
        # The clerk who decides has the facts beside the files, so neither stands in the usual place.
        self.beside = record.status == Application.Status.SUBMITTED and self.actor.may("application.accept")
        return record

    def groups(self, record: Application) -> Sequence[Any]:
        of_parts = [group for part in self.parts for group in part.groups]
        return of_parts if self.beside else [*of_parts, *groups(self.items)]

    def files(self, record: Application) -> Sequence[FileLine]:
        return [*document_lines(record, self.actor), *([] if self.beside else attachment_lines(record))]

    def blockers(self, record: Application) -> Sequence[Blocker]:
        if record.status in rules.EDITABLE and self.actor.may("application.submit"):
            return rules.blockers_of_submission(record, clock.today())
        return ()

    def links(self, record: Application) -> Sequence[Button]:
        shown = [button for part in self.parts for button in part.buttons]
        if record.status in rules.EDITABLE and self.actor.may("application.edit"):
            shown.append(Button("继续填写", reverse("applications:edit", args=[record.uid])))
            if record.status == Application.Status.RETURNED:
                shown.append(Button("补正事项", reverse("applications:marks", args=[record.uid])))
        return [*shown, Button("申请表PDF", reverse("applications:document", args=[record.uid, "annex2"]))]

    def more(self, record: Application) -> dict[str, Any]:
        returned = record.status == Application.Status.RETURNED
        asked = marks.asked(record)
        submissions = snapshots.history(record)
        return {
            "tables": tables_of(record, self.items),
            "marks": marks.shown(record, asked, items_of(record) if returned else snapshots.submitted_items(record)),
            "supplement": record.supplement.splitlines() if returned and not asked else [],
            "supplement_due": record.supplement_due,
            "returned": returned,
            "edits": self.actor.may("application.edit"),
            "comparison": submissions[0] if submissions else None,
            "leaving": leaving(record),
            "beside": self.beside,
            "material": attachment_lines(record) if self.beside else (),
            "facts": groups(self.items) if self.beside else (),
            "of_submission": returned and not self.actor.may("application.edit"),
        }


class ApplicationEdit(OfficeView):
    """Leads to the first section that lacks something."""

    grants = ("application.edit",)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        visible = Application.objects.visible_to(self.actor).select_related("organization")
        record = visible.filter(uid=uid).first()
        if record is None:
            raise Http404
        checklist = rules.by_section(record, clock.today())
        first = next((section for section, found in checklist.items() if found), next(iter(checklist)))
        return redirect("applications:section", uid=record.uid, section=first.slug)


class ApplicationStep(StepView):
    """Every step of an application; the evaluation slice adds its own to ACTIONS."""

    model = Application
    actions: ClassVar = ACTIONS


class ApplicationDocument(OfficeView):
    """A document of the application, inline: as it was issued, or annex 2 of a draft as it stands now."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        record = (
            Application.objects.visible_to(self.actor).select_related("organization", "center").filter(uid=uid).first()
        )
        if record is None or kind not in IssuedDocument.Kind.values:
            raise Http404
        if kind == IssuedDocument.Kind.REPORT and self.actor.role == Role.SITE:
            raise Http404
        issued = record.documents.filter(kind=kind).select_related("file").last()
        if kind == IssuedDocument.Kind.ANNEX2 and (record.status in rules.EDITABLE or issued is None):
            try:
                body = documents.annex2_pdf(record, clock.today())
            except UnprintableText as refusal:
                return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        elif issued is None:
            raise Http404
        else:
            try:
                body = content(issued.file)
            except ContentMissing as error:
                raise Http404("the archive has destroyed it") from error
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": "inline"})
