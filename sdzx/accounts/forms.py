"""Forms of signing in, signing up, people and policies. They parse; the services decide."""

import unicodedata
from dataclasses import fields
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms

from sdzx.accounts import consent
from sdzx.accounts.actors import Actor
from sdzx.accounts.human import HumanCheckMixin
from sdzx.accounts.models import Center, ConsentText, Organization, User
from sdzx.accounts.roles import Role
from sdzx.accounts.rules import grantable
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType
from sdzx.policy import FLOORS, LABELS, Policy
from sdzx.ui.forms import PlainForm

_NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"})
_HINT = "至少10位，不能全是数字，不要用常见的或与登录名相近的密码。"


class SignInForm(PlainForm, auth_forms.AuthenticationForm):
    """Login name or document number, and password. What was typed as a number never reaches the log of failures."""

    error_messages = {
        "invalid_login": "登录名（证件号码）或密码不正确。请检查大小写后重试。",
        "inactive": "这个账号已停用，请联系所在市中心。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名或证件号码"
        self.fields["username"].error_messages["required"] = "请填写登录名或证件号码。"
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "username"}
        self.fields["password"].label = "密码"

    def clean_username(self) -> str:
        """The login name of whom the number belongs to; an unknown number becomes its blind index."""
        typed = str(self.cleaned_data["username"]).strip()
        indexes = [document_index(kind, typed) for kind in DocumentType.values]
        names = User.objects.values_list("username", flat=True)
        found = names.filter(username__iexact=typed).first() or names.filter(document_index__in=indexes).first()
        return found or (f"#{indexes[0][:24]}" if any(each.isdigit() for each in typed) else typed)


TWICE = "两次输入的密码不一致。"


class _Passwords(forms.Form):
    """A new password, twice."""

    password = forms.CharField(label="设置密码", max_length=128, strip=False, widget=_NEW, help_text=_HINT)
    password_again = forms.CharField(label="再输入一次密码", max_length=128, strip=False, widget=_NEW)

    def __init__(self, *args: Any, kept: bool = False, **kwargs: Any) -> None:
        """`kept`: a password was set in an earlier step and stays unless another is typed."""
        super().__init__(*args, **kwargs)
        if kept:
            for name in ("password", "password_again"):
                self.fields[name].required = False
            self.fields["password"].help_text = "已设置；不修改的可以留空。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("password_again", None)
        if again is not None and cleaned.get("password") and again != cleaned["password"]:
            self.add_error("password_again", TWICE)
        return cleaned


class PersonForm(HumanCheckMixin, PlainForm, _Passwords):
    """Somebody who registers themselves."""

    name = forms.CharField(label="姓名", max_length=100, help_text="与证件完全一致，证书按此打印。")
    document_type = forms.ChoiceField(label="证件类型", choices=DocumentType.choices)
    document_number = forms.CharField(label="证件号码", max_length=40, help_text="以后用证件号码登录。")
    phone = forms.CharField(
        label="手机号码", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text="下一步向这个号码发送验证码。持护照、永久居留身份证或通行证且没有内地手机号码的，可以不填，改用邮箱。",
    )  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False, help_text="选填。用于接收通知和找回密码。")
    consented = forms.BooleanField(label=consent.SUMMARY)
    consented_sensitive = forms.BooleanField(label=consent.SENSITIVE_SUMMARY)
    field_order = [
        "name",
        "document_type",
        "document_number",
        "phone",
        "email",
        "password",
        "password_again",
        "consented",
        "consented_sensitive",
    ]


class OrganizationForm(HumanCheckMixin, PlainForm, _Passwords):
    """An institution with its contact person."""

    organization_name = forms.CharField(label="单位名称", max_length=100, help_text="与登记证书完全一致。")
    uscc = forms.CharField(label="统一社会信用代码", max_length=30)
    kind = forms.ChoiceField(label="单位类别", choices=Organization.Kind.choices)
    kind_reason = forms.CharField(label="选择“其他”的理由", max_length=200, required=False)
    center = forms.ModelChoiceField(
        label="所在城市",
        queryset=Center.objects.filter(kind=Center.Kind.CITY),
        empty_label="请选择",
        to_field_name="code",
    )
    address = forms.CharField(label="单位地址", max_length=120)
    role = forms.ChoiceField(
        label="用途", widget=forms.RadioSelect,
        choices=[(Role.SITE.value, "申请设立考点、承办考核"), (Role.REGISTRAR.value, "为本单位人员报名")],
    )  # fmt: skip
    name = forms.CharField(label="联系人姓名", max_length=50)
    phone = forms.CharField(label="联系人电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}),
                            help_text="下一步向手机号码发送验证码；填写固定电话的，验证码发到邮箱。")  # fmt: skip
    email = forms.EmailField(label="电子邮箱", help_text="用于接收通知和找回密码。")
    username = forms.CharField(
        label="登录名", max_length=30, help_text="4至30位字母、数字、点、横线或下划线，以字母开头。"
    )
    consented = forms.BooleanField(label=consent.SUMMARY)
    field_order = ["organization_name", "uscc", "kind", "kind_reason", "center", "address", "role", "name", "phone",
                   "email", "username", "password", "password_again", "consented"]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].label_from_instance = lambda center: center.city

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ContactForm(PlainForm, forms.Form):
    """What people keep up to date themselves."""

    phone = forms.CharField(
        label="电话号码", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text="更换手机号码的，下一步向新号码发送验证码。",
    )  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于接收通知和找回密码。")


class CodeForm(PlainForm, forms.Form):
    """The six digits of a code; blanks and full-width digits are forgiven."""

    code = forms.CharField(
        label="验证码", max_length=20, help_text="6位数字，10分钟内有效。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())


class ConsentForm(PlainForm, forms.Form):
    """A box for each text to which the person has yet to agree."""

    def __init__(self, *args: Any, texts: list[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in texts:
            label = consent.SUMMARIES[ConsentText.Kind(text.kind)]
            self.fields[text.kind] = forms.BooleanField(label=label, error_messages={"required": f"请先勾选“{label}”"})


class ConsentTextForm(PlainForm, forms.Form):
    """A new version of a text."""

    kind = forms.ChoiceField(label="种类", choices=ConsentText.Kind.choices)
    version = forms.CharField(label="版本号", max_length=20, help_text="例如2027-01。")
    in_use_from = forms.DateField(label="启用日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(
        label="正文", widget=forms.Textarea(attrs={"rows": 14}), max_length=8000, help_text="一段一行。"
    )

    def clean_kind(self) -> ConsentText.Kind:
        return ConsentText.Kind(self.cleaned_data["kind"])


class JoinForm(PlainForm, forms.Form):
    """Admit somebody to the institution, or decline with a ground."""

    decision = forms.ChoiceField(
        label="决定", widget=forms.RadioSelect, choices=[("admit", "同意加入"), ("decline", "不同意")]
    )
    ground = forms.CharField(
        label="不同意的理由", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "decline" and not cleaned["ground"].strip():
            self.add_error("ground", "请填写不同意的理由。")
        return cleaned


class EraseForm(PlainForm, forms.Form):
    """The owner confirms with the password."""

    password = forms.CharField(
        label="登录密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if not self.person.check_password(typed):
            raise forms.ValidationError("密码不正确。")
        return typed


class PasswordForm(PlainForm, auth_forms.PasswordChangeForm):
    """The old password and the new one twice."""

    error_messages = {"password_incorrect": "当前密码不对，请重新填写。", "password_mismatch": TWICE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"old_password": "当前密码", "new_password1": "新密码", "new_password2": "再输入一次新密码"})


class NewPasswordForm(PlainForm, auth_forms.SetPasswordForm):
    """A new password after a reset."""

    error_messages = {"password_mismatch": TWICE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"new_password1": "新密码", "new_password2": "再输入一次新密码"})


class ResetForm(HumanCheckMixin, PlainForm, auth_forms.PasswordResetForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"email": "注册时填写的电子邮箱"})


class CenterForm(PlainForm, forms.ModelForm):
    """How a centre appears on pages and letters; its code and city are given."""

    class Meta:
        model = Center
        fields = ("name", "bureau_name", "address", "phone")


class MemberForm(PlainForm, forms.Form):
    """Give somebody a role; the fields for a new account are needed only when the login name is unknown."""

    username = forms.CharField(
        label="登录名", max_length=30, help_text="已有账号的，填写其登录名；没有的，将以此新建账号。"
    )
    role = forms.ChoiceField(label="身份")
    center = forms.ModelChoiceField(label="所属中心", queryset=Center.objects.all(), required=False)
    organization = forms.ModelChoiceField(
        label="所属单位",
        queryset=Organization.objects.none(),
        required=False,
        help_text="考点工作人员和单位经办人须选择单位。",
    )
    name = forms.CharField(label="姓名", max_length=50, required=False, help_text="新建账号时填写，下同。")
    phone = forms.CharField(label="电话", max_length=30, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = grantable(actor.role)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in allowed]
        organizations = Organization.objects.all()
        if actor.role != Role.ADMIN:
            del self.fields["center"]
            organizations = organizations.filter(center=actor.center)
        self.fields["organization"].queryset = organizations

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class MemberFilter(PlainForm, forms.Form):
    """Which members to show."""

    name = forms.CharField(label="姓名或登录名", required=False)
    role = forms.ChoiceField(label="身份", required=False, choices=[("", "全部"), *Role.choices])

    def apply(self, records: Any) -> Any:
        """The records that match."""
        if name := self.cleaned_data["name"].strip():
            records = records.filter(user__name__contains=name) | records.filter(user__username__icontains=name)
        role = self.cleaned_data["role"]
        return records.filter(role=role) if role else records


class PolicyForm(PlainForm, forms.Form):
    """One number for each line of the policy, with the regulation's floor beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = Policy()
        for each in fields(Policy):
            default = getattr(standard, each.name)
            hint = f"默认{default}" + (f"，不能低于{FLOORS[each.name]}" if each.name in FLOORS else "")
            label, help_text = LABELS[each.name], f"{hint}。"
            self.fields[each.name] = (
                forms.IntegerField(label=label, help_text=help_text)
                if isinstance(default, int)
                else forms.DecimalField(label=label, help_text=help_text, max_digits=5, decimal_places=1)
            )
            self.fields[each.name].error_messages["required"] = f"请填写{LABELS[each.name]}。"


def _relabel(form: forms.BaseForm, labels: dict[str, str]) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = f"请填写{label}。"
    if "new_password1" in form.fields:
        form.fields["new_password1"].help_text = _HINT
