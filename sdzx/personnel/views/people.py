"""People of the pool."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx.accounts.roles import CENTER_ROLES, POOL_ROLES, Role
from sdzx.files.models import StoredFile
from sdzx.identifiers import mask_document, mask_phone
from sdzx.personnel import history, services
from sdzx.personnel.forms import PersonFilter, PersonForm, RecusalForm
from sdzx.personnel.models import Assessment, Person, Qualification, Recusal
from sdzx.ui import tables
from sdzx.ui.forms import GroundForm
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import EditView, OfficeView, RecordView, TableView
from sdzx.workflow import Refused

OFFICES = (*sorted(CENTER_ROLES), Role.PROVINCE, Role.AUDITOR)


class PersonList(TableView):
    """Everybody in the pool, qualified or not."""

    model = Person
    roles = OFFICES
    title = "人员"
    related = ("center",)
    columns = (
        Column("姓名", "name", order="name", link=True),
        Column("性别", "sex"),
        Column("工作单位", "employer_name", order="employer_name"),
        Column("职称", "title"),
        Column("所属中心", "center"),
        Column("有效资格", "valid", number=True),
        Column("在册", "is_active"),
    )
    order = ("name",)
    filter_class = PersonFilter
    empty = ("还没有登记人员", "先登记人员，再登记其资格。")

    def records(self) -> Any:
        valid = Q(qualifications__status=Qualification.Status.VALID)
        return super().records().annotate(valid=Count("qualifications", filter=valid))

    def actions(self) -> list[Button]:
        found = [Button("队伍登记册", reverse("personnel:list"))]
        if self.actor.may(services.EDIT):
            found.insert(0, Button("登记人员", reverse("personnel:new"), primary=True))
        return found


class PersonRecord(RecordView):
    """A person with qualifications and declared relations; document number and phone masked."""

    model = Person
    roles = (*OFFICES, *sorted(POOL_ROLES))
    related = ("center", "employer", "photo", "user")
    template = "personnel/person.html"

    def subtitle(self, record: Person) -> str:
        return f"{record.employer_name} · {record.center}"

    def groups(self, record: Person) -> Sequence[FactGroup]:
        return [
            FactGroup(
                "基本信息",
                (
                    Fact("性别", record.sex),
                    Fact("出生日期", record.birth_date),
                    Fact("证件类型", record.get_document_type_display()),
                    Fact("证件号码", mask_document(record.document_number)),
                    Fact("联系电话", mask_phone(record.phone)),
                    Fact("文化程度", record.education),
                    Fact("职称", record.title),
                    Fact("工作单位", record.employer_name),
                    Fact("在册", record.is_active),
                    Fact("登录名", record.user.username if record.user else "未开通账号"),
                ),
            )
        ]

    def files(self, record: Person) -> Sequence[FileLine]:
        return [_file_line(record.photo)] if record.photo else ()

    def links(self, record: Person) -> Sequence[Button]:
        if not self.actor.may(services.EDIT):
            return ()
        found = [
            Button("登记资格", reverse("personnel:qualifications:new", args=[record.uid]), primary=True),
            Button("修改", reverse("personnel:edit", args=[record.uid])),
            Button("登记培训", reverse("personnel:train", args=[record.uid])),
            Button("登记回避", reverse("personnel:recuse", args=[record.uid])),
        ]
        if record.user is None:
            found.append(Button("开通账号", reverse("personnel:account", args=[record.uid]), get=False))
        return found

    def more(self, record: Person) -> dict[str, Any]:
        held = record.qualifications.prefetch_related("projects")
        done = history.duties(record)
        assessed = Assessment.objects.filter(qualification__person=record).select_related("qualification")
        return {
            "assessments": tables.build(ASSESSMENTS, assessed, caption="年度考核"),
            "trainings": record.trainings.all(),
            "duties": tables.build(DUTIES, done[:LATEST], caption="最近履职"),
            "years": history.years(done),
            "total": len(done),
            "violations": tables.build(VIOLATIONS, history.violations(record), caption="违纪违规"),
            "qualifications": tables.build(QUALIFICATIONS, held, caption="资格", url_of=qualification_url),
            "recusals": record.recusals.select_related("organization"),
            "may_edit": self.actor.may(services.EDIT),
        }


class PersonNew(EditView):
    """Enter somebody into the pool."""

    title = "登记人员"
    grants = (services.EDIT,)

    def get_form(self, data: Any = None, files: Any = None) -> PersonForm:
        return PersonForm(data, files, actor=self.actor)

    def save(self, form: PersonForm) -> str:
        person = services.add_person(by=self.actor, **form.cleaned_data)
        self.tell(f"已登记{person.name}，请接着登记资格。")
        return reverse("personnel:record", args=[person.uid])

    def back_url(self) -> str:
        return reverse("personnel:people")


class OfPerson(EditView):
    """A form about the person in the address."""

    grants = (services.EDIT,)

    def person(self) -> Person:
        return get_object_or_404(Person.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def back_url(self) -> str:
        return reverse("personnel:record", args=[self.kwargs["uid"]])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.person()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.person()
        return super().post(request, **kwargs)


class PersonEdit(OfPerson):
    """Change an entry."""

    title = "修改人员"

    def get_form(self, data: Any = None, files: Any = None) -> PersonForm:
        return PersonForm(data, files, instance=self.person(), actor=self.actor)

    def save(self, form: PersonForm) -> str:
        services.edit_person(self.person(), by=self.actor, **form.cleaned_data)
        self.tell("已保存。")
        return self.back_url()


class RecusalNew(OfPerson):
    """Declare a relation."""

    title = "登记回避"
    intro = "登记后，该人员不参与该单位的评估、考评和督导。"

    def get_form(self, data: Any = None, files: Any = None) -> RecusalForm:
        return RecusalForm(data)

    def save(self, form: RecusalForm) -> str:
        services.declare_recusal(self.person(), by=self.actor, **form.cleaned_data)
        self.tell("已登记回避。")
        return self.back_url()


class RecusalEnd(OfPerson):
    """A relation is over."""

    title = "解除回避"
    submit_label = "解除回避"

    def recusal(self) -> Recusal:
        return get_object_or_404(Recusal, pk=self.kwargs["number"], person=self.person())

    def get_form(self, data: Any = None, files: Any = None) -> GroundForm:
        self.recusal()
        return GroundForm(data)

    def save(self, form: GroundForm) -> str:
        services.end_recusal(self.recusal(), by=self.actor, ground=form.cleaned_data["ground"])
        self.tell("已解除回避。")
        return self.back_url()


class AccountOpen(OfficeView):
    """Let a person sign in; the first password is shown once."""

    grants = (services.EDIT,)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        person = get_object_or_404(Person.objects.visible_to(self.actor), uid=uid)
        try:
            person, password = services.open_account(person, by=self.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            name = person.user.username if person.user else ""
            once = (
                f"初始密码“{password}”只显示这一次，请当面告知本人，首次登录须修改。"
                if password
                else "使用其已有账号。"
            )
            self.tell(f"已开通账号，登录名“{name}”，{once}")
        return redirect("personnel:record", uid=uid)


def project_names(qualification: Qualification) -> str:
    """Which projects, or that there is no limit."""
    return "、".join(project.name for project in qualification.projects.all()) or "不限"


QUALIFICATIONS = (
    Column("类别", "get_kind_display", link=True),
    Column("证卡编号", "card_number"),
    Column("考评项目", project_names),
    Column("有效期起", "valid_from"),
    Column("有效期止", "valid_to"),
    Column("状态", "get_status_display", badge=True),
)


ASSESSMENTS = (
    Column("年度", "year"),
    Column("类别", "qualification.get_kind_display"),
    Column("等次", "get_grade_display"),
    Column("说明", "note"),
)
DUTIES = (
    Column("日期", "day"),
    Column("职责", "role"),
    Column("考点", "place"),
    Column("考评项目", "project"),
    Column("场次", "number"),
)
VIOLATIONS = (Column("日期", "day"), Column("场次", "number"), Column("事实", "facts"), Column("处理结果", "outcome"))
LATEST = 20


def qualification_url(qualification: Qualification) -> str:
    """The page of a qualification."""
    return reverse("personnel:qualifications:record", args=[qualification.uid])


def _file_line(photo: StoredFile) -> FileLine:
    address = reverse("files:download", args=[photo.uid])
    return FileLine(photo.name, address, "证件照片", photo.size, preview_url=f"{address}?inline=1")
