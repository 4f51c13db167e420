"""The bureau's notice; searching the public directory."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.catalogue.models import Project
from sdzx.ui.forms import PlainForm
from sites.applications.models import Application
from sites.registry.models import Authorisation, Publication, Site

LAPSED = ("lapsed", "授权已到期")


class ApplicationsField(forms.ModelMultipleChoiceField):
    """Approved applications with their projects."""

    def label_from_instance(self, application: Any) -> str:
        names = "、".join(row.project.name for row in application.projects.all() if row.decision == "approved")
        return f"{application.organization.name}（{application.number}，{application.get_kind_display()}）：{names}"


class PublicationForm(PlainForm, forms.Form):
    """Number, heading, date, and which approved applications."""

    number = forms.CharField(label="公告文号", max_length=60, help_text="例如：济人社公告〔2026〕3号")
    heading = forms.CharField(label="公告标题", max_length=100, initial="关于公布专项职业能力考点的公告")
    issued_on = forms.DateField(
        label="公告日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )
    applications = ApplicationsField(
        Application.objects.none(),
        label="拟公布的申请",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选申请已不在待公布之列，请重新选择。"},
    )

    def __init__(self, *args: Any, actor: Actor, publication: Publication | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = Application.objects.visible_to(actor).filter(status=Application.Status.APPROVED)
        elsewhere = Publication.objects.filter(status=Publication.Status.DRAFT)
        if publication is not None:
            elsewhere = elsewhere.exclude(pk=publication.pk)
        free = approved.exclude(publications__in=elsewhere)
        self.fields["applications"].queryset = free.select_related("organization").prefetch_related("projects__project")


class DirectoryForm(PlainForm, forms.Form):
    """By city, project, state and name."""

    city = forms.ModelChoiceField(
        Center.objects.filter(kind="city"), label="城市", required=False, empty_label="全部", to_field_name="code"
    )
    project = forms.ModelChoiceField(
        Project.objects.exclude(status="draft"),
        label="考核项目",
        required=False,
        empty_label="全部",
        to_field_name="code",
    )
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Site.Status.choices, LAPSED])
    q = forms.CharField(label="名称或编号", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].label_from_instance = lambda center: center.city

    def apply(self, sites: QuerySet[Site]) -> QuerySet[Site]:
        data = self.cleaned_data
        if data["city"]:
            sites = sites.filter(center=data["city"])
        if data["project"]:
            sites = sites.filter(authorisations__project=data["project"])
        if data["status"] == LAPSED[0]:
            valid = Authorisation.objects.filter(site=OuterRef("pk"), valid_to__gte=clock.today())
            sites = sites.filter(~Exists(valid), status=Site.Status.ACTIVE)
        elif data["status"]:
            sites = sites.filter(status=data["status"])
        if text := data["q"].strip():
            sites = sites.filter(searched__contains=text.lower())
        return sites
