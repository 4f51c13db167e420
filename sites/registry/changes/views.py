"""The pages on which a site begins a change or a renewal; the form itself is annex 2's, filled with what is known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx import clock
from sdzx.ui.views import EditView
from sdzx.workflow import Blocker
from sites.applications.models import Application
from sites.applications.rules import not_editable
from sites.registry.changes import rules, services
from sites.registry.changes.forms import ChangesForm, RenewalForm
from sites.registry.models import Site


def form_path(application: Application) -> str:
    """The first part of annex 2 that lacks something."""
    return reverse("applications:edit", args=[application.uid])


class Beginning(EditView):
    """What a change and a renewal have in common: the site, and what stands in the way."""

    grants = ("application.edit",)
    submit_label = "开始填写"
    site: Site

    def found(self) -> Site:
        visible = Site.objects.visible_to(self.actor).select_related("center", "organization")
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.page(form, rules.site_barred(self.site) + rules.under_way(self.site))

    def back_url(self) -> str:
        return reverse("registry:record", args=[self.kwargs["uid"]])


class ChangeNew(Beginning):
    """变更申请."""

    title = "申请变更考点"
    intro = "变更申请与设立申请一样，经受理、专家实地评估、市中心同意，由市人力资源社会保障部门公布后生效。申请表已按考点现状填好，请修改要变更的部分。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        self.site = self.found()
        return ChangesForm(data)

    def save(self, form: Any) -> str:
        return form_path(services.begin_change(self.site, by=self.actor, **form.cleaned_data))


class RenewalNew(Beginning):
    """延续申请."""

    title = "申请延续授权"
    intro = "延续申请经受理、专家实地评估、市中心同意，由市人力资源社会保障部门公布后，有效期从原到期日起顺延。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        self.site = self.found()
        self.renewable = rules.renewable(self.site, clock.today())
        return RenewalForm(data, renewable=self.renewable, initial={"authorisations": self.renewable})

    def save(self, form: Any) -> str:
        chosen = list(form.cleaned_data["authorisations"])
        return form_path(services.begin_renewal(self.site, by=self.actor, authorisations=chosen))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        found = rules.site_barred(self.site) + rules.under_way(self.site)
        if not self.renewable:
            terms = "、".join(
                f"“{each.project.name}”{rules.renewal_opens(self.site, each.valid_to)}起"
                for each in self.site.authorisations.select_related("project")
            )
            found.append(Blocker(f"现在没有可以延续的授权。可以申请的时间：{terms or '无'}。", "2.4"))
        return self.page(form, found)


class MattersEdit(EditView):
    """Other matters for a change that is still being filled in."""

    grants = ("application.edit",)
    title = "修改变更事项"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        visible = Application.objects.visible_to(self.actor).filter(kind=Application.Kind.CHANGE)
        self.application = get_object_or_404(visible, uid=self.kwargs["uid"])
        return ChangesForm(data, initial={"changes": self.application.changes})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.page(form, not_editable(self.application))

    def save(self, form: Any) -> str:
        services.choose_changes(self.application, by=self.actor, **form.cleaned_data)
        return self.back_url()

    def back_url(self) -> str:
        return reverse("applications:record", args=[self.kwargs["uid"]])
