"""The pages of annex 2 as forms. A draft may be saved half filled: what is missing is said by the checklist."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from sdzx import clock
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sites.applications.models import Application, Attachment

TEXT = {"rows": 4}


class UnitForm(PlainForm, forms.Form):
    """申请单位, 负责人, 地址, 人数."""

    kind = forms.ChoiceField(label="单位类别", choices=Organization.Kind.choices)
    kind_reason = forms.CharField(
        label="选择“其他”的理由",
        required=False,
        max_length=200,
        help_text="考点一般设在所列四类单位；其他单位须说明理由。",
    )
    responsible = forms.CharField(label="负责人", required=False, max_length=50)
    phone = forms.CharField(label="联系电话", required=False, max_length=30, help_text="不对外公开。")
    public_phone = forms.CharField(
        label="对外公开电话", required=False, max_length=30, help_text="公布后显示在考点名录中；不填则显示市中心电话。"
    )
    address = forms.CharField(label="考点地址", required=False, max_length=120)
    staff_total = forms.IntegerField(label="从事考核职工总数", required=False, min_value=0, max_value=100_000)
    staff_managers = forms.IntegerField(label="管理人员数", required=False, min_value=0, max_value=100_000)
    staff_teachers = forms.IntegerField(label="专职教师数", required=False, min_value=0, max_value=100_000)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("kind") == Organization.Kind.OTHER and not data.get("kind_reason"):
            self.add_error("kind_reason", "选择“其他”的，请说明设立考点的理由（依据《工作规则》二）。")
        return data


class PremisesForm(PlainForm, forms.ModelForm):
    """考核场地."""

    class Meta:
        model = Application
        fields = [
            "owned_classrooms", "owned_classroom_area", "owned_workshops", "owned_workshop_area",
            "rented_classrooms", "rented_classroom_area", "rented_workshops", "rented_workshop_area",
        ]  # fmt: skip


class OpinionForm(PlainForm, forms.Form):
    """申报单位意见."""

    opinion = forms.CharField(label="申报单位意见", required=False, max_length=1000, widget=forms.Textarea(attrs=TEXT))


class ProjectRow(PlainForm, forms.Form):
    """A project applied for and how many can be examined at a time."""

    project = forms.ModelChoiceField(Project.objects.none(), label="考核项目", empty_label="请选择")
    workstations = forms.IntegerField(label="每场可容纳人数（工位数）", min_value=1, max_value=2000)
    rooms = forms.IntegerField(label="考场数", min_value=1, max_value=200, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.usable_on(clock.today())  # type: ignore[attr-defined]


class EquipmentRow(PlainForm, forms.Form):
    """A row of 设施设备."""

    name = forms.CharField(label="名称", max_length=60)
    model = forms.CharField(label="型号规格", max_length=60, required=False)
    quantity = forms.CharField(label="数量", max_length=20)
    note = forms.CharField(label="备注", max_length=100, required=False)


class StaffRowForm(PlainForm, forms.Form):
    """What managers and examiners have in common."""

    name = forms.CharField(label="姓名", max_length=50)
    sex = forms.ChoiceField(label="性别", choices=[("", "请选择"), ("男", "男"), ("女", "女")])
    birth_date = forms.DateField(label="出生日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    education = forms.CharField(label="文化程度", max_length=20)

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        today = clock.today()
        if not today.year - 90 <= born.year <= today.year - 16:
            raise forms.ValidationError("请核对出生日期：年龄应在16岁至90岁之间。")
        return born


class ManagerRowForm(StaffRowForm):
    """A row of 组织管理人员情况."""

    title = forms.CharField(label="职务（或职称）", max_length=40)
    certificate = forms.CharField(label="职业资格证书（等级）", max_length=60, required=False)
    major = forms.CharField(label="专业", max_length=40, required=False)
    note = forms.CharField(label="备注", max_length=100, required=False)


class ExaminerRowForm(StaffRowForm):
    """A row of 考评员情况; `projects` are those that the application names."""

    title = forms.CharField(label="职称（级别）", max_length=40, required=False)
    certificate = forms.CharField(label="职业资格证书（等级）", max_length=60, required=False)
    trade = forms.CharField(label="考评工种", max_length=60)
    card_number = forms.CharField(label="考评员证书号", max_length=30)
    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(), label="考评项目", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = Project.objects.filter(  # type: ignore[attr-defined]
            pk__in=application.projects.values("project")
        )


class Rows(BaseFormSet):
    """Rows of which empty ones do not count; a ticked «删除这一行» takes a row out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "删除这一行"

    def clean(self) -> None:
        for name, label in (("project", "考核项目"), ("card_number", "考评员证书号")):
            seen = [row[name] for row in self.rows() if name in row]
            if len(seen) != len(set(seen)):
                raise forms.ValidationError(f"{label}重复，请合并或删除。")

    def rows(self) -> list[dict[str, Any]]:
        """The filled rows that stay."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]


def rows_of(form: type[forms.Form], extra: int) -> Any:
    """A formset of these rows."""
    return formset_factory(form, formset=Rows, extra=extra, can_delete=True, max_num=300, absolute_max=301)


class AttachmentsForm(KeptFilesMixin, PlainForm, forms.Form):
    """Images, rules, the stamped page; several at once. Names of the fields map to kinds of attachments."""

    KINDS = {
        "images": Attachment.Kind.IMAGE,
        "rules": Attachment.Kind.RULES,
        "stamped": Attachment.Kind.STAMPED,
        "others": Attachment.Kind.OTHER,
    }
    images = KeptFilesField(label="考核场地、设施设备图像", accept=accept.IMAGE, required=False, limit=40)
    rules = KeptFilesField(label="考核工作管理制度", accept=accept.DOCUMENT, required=False)
    stamped = KeptFilesField(label="申请表盖章页（扫描或拍照）", accept=accept.SCAN, required=False)
    others = KeptFilesField(label="其他材料", accept=accept.SCAN, required=False)


class GroundsForm(PlainForm, forms.Form):
    """One item a line; a line «名称：说明» is printed in two columns."""

    items = forms.CharField(
        label="不予受理的情形",
        help_text="每行一项，可写成“名称：说明”。将印在决定书中。",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_items(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class SupplementForm(GroundsForm):
    """一次性告知."""

    items = forms.CharField(
        label="需要补正的全部内容",
        help_text="请一次性列全，每行一项，可写成“名称：说明”。将印在补正告知书中。",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    due_on = forms.DateField(
        label="补正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
