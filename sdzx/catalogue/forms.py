"""Forms of the catalogue."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms import formset_factory

from sdzx import clock
from sdzx.catalogue.models import PreparationRequirement, Project, Specification
from sdzx.catalogue.rules import Content, Requirement, Task
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import DayInput, day_field, filled_rows, text_field
from sdzx.ui.sentences import PlainRows


class ProjectForm(PlainForm, forms.ModelForm):
    """A catalogue entry; codes and names in use are the service's to refuse."""

    class Meta:
        model = Project
        fields = ["code", "name", "field", "source", "filing_number", "filed_on", "in_force_from"]
        widgets = {"filed_on": DayInput(), "in_force_from": DayInput()}
        help_texts = {
            "name": "以“产品或服务＋动作”命名，不以“工”“员”“师”结尾。",
            "filing_number": "我省组织开发并经备案的项目必填。",
            "filed_on": "我省组织开发并经备案的项目必填。",
        }

    def _post_clean(self) -> None:
        """Uniqueness and constraints are left to the service, which says all problems at once and writes the record."""


class WithdrawForm(PlainForm, forms.Form):
    """From when, why, and what becomes of the batches that are public."""

    withdrawn_from = day_field("撤出日期", help_text="自这一天起不得再使用该项目；这一天以前可以取消撤出。")
    announced_batches = forms.ChoiceField(
        label="已公布的批次", choices=Project.Batches.choices, widget=forms.RadioSelect,
        help_text="今后公布的批次一律受撤出日期限制。",
    )  # fmt: skip
    ground = text_field("理由", max_length=1000, help_text="将在公开目录中显示，并通知有关中心、考点和报名的人。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withdrawn_from"].initial = clock.today()


class CatalogueForm(KeptFilesMixin, PlainForm, forms.Form):
    """The filled-in table."""

    file = KeptFileField(label="目录工作簿或CSV", accept=accept.TABLE)


class TaskForm(PlainForm, forms.Form):
    """A work task."""

    name = forms.CharField(label="工作任务", max_length=100)
    weight = forms.DecimalField(label="考核比重（%）", max_digits=5, decimal_places=2)
    procedure = text_field("操作规范", rows=2)
    knowledge = text_field("相关知识", rows=2)


class RequirementForm(PlainForm, forms.Form):
    """A row of the preparation notice."""

    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *PreparationRequirement.Kind.choices])
    name = forms.CharField(label="名称", max_length=60)
    spec = forms.CharField(label="规格／要求", max_length=100, required=False)
    quantity = forms.DecimalField(label="数量", max_digits=8, decimal_places=2)
    unit = forms.CharField(label="单位", max_length=10, required=False)
    per_candidate = forms.BooleanField(label="按每名考生计", required=False)


TaskRows = formset_factory(TaskForm, formset=PlainRows, extra=1, can_delete=True, can_delete_extra=False, max_num=40)
RequirementRows = formset_factory(
    RequirementForm, formset=PlainRows, extra=1, can_delete=True, can_delete_extra=False, max_num=200
)


SAID = ("definition", "audience", "eligibility", "mode", "minutes", "examiners", "examiner_composition", "venue",
        "pass_mark", "in_force_from")  # fmt: skip


class SpecificationForm(KeptFilesMixin, PlainForm, forms.ModelForm):
    """A version of a specification with its rows: valid when it and both sets of rows are."""

    file = KeptFileField(label="考核规范文件", accept=accept.PDF, required=False)

    class Meta:
        model = Specification
        fields = SAID
        widgets = {"in_force_from": DayInput()} | {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("definition", "audience", "eligibility", "examiner_composition", "venue")
        }
        help_texts = {"pass_mark": "不填写时按中心设定的合格分数。"}

    def __init__(self, data: Any = None, files: Any = None, *, content: Content | None = None, **kwargs: Any) -> None:
        fields = (*SAID, "file")
        initial = {name: getattr(content, name) for name in fields} if content else None
        super().__init__(data, files, initial=initial, **kwargs)
        self.tasks = TaskRows(data, prefix="tasks", initial=_rows(content.tasks if content else ()))
        self.requirements = RequirementRows(
            data, prefix="requirements", initial=_rows(content.requirements if content else ())
        )

    def is_valid(self) -> bool:
        """All three are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.tasks.is_valid(), self.requirements.is_valid()])

    def content(self) -> Content:
        """What was filled in."""
        return Content(
            **{name: self.cleaned_data[name] for name in (*SAID, "file")},
            tasks=tuple(Task(**row) for row in filled_rows(self.tasks)),
            requirements=tuple(Requirement(**row) for row in filled_rows(self.requirements)),
        )


def _rows(content: Any) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in row.__slots__} for row in content]


class ProjectFilter(PlainForm, forms.Form):
    """What the catalogue's lists are searched by."""

    q = forms.CharField(label="名称、编码或职业领域", required=False)
    field = forms.ChoiceField(label="职业领域", required=False)
    source = forms.ChoiceField(label="来源", required=False, choices=[("", "全部"), *Project.Source.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Project.objects.order_by("field").values_list("field", flat=True).distinct()
        field: Any = self.fields["field"]
        field.choices = [("", "全部"), *((each, each) for each in found)]

    def apply(self, projects: Any) -> Any:
        """The projects that match."""
        wanted = self.cleaned_data
        if wanted["q"]:
            text = wanted["q"].strip()
            projects = projects.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(field__icontains=text))
        for name in ("field", "source"):
            if wanted[name]:
                projects = projects.filter(**{name: wanted[name]})
        return projects


class OfficeFilter(ProjectFilter):
    """With the status, as the office needs it."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Project.Status.choices])

    def apply(self, projects: Any) -> Any:
        projects = super().apply(projects)
        return projects.filter(status=self.cleaned_data["status"]) if self.cleaned_data["status"] else projects
