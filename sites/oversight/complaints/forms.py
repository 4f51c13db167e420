"""Filing a complaint, following it, and what its steps ask for."""

from typing import Any

from django import forms

from sdzx import clock
from sdzx.accounts.human import HumanCheckMixin
from sdzx.accounts.models import Center
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sites.oversight.complaints import rules
from sites.oversight.complaints.models import Complaint
from sites.registry.models import Site

LONG = {"rows": 6}
ANONYMOUS, NAMED = "anonymous", "named"
CITIES = Center.objects.filter(kind=Center.Kind.CITY)


class SiteField(forms.ModelChoiceField):
    """The sites of the public directory, city by city."""

    def label_from_instance(self, site: Any) -> str:
        return f"{site.center.city} · {site.name}"


class CityField(forms.ModelChoiceField):
    """Cities, by whose centre the complaint is handled."""

    def label_from_instance(self, center: Any) -> str:
        return str(center.city)


class ComplaintForm(HumanCheckMixin, KeptFilesMixin, PlainForm, forms.Form):
    """What happened, where, and whether the complainant wants to be reached."""

    site = SiteField(
        Site.objects.select_related("center").order_by("center__code", "name"),
        label="反映的考点",
        required=False,
        to_field_name="code",
        empty_label="不在名录中，或不清楚",
    )
    place = forms.CharField(
        label="考点或机构名称", required=False, max_length=100, help_text="上面没有选考点的，请在这里填写。"
    )
    center = CityField(
        CITIES,
        label="所在城市",
        required=False,
        to_field_name="code",
        empty_label="请选择",
        help_text="选了考点的不必选。",
    )
    category = forms.ChoiceField(label="问题类别", choices=Complaint.Category.choices, widget=forms.RadioSelect)
    facts = forms.CharField(
        label="反映的事实",
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
        help_text="何时、何地、何人、何事，至少10个字。请不要写自己的姓名和电话。",
    )
    happened_on = forms.DateField(
        label="发生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    accused = forms.CharField(label="涉及的人员", required=False, max_length=100)
    occasion = forms.CharField(
        label="涉及的场次或项目", required=False, max_length=100, help_text="例如：保健按摩，3月14日上午场"
    )
    attachments = KeptFilesField(label="证据材料", required=False, accept=accept.SCAN, limit=10)
    identity = forms.ChoiceField(
        label="您的身份",
        choices=((ANONYMOUS, "匿名"), (NAMED, "留下联系方式，以便核实和答复")),
        initial=ANONYMOUS,
        widget=forms.RadioSelect,
        help_text="联系方式加密保存，只有办理此事的受理人员和中心主任可以查看，每次查看都留下记录；不会告知被举报的考点和人员。",
    )
    name = forms.CharField(
        label="姓名", required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="电话", required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    email = forms.EmailField(label="电子邮箱", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean(self) -> dict[str, Any]:
        """The rules speak together with the fields: everything that is wrong is said at once."""
        given = super().clean() or {}
        for blocker in rules.filing_unfit(
            site=given.get("site"),
            center=given.get("center"),
            happened_on=given.get("happened_on"),
            anonymous=given.get("identity") != NAMED,
            day=clock.today(),
            **{name: given.get(name, "") for name in ("place", "facts", "name", "phone", "email")},
        ):
            if blocker.field not in self.errors:
                self.add_error(blocker.field, str(blocker))
        return given

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        given = dict(self.cleaned_data)
        given["anonymous"] = given.pop("identity") == ANONYMOUS
        return given


class FollowForm(PlainForm, forms.Form):
    """The two things that the receipt says."""

    number = forms.CharField(label="受理编号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(label="查询码", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class FindingsForm(KeptFilesMixin, PlainForm, forms.Form):
    """What was found out, with what proves it."""

    findings = forms.CharField(
        label="调查结果",
        max_length=8000,
        widget=forms.Textarea(attrs=LONG),
        help_text="只供内部使用。请不要写举报人的姓名和联系方式。",
    )
    materials = KeptFilesField(label="调查材料", required=False, accept=accept.SCAN, limit=40)


class ConclusionForm(PlainForm, forms.Form):
    """The result and the answer."""

    result = forms.ChoiceField(label="结论", choices=Complaint.Result.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="答复", max_length=4000, widget=forms.Textarea(attrs=LONG), help_text="举报人凭受理编号和查询码可以看到。"
    )


class TransferForm(PlainForm, forms.Form):
    """To whose centre, and why."""

    center = CityField(CITIES, label="转至", to_field_name="code", empty_label="请选择")
    ground = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
