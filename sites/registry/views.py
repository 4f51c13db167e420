"""Sites and publications for those who sign in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.services import content
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.applications.views import READERS as APPLICATION_READERS
from sites.registry import documents, rules, services
from sites.registry.forms import DirectoryForm, PublicationForm
from sites.registry.lines import notice_number, projects_and_terms, standing
from sites.registry.models import Publication, Site
from sites.registry.parts import Part, parts
from sites.registry.public import TERM, held_sessions, public_url

SITE_READERS = (
    Role.SITE, Role.CLERK, Role.ARRANGER, Role.CONFIRMER, Role.CERTIFIER, Role.CUSTODIAN, Role.ARCHIVIST, Role.DIRECTOR, Role.BUREAU,
    Role.PROVINCE, Role.AUDITOR,
)  # fmt: skip
PUBLICATION_READERS = (Role.BUREAU, Role.CLERK, Role.DIRECTOR, Role.ARCHIVIST, Role.PROVINCE, Role.AUDITOR)


class SiteList(TableView):
    """The host's own, the city's, or all."""

    model = Site
    title = "考点"
    roles = SITE_READERS
    related = ("center", "organization", "publication")
    filter_class = DirectoryForm
    order = ("code",)
    columns = (
        Column("考点名称", "name", order="name", link=True),
        Column("考点编号", "code", order="code"),
        Column("城市", "center.city", order="center__code"),
        Column("考核项目和有效期", projects_and_terms),
        Column("地址", "address"),
        Column("逾期报送次数", "late_scores", order="late_scores", number=True),
        Column("状态", standing, order="status", badge=True),
        Column("公告文号", notice_number),
    )
    empty = ("还没有考点", "考点由市人力资源社会保障部门公布后出现在这里。")

    def records(self) -> QuerySet[Any]:
        return super().records().prefetch_related("authorisations__project", "exit_cases", "measures")


class SiteRecord(RecordView):
    """A site with its authorisations, measures and sessions."""

    model = Site
    roles = SITE_READERS
    related = ("center", "organization", "application", "publication")
    template = "sites/applications/record.html"
    parts: Sequence[Part] = ()

    def get_record(self, uid: Any) -> Site:
        record: Site = super().get_record(uid)
        self.parts = parts(record, self.actor)
        return record

    def subtitle(self, record: Site) -> str:
        return f"考点编号 {record.code} · {record.center.city}"

    def groups(self, record: Site) -> Sequence[FactGroup]:
        readable = self.actor.role in APPLICATION_READERS
        application = reverse("applications:record", args=[record.application.uid]) if readable else ""
        cases = record.exit_cases.all()
        return [
            FactGroup(
                "考点",
                (
                    Fact("设立单位", record.organization.name), Fact("地址", record.address), Fact("联系人", record.contact),
                    Fact("公开电话", record.phone), Fact("公布公告", str(record.publication)),
                    Fact("设立申请", str(record.application.number), url=application),
                    Fact("公开页面", "在考点名录中查看", url=public_url(record)),
                ),
            ),
            FactGroup("承担考核", (
                Fact("考核场次", record.sessions.count()), Fact("已承担场次", held_sessions(record)),
                Fact("逾期报送成绩次数", record.late_scores),
                Fact("经认定的违规", record.violations.filter(status="confirmed").count()),
            )),
            *([FactGroup("退出程序", tuple(
                Fact(each.get_ground_display(), f"{each.get_status_display()}{each.number and f'（{each.number}）'}", url=reverse("oversight:record", args=[each.uid]))
                for each in cases
            ))] if cases else []),
            *(group for part in self.parts for group in part.groups),
        ]  # fmt: skip

    def links(self, record: Site) -> Sequence[Button]:
        added = [button for part in self.parts for button in part.buttons]
        if record.status == Site.Status.REVOKED or not self.actor.may("exit.open"):
            return added
        return [*added, Button("启动退出程序", f"{reverse('oversight:new')}?site={record.uid}", danger=True)]

    def more(self, record: Site) -> dict[str, Any]:
        held = record.authorisations.select_related("project")
        return {"tables": [tables.build(TERM, held, caption="考核项目和有效期")], "supplement": []}


class SiteStep(StepView):
    """Reinstate; a suspension comes from a measure or from an exit."""

    model = Site
    actions: ClassVar = {
        "reinstate": Action(
            services.reinstate, blockers=rules.reinstating_unfit, done="考点已恢复，有关人员已收到通知。"
        ),
    }


class PublicationList(TableView):
    """The bureau's notices."""

    model = Publication
    title = "考点公布公告"
    roles = PUBLICATION_READERS
    related = ("center",)
    order = ("-issued_on",)
    columns = (
        Column("公告标题", "heading", link=True),
        Column("文号", "number", order="number"),
        Column("公告日期", "issued_on", order="issued_on"),
        Column("城市", "center.city"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有公告", "市中心同意的设立、变更和延续申请，由市人社局起草公告统一公布。")

    def actions(self) -> list[Button]:
        if self.actor.may("publication.edit"):
            return [Button("起草公告", reverse("registry:publications:new"), primary=True)]
        return []


class PublicationRecord(RecordView):
    """The notice and the applications it makes known."""

    model = Publication
    roles = PUBLICATION_READERS
    related = ("center",)

    def title(self, record: Publication) -> str:
        return record.heading

    def groups(self, record: Publication) -> Sequence[FactGroup]:
        facts = (
            Fact("公告文号", record.number),
            Fact("公告日期", record.issued_on),
            Fact("公布部门", record.center.bureau_name),
        )
        listed = record.applications.select_related("organization").order_by("id")
        rows = tuple(
            Fact(
                each.organization.name,
                f"{each.matter}{each.number}（{each.get_status_display()}）",
                url=reverse("applications:record", args=[each.uid]),
            )
            for each in listed
        )
        return [
            FactGroup("公告", facts),
            FactGroup("拟公布的申请" if record.status == Publication.Status.DRAFT else "公布的申请", rows),
        ]

    def blockers(self, record: Publication) -> Sequence[Blocker]:
        draft = record.status == Publication.Status.DRAFT and self.actor.may("publication.publish")
        return publication_blockers(record) if draft else ()

    def links(self, record: Publication) -> Sequence[Button]:
        found = [Button("公告PDF", reverse("registry:publications:document", args=[record.uid, "notice"]))]
        if record.status == Publication.Status.DRAFT and self.actor.may("publication.edit"):
            found.insert(0, Button("修改", reverse("registry:publications:edit", args=[record.uid])))
        if record.status == Publication.Status.PUBLISHED:
            found.append(Button("公开页面", reverse("registry:publication", args=[record.uid])))
        return found


def publication_blockers(publication: Publication) -> list[Blocker]:
    listed = publication.applications.select_related("organization", "site__center").order_by("id")
    return services.blockers(publication, list(listed), clock.today())


class PublicationNew(EditView):
    """A new draft."""

    grants = ("publication.edit",)
    title = "起草考点公布公告"
    intro = "选择市中心已同意、尚未公布的设立、变更和延续申请，可以合并公布。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return PublicationForm(data, actor=self.actor)

    def save(self, form: Any) -> str:
        made = services.create(by=self.actor, **form.cleaned_data)
        return reverse("registry:publications:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("registry:publications:list")


class PublicationEdit(EditView):
    """Changing a draft."""

    grants = ("publication.edit",)
    title = "修改考点公布公告"

    def found(self) -> Publication:
        return get_object_or_404(Publication.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        self.publication = self.found()
        record = self.publication
        initial = {"number": record.number, "heading": record.heading, "issued_on": record.issued_on,
                   "applications": record.applications.all()}  # fmt: skip
        return PublicationForm(data, actor=self.actor, publication=record, initial=initial)

    def save(self, form: Any) -> str:
        services.edit(self.publication, by=self.actor, **form.cleaned_data)
        return self.back_url()

    def back_url(self) -> str:
        return reverse("registry:publications:record", args=[self.kwargs["uid"]])


class PublicationStep(StepView):
    """Publishing."""

    model = Publication
    actions: ClassVar = {
        "publish": Action(services.publish, blockers=publication_blockers, done="已公布，考点名录已更新。")
    }


class PublicationDocument(OfficeView):
    """The notice: frozen once published, as it stands while a draft."""

    roles = PUBLICATION_READERS

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        visible = Publication.objects.visible_to(self.actor).select_related("center", "notice")
        record = get_object_or_404(visible, uid=uid)
        if kind != "notice":
            raise Http404
        body = content(record.notice) if record.notice else documents.notice_pdf(record)
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": "inline"})
