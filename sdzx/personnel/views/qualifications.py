"""The registers (队伍登记册): qualifications with their steps."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import POOL_ROLES
from sdzx.catalogue.models import Project
from sdzx.personnel import rules, services
from sdzx.personnel.forms import QualificationFilter, QualificationForm
from sdzx.personnel.models import Qualification
from sdzx.personnel.views.people import OFFICES, OfPerson, project_names, qualification_url
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

ASSESSMENTS = (Column("年度", "year"), Column("等次", "get_grade_display"), Column("说明", "note"))


class QualificationList(TableView):
    """Who holds what, for which projects, how long."""

    model = Qualification
    roles = OFFICES
    title = "队伍登记册"
    intro = "管理人员、考评员、督导员和专家的资格。"
    related = ("person",)
    columns = (
        Column("姓名", "person.name", order="person__name", link=True),
        Column("类别", "get_kind_display", order="kind"),
        Column("证卡编号", "card_number", order="card_number"),
        Column("工作单位", "person.employer_name"),
        Column("考评项目", project_names),
        Column("有效期止", "valid_to", order="valid_to"),
        Column("状态", "get_status_display", badge=True),
    )
    order = ("kind", "card_number")
    filter_class = QualificationFilter
    empty = ("登记册还是空的", "先登记人员，再登记其资格。")

    def records(self) -> Any:
        named = Prefetch("projects", Project.objects.only("name"))
        return super().records().prefetch_related(named)

    def url_of(self, record: Qualification) -> str:
        return qualification_url(record)

    def actions(self) -> list[Button]:
        found = [Button("全部人员", reverse("personnel:people"))]
        if self.actor.may(services.EDIT):
            query = f"?{self.request.GET.urlencode()}" if self.request.GET else ""
            found = [
                Button("登记人员", reverse("personnel:new"), primary=True),
                Button("导入", reverse("personnel:import")),
                Button("导出登记册", reverse("personnel:export") + query, get=False, many=True),
                Button("打印证卡", reverse("personnel:cards") + query, get=False, many=True),
                *found,
            ]
        return found


class QualificationRecord(RecordView):
    """A qualification with what became of it."""

    model = Qualification
    roles = (*OFFICES, *sorted(POOL_ROLES))
    related = ("person__center",)
    template = "personnel/qualification.html"

    def subtitle(self, record: Qualification) -> str:
        return f"{record.person.employer_name} · {record.person.center}"

    def groups(self, record: Qualification) -> Sequence[FactGroup]:
        return [
            FactGroup(
                "资格",
                (
                    Fact("姓名", record.person.name, url=reverse("personnel:record", args=[record.person.uid])),
                    Fact("类别", record.get_kind_display()),
                    Fact("证卡编号", record.card_number),
                    Fact("有效期起", record.valid_from),
                    Fact("有效期止", record.valid_to),
                    Fact("考评项目", project_names(record), wide=True),
                ),
            )
        ]

    def blockers(self, record: Qualification) -> Sequence[Blocker]:
        return rules.lapsed(record, clock.today())

    def links(self, record: Qualification) -> Sequence[Button]:
        if not self.actor.may(services.EDIT) or record.status == Qualification.Status.REVOKED:
            return ()
        return [
            Button("修改", reverse("personnel:qualifications:edit", args=[record.uid])),
            Button("登记年度考核", reverse("personnel:qualifications:assess", args=[record.uid])),
            Button("打印证卡", reverse("personnel:qualifications:card", args=[record.uid]), get=False, many=True),
        ]

    def more(self, record: Qualification) -> dict[str, Any]:
        assessed = record.assessments.all()
        return {"assessments": tables.build(ASSESSMENTS, assessed, caption="年度考核")}


class QualificationStep(StepView):
    """Suspend, reinstate, revoke."""

    model = Qualification
    actions = {
        "suspend": Action(services.suspend),
        "reinstate": Action(services.reinstate),
        "revoke": Action(services.revoke),
    }


class QualificationNew(OfPerson):
    """Register a role of the person in the address."""

    title = "登记资格"

    def get_form(self, data: Any = None, files: Any = None) -> QualificationForm:
        return QualificationForm(data)

    def save(self, form: QualificationForm) -> str:
        services.add_qualification(self.person(), by=self.actor, **form.cleaned_data)
        self.tell("已登记资格。")
        return self.back_url()


class QualificationEdit(EditView):
    """Change card number, validity and projects."""

    title = "修改资格"
    grants = (services.EDIT,)

    def qualification(self) -> Qualification:
        return get_object_or_404(Qualification.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> QualificationForm:
        return QualificationForm(data, instance=self.qualification())

    def save(self, form: QualificationForm) -> str:
        services.edit_qualification(self.qualification(), by=self.actor, **form.cleaned_data)
        self.tell("已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("personnel:qualifications:record", args=[self.kwargs["uid"]])
