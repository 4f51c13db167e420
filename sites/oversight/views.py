"""Exit cases: the list, opening one, its record and steps, the public list, the decision."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sdzx.accounts.roles import Role
from sdzx.files.services import content
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sites.oversight import forms, services
from sites.oversight.models import ExitCase
from sites.oversight.violations.models import Violation
from sites.oversight.violations.views import uid_of
from sites.registry.models import Site

READERS = (
    Role.SITE, Role.CLERK, Role.ARRANGER, Role.ARCHIVIST, Role.DIRECTOR, Role.BUREAU, Role.PROVINCE, Role.AUDITOR,
)  # fmt: skip
PUBLIC = (
    Column("考点名称", "site.name", link=True),
    Column("考点编号", "site.code"),
    Column("城市", "site.center.city"),
    Column("事由", "get_ground_display"),
    Column("文号", "number"),
    Column("公布日期", "published_on"),
)


class ExitList(TableView):
    """The centre's cases; the site's own."""

    model = ExitCase
    title = "考点退出"
    roles = READERS
    related = ("site__center",)
    columns = (
        Column("考点", "site.name", order="site__name", link=True),
        Column("事由", "get_ground_display"),
        Column("陈述申辩期限", "statement_due", order="statement_due"),
        Column("文号", "number"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("没有退出程序", "考点违规失信、恶意竞争或管理失序的，由中心主任启动退出程序。")

    def actions(self) -> list[Button]:
        return [Button("启动退出程序", reverse("oversight:new"))] if self.actor.may("exit.open") else []


class ExitNew(EditView):
    """The notice of intent."""

    grants = ("exit.open",)
    title = "告知拟取消考点资格"
    intro = "告知书将送达考点；考点可在期限内陈述申辩（依据《工作规则》五（四））。"
    submit_label = "送达告知"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        asked = self.request.GET.get("site")
        site = get_object_or_404(Site.objects.visible_to(self.actor), uid=uid_of(asked)) if asked else None
        initial = {"site": asked, **(self.prefilled(site) if site else {})}
        return forms.OpeningForm(data, files, actor=self.actor, site=site, initial=initial)

    def prefilled(self, site: Site) -> dict[str, Any]:
        """Facts and ground of the violation (`?violation=`) or of those of the measure (`?measure=`)."""
        found = site.violations.filter(status=Violation.Status.CONFIRMED).order_by("happened_on", "id")
        if text := self.request.GET.get("violation"):
            found = found.filter(uid=uid_of(text))
        elif text := self.request.GET.get("measure"):
            found = found.filter(measures__uid=uid_of(text))
        else:
            return {}
        grounds = [each.ground for each in found if each.ground in ExitCase.Ground.values]
        facts = "\n".join(each.facts for each in found)
        return {"violations": [each.pk for each in found], "facts": facts, "ground": grounds[0] if grounds else ""}

    def save(self, form: Any) -> str:
        values = dict(form.cleaned_data)
        return services.record_path(services.open_exit(values.pop("site"), by=self.actor, **values))

    def back_url(self) -> str:
        return reverse("oversight:list")


class ExitRecord(RecordView):
    """The case as the site and the centre see it."""

    model = ExitCase
    roles = READERS
    related = ("site__center", "document")

    def groups(self, record: ExitCase) -> Sequence[FactGroup]:
        site = reverse("registry:record", args=[record.site.uid])
        return [
            FactGroup(
                "告知",
                (
                    Fact("考点", f"{record.site.name}（{record.site.code}）", url=site), Fact("考点状态", record.site.get_status_display()),
                    Fact("事由", record.get_ground_display()), Fact("陈述申辩期限", record.statement_due),
                    Fact("事实", record.facts, wide=True),
                    *(
                        Fact("依据的违规", each.get_ground_display(), url=reverse("violations:record", args=[each.uid]))
                        for each in record.violations.order_by("id")
                    ),
                ),
            ),
            FactGroup("陈述和决定", (Fact("考点的陈述申辩", record.statement, wide=True), Fact("决定", record.decision, wide=True),
                                 Fact("公布文号", record.number), Fact("公布日期", record.published_on))),
        ]  # fmt: skip

    def files(self, record: ExitCase) -> Sequence[FileLine]:
        held = [(each, "证据") for each in record.evidence.all()]
        if record.document:
            held.append((record.document, "退出决定"))
        return [
            FileLine(each.name, reverse("files:download", args=[each.uid]) + "?inline=1", label, each.size)
            for each, label in held
        ]


class ExitStep(StepView):
    """Statement, decision, publication, withdrawal."""

    model = ExitCase
    actions: ClassVar = {
        "state": Action(services.state, form=forms.StatementForm, done="陈述申辩已提交。"),
        "record_statement": Action(services.record_statement, form=forms.RecordStatementForm, done="已登记。"),
        "decide": Action(services.decide, form=forms.DecisionForm, done="已决定取消资格，考点已暂停，待公布。"),
        "withdraw": Action(services.withdraw, done="退出程序已终止。"),
        "publish": Action(services.publish, form=forms.PublishForm, done="已公布，考点资格已取消。"),
    }


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every published exit."""
    cases = ExitCase.objects.filter(status=ExitCase.Status.PUBLISHED).select_related("site__center")
    table = tables.build(
        PUBLIC,
        cases.order_by("-published_on", "-id")[:500],
        caption="已取消资格的考点",
        url_of=lambda case: reverse("registry:site", args=[case.site.code]),
    )
    return render(request, "sites/oversight/public.html", {"title": "已取消资格的考点", "table": table})


@require_safe
def decision(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The frozen decision of a published exit, for everybody."""
    known = ExitCase.objects.filter(status=ExitCase.Status.PUBLISHED).select_related("document")
    document = get_object_or_404(known, uid=uid).document
    if document is None:
        raise Http404("an exit of before the portal has no file")
    return HttpResponse(content(document), content_type="application/pdf", headers={"Content-Disposition": "inline"})
