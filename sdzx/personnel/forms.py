"""Forms of the registers."""

from typing import Any

from django import forms
from django.db.models import Q

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.personnel.models import Assessment, Person, Qualification, Training
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import DayInput, day_field


class PersonForm(KeptFilesMixin, PlainForm, forms.ModelForm):
    """Somebody of the pool; identity and duplicates are the service's to check."""

    photo = KeptFileField(label="证件照片", accept=accept.PHOTO, required=False)

    class Meta:
        model = Person
        fields = ["name", "document_type", "document_number", "phone", "employer", "employer_name", "sex", "birth_date",
                  "education", "title", "photo", "is_active"]  # fmt: skip
        widgets = {
            "birth_date": DayInput(),
            "document_number": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "sex": forms.Select(choices=[("", "按证件号码"), ("男", "男"), ("女", "女")]),
        }
        help_texts = {
            "employer": "单位在系统内时选择，否则在下一栏填写名称。",
            "employer_name": "与考点、考生单位相同的，派遣时自动回避。",
            "birth_date": "居民身份证可不填，按号码识别。",
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        employer: Any = self.fields["employer"]
        employer.queryset = Organization.objects.filter(center=actor.center)
        employer.empty_label = "不在系统内"
        self.fields["employer_name"].required = False

    def validate_unique(self) -> None:
        """Left to the service, which says all problems at once."""


class QualificationForm(PlainForm, forms.ModelForm):
    """A role that the person holds."""

    class Meta:
        model = Qualification
        fields = ["kind", "card_number", "valid_from", "valid_to", "projects"]
        widgets = {"valid_from": DayInput(), "valid_to": DayInput(), "projects": forms.CheckboxSelectMultiple()}
        help_texts = {"projects": "考评员必选；其他人员不选表示不限项目。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Q(pk__in=Project.objects.usable_on(clock.today()))
        if self.instance.pk:
            usable |= Q(pk__in=self.instance.projects.values("pk"))
            del self.fields["kind"]
        projects: Any = self.fields["projects"]
        projects.queryset = Project.objects.filter(usable)

    def validate_unique(self) -> None:
        """Left to the service, which says all problems at once."""

    def validate_constraints(self) -> None:
        """Left to the service too."""


class RecusalForm(PlainForm, forms.Form):
    """A relation to an organisation."""

    organization = forms.ModelChoiceField(Organization.objects.all(), label="应回避的单位", empty_label="请选择")
    reason = forms.CharField(label="回避事由", max_length=200)


class TrainingForm(PlainForm, forms.ModelForm):
    """A training that somebody took part in."""

    class Meta:
        model = Training
        fields = ["name", "organizer", "began_on", "ended_on", "hours", "result"]
        widgets = {"began_on": DayInput(), "ended_on": DayInput()}

    def validate_unique(self) -> None:
        """Left to the service, which says all problems at once."""

    def validate_constraints(self) -> None:
        """Left to the service too."""


class AssessmentForm(PlainForm, forms.ModelForm):
    """The yearly assessment in one role."""

    class Meta:
        model = Assessment
        fields = ["year", "grade", "note"]
        help_texts = {"year": "同一年度再次登记即为更正。", "note": "不合格的须写明情况。"}

    def validate_unique(self) -> None:
        """A year assessed already is corrected."""


class RegisterForm(KeptFilesMixin, PlainForm, forms.Form):
    """The filled-in workbook."""

    file = KeptFileField(label="登记册工作簿", accept=accept.WORKBOOK)


class QualificationFilter(PlainForm, forms.Form):
    """What the registers are searched by."""

    q = forms.CharField(label="姓名、单位或证卡编号", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Qualification.Kind.choices])
    project = forms.ModelChoiceField(Project.objects.none(), label="考评项目", required=False, empty_label="全部")
    valid_on = day_field("在这一天有效", required=False)
    lapses_by = day_field("在这一天或之前到期", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Qualification.Status.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        project.queryset = Project.objects.exclude(status=Project.Status.DRAFT)

    def apply(self, found: Any) -> Any:
        """The qualifications that match."""
        wanted = self.cleaned_data
        if wanted["q"]:
            text = wanted["q"].strip()
            found = found.filter(
                Q(person__name__icontains=text)
                | Q(person__employer_name__icontains=text)
                | Q(card_number__icontains=text)
            )
        if wanted["kind"]:
            found = found.filter(kind=wanted["kind"])
        if wanted["project"]:
            found = found.filter(projects=wanted["project"])
        if wanted["status"]:
            found = found.filter(status=wanted["status"])
        if wanted["valid_on"]:
            found = found.valid_on(wanted["valid_on"])
        if wanted["lapses_by"]:
            found = found.filter(valid_to__lte=wanted["lapses_by"])
        return found


class PersonFilter(PlainForm, forms.Form):
    """People by name, employer, or whether they hold any qualification."""

    q = forms.CharField(label="姓名或单位", required=False)
    bare = forms.BooleanField(label="只看没有登记资格的人员", required=False)

    def apply(self, found: Any) -> Any:
        """The people that match."""
        if text := self.cleaned_data["q"].strip():
            found = found.filter(Q(name__icontains=text) | Q(employer_name__icontains=text))
        return found.filter(qualifications=None) if self.cleaned_data["bare"] else found
