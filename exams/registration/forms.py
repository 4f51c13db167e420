"""Forms of registration and review."""

from typing import Any

from django import forms

from exams.registration.models import Registration
from sdzx import identifiers
from sdzx.accounts import consent
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.accept import PHOTO, SCAN
from sdzx.files.forms import KeptFileField, KeptFilesField, KeptFilesMixin
from sdzx.identifiers import DocumentType
from sdzx.ui.forms import PlainForm

EDUCATION = ("小学及以下", "初中", "高中（中专、技校）", "大专", "本科", "研究生")


class RegistrationForm(PlainForm, KeptFilesMixin, forms.Form):
    """What a candidate tells. A registrar also enters name and document; a birthday only where the number has none."""

    name = forms.CharField(label="姓名", max_length=100, help_text="与证件完全一致，证书按此打印。")
    document_type = forms.ChoiceField(label="证件类型", choices=DocumentType.choices)
    document_number = forms.CharField(label="证件号码", max_length=40)
    birth_date = forms.DateField(
        label="出生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="证件号码中有出生日期的不必填写。",
    )  # fmt: skip
    sex = forms.ChoiceField(
        label="性别",
        required=False,
        choices=[("", "请选择"), ("男", "男"), ("女", "女")],
        help_text="证件号码能看出的不必填写。",
    )
    phone = forms.CharField(label="联系电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    ethnicity = forms.CharField(label="民族", max_length=20, required=False, initial="汉族")
    education = forms.ChoiceField(
        label="文化程度", required=False, choices=[("", "请选择"), *((each, each) for each in EDUCATION)]
    )
    employer_name = forms.CharField(label="工作单位", max_length=100, required=False, help_text="没有的不填。")
    address = forms.CharField(label="联系地址", max_length=120, required=False)
    eligibility = forms.CharField(
        label="符合的报名条件", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对照公告的报名条件，写明本人符合哪一项、有什么材料证明。",
    )  # fmt: skip
    photo = KeptFileField(
        label="证件照片", accept=PHOTO, required=False,
        help_text="近期正面免冠彩色照片，JPEG或PNG；尺寸不限，系统自动裁剪，不小于295×413像素。",
    )  # fmt: skip
    evidence = KeptFilesField(label="证明材料", accept=SCAN, required=False)
    needs = forms.CharField(
        label="无障碍需求", max_length=200, required=False, help_text="如轮椅通道、大字试卷。没有的不填。"
    )
    consented = forms.BooleanField(label=consent.SUMMARY, required=False)

    def __init__(self, *args: Any, actor: Actor, record: Registration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, initial=_initial(actor, record), **kwargs)
        if actor.role == Role.APPLICANT:
            for each in ("name", "document_type", "document_number"):
                del self.fields[each]
            person = actor.user_required
            if identifiers.birth_date(person.document_type, person.document_number):
                del self.fields["birth_date"], self.fields["sex"]
        else:
            self.fields["consented"].label = "本单位已向其本人告知并取得其对《个人信息处理告知书》的同意。"
        if record is not None and record.consented_at is not None:
            del self.fields["consented"]


def _initial(actor: Actor, record: Registration | None) -> dict[str, Any]:
    if record is None:
        return {"phone": actor.user_required.phone if actor.role == Role.APPLICANT else ""}
    names = ("name", "document_type", "document_number", "birth_date", "sex", "phone", "ethnicity", "education",
             "employer_name", "address", "eligibility", "needs", "photo")  # fmt: skip
    return {name: getattr(record, name) for name in names} | {"evidence": list(record.evidence.all())}


class AcceptForm(PlainForm, forms.Form):
    """An opinion, if there is one to give."""

    note = forms.CharField(
        label="审核意见",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="选填，考生可以看到。",
    )


class RegistrationFilter(PlainForm, forms.Form):
    """Which registrations to show."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Registration.Status.choices])
    project = forms.CharField(label="项目", required=False)
    person = forms.CharField(label="姓名或报名号", required=False)

    def apply(self, records: Any) -> Any:
        """The records that match; names are compared in their normal form."""
        values = self.cleaned_data
        if values["status"]:
            records = records.filter(status=values["status"])
        if values["project"]:
            records = records.filter(project__name__contains=values["project"].strip())
        if person := values["person"].strip():
            by_name = records.filter(name_key__contains=identifiers.normalise_name(person))
            records = by_name | records.filter(number=person.upper())
        return records
