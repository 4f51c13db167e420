"""The pages of annex 2 as forms. A draft may be saved half filled: what is missing is said by the checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from sdzx import clock
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.files.models import StoredFile
from sdzx.ui.forms import PlainForm
from sites.applications.entry.fields import (
    AnnexForm,
    CellField,
    CellInput,
    DayField,
    ProjectField,
    ProjectsField,
    SexField,
)
from sites.applications.models import Application, Attachment

MOST_ROWS = 1000
TEXT = {"rows": 4}


class UnitForm(AnnexForm, forms.Form):
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


class PremisesForm(AnnexForm, forms.ModelForm):
    """考核场地."""

    class Meta:
        model = Application
        fields = [
            "owned_classrooms", "owned_classroom_area", "owned_workshops", "owned_workshop_area",
            "rented_classrooms", "rented_classroom_area", "rented_workshops", "rented_workshop_area",
        ]  # fmt: skip


class OpinionForm(AnnexForm, forms.Form):
    """申报单位意见."""

    opinion = forms.CharField(label="申报单位意见", required=False, max_length=1000, widget=forms.Textarea(attrs=TEXT))


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """The projects that rows may name: those offered (usable today, and what the application has already), those of the
    application, and the keys of the ones that are no longer usable (clause 1)."""

    offered: Sequence[Project]
    chosen: Sequence[Project]
    withdrawn: frozenset[int]

    @classmethod
    def of(cls, application: Application) -> "ProjectChoice":
        usable = list(Project.objects.usable_on(clock.today()).order_by("code"))
        chosen = list(Project.objects.filter(applicationproject__application=application).order_by("code"))
        known = {each.pk for each in usable}
        gone = [each for each in chosen if each.pk not in known]
        return cls([*usable, *gone], chosen, frozenset(each.pk for each in gone))


class ProjectRow(AnnexForm, forms.Form):
    """A project applied for and how many can be examined at a time."""

    project = ProjectField(label="考核项目")
    workstations = forms.IntegerField(label="每场可容纳人数（工位数）", min_value=1, max_value=2000)
    rooms = forms.IntegerField(label="考场数", min_value=1, max_value=200, initial=1)

    def __init__(self, *args: Any, choice: ProjectChoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].offer(choice.offered, choice.withdrawn)


class EquipmentRow(AnnexForm, forms.Form):
    """A row of 设施设备."""

    name = CellField(label="名称", max_length=60)
    model = CellField(label="型号规格", max_length=60, required=False)
    quantity = CellField(label="数量", max_length=20)
    note = CellField(label="备注", max_length=100, required=False)


class StaffRowForm(AnnexForm, forms.Form):
    """What managers and examiners have in common."""

    name = CellField(label="姓名", max_length=50)
    sex = SexField(label="性别")
    birth_date = DayField(label="出生日期", widget=CellInput(attrs={"placeholder": "1990-01-31"}))
    education = CellField(label="文化程度", max_length=20)

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        today = clock.today()
        if not today.year - 90 <= born.year <= today.year - 16:
            raise forms.ValidationError("请核对出生日期：年龄应在16岁至90岁之间。")
        return born


class ManagerRowForm(StaffRowForm):
    """A row of 组织管理人员情况."""

    title = CellField(label="职务（或职称）", max_length=40)
    certificate = CellField(label="职业资格证书（等级）", max_length=60, required=False)
    major = CellField(label="专业", max_length=40, required=False)
    note = CellField(label="备注", max_length=100, required=False)


class ExaminerRowForm(StaffRowForm):
    """A row of 考评员情况; `projects` are those that the application names."""

    title = CellField(label="职称（级别）", max_length=40, required=False)
    certificate = CellField(label="职业资格证书（等级）", max_length=60, required=False)
    trade = CellField(label="考评工种", max_length=60)
    card_number = CellField(label="考评员证书号", max_length=30)
    projects = ProjectsField(label="考评项目")

    def __init__(self, *args: Any, choice: ProjectChoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].offer(choice.chosen, choice.withdrawn)


class Rows(BaseFormSet):
    """Rows of which empty ones do not count; a ticked «删除» takes a row out. Good rows stay good beside bad ones."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "missing_management_form": "页面不完整，未能保存；请刷新后重试。",
        "too_many_forms": f"最多填写{MOST_ROWS}行。",
    }

    def initial_form_count(self) -> int:
        """None once bound: the browser takes rows out of the middle, and what is left of them is empty."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "删除这一行"

    def clean(self) -> None:
        """Each project and each card number once: the later row says which earlier one has it."""
        seen: dict[tuple[str, Any], int] = {}
        for number, form in enumerate(self.forms, 1):
            for name, label in (("project", "考核项目"), ("card_number", "考评员证书号")):
                value = None if self.is_out(form) else form.cleaned_data.get(name)
                if value and seen.setdefault((name, value), number) != number:
                    form.add_error(name, f"{label}与第{seen[name, value]}行重复，请合并或删除。")

    def is_out(self, form: Any) -> bool:
        """Is the row to be deleted?"""
        return bool(form.cleaned_data.get("DELETE"))

    @property
    def readable(self) -> bool:
        """May the good rows be written? Not when the browser sent too many, or not how many."""
        return bool(self.management_form.is_valid()) and not self.non_form_errors()

    def rows(self) -> list[dict[str, Any]]:
        """The filled rows that stay and have nothing wrong."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if not form.errors and form.cleaned_data and not self.is_out(form)
        ]


def rows_of(form: type[forms.Form], extra: int) -> Any:
    """A formset of these rows."""
    return formset_factory(
        form,
        formset=Rows,
        extra=extra,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
    )


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

    def received(self) -> dict[str, list[StoredFile]]:
        """By kind: what was there and every upload that was taken, also when another one was refused."""
        found = {}
        for name, kind in self.KINDS.items():
            field: Any = self.fields[name]
            sent = self[name].data
            found[str(kind)] = [*(self.initial.get(name) or ()), *sent.kept][: field.limit]
            sent.kept = []  # the application's from now on, no drafts of the page any more
        return found


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
