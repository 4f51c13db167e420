"""Forms of registration and review."""

from typing import Any

from django import forms

from exams.announcements.models import AnnouncementItem
from exams.registration.choices import EDUCATION, PEOPLES
from exams.registration.entry import receipts
from exams.registration.entry.conditions import NEEDS, conditions, joined_needs, needs_of
from exams.registration.entry.services import Met
from exams.registration.models import Registration
from exams.registration.photos.fields import FrameField, PhotoField
from sdzx import identifiers, policy
from sdzx.accounts import consent
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.files.accept import EVIDENCE
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.files.models import StoredFile
from sdzx.identifiers import DocumentType
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, text_field

CARRIED = ("phone", "sex", "ethnicity", "education", "employer_name", "address", "needs")


class RegistrationForm(PlainForm, KeptFilesMixin, forms.Form):
    """What a candidate tells. A registrar also enters name and document; a birthday only where the number has none.

    Each condition of the announcement has a box to tick and a place for what proves it.
    """

    receipt = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="姓名", max_length=100, help_text="与证件完全一致，证书按此打印。")
    document_type = forms.ChoiceField(label="证件类型", choices=DocumentType.choices)
    document_number = forms.CharField(label="证件号码", max_length=40)
    birth_date = day_field("出生日期", required=False, help_text="证件号码中有出生日期的不必填写。")
    sex = forms.ChoiceField(
        label="性别",
        required=False,
        choices=[("", "请选择"), ("男", "男"), ("女", "女")],
        help_text="证件号码能看出的不必填写。",
    )
    phone = forms.CharField(label="联系电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    ethnicity = forms.ChoiceField(label="民族", required=False)
    education = forms.ChoiceField(
        label="文化程度", required=False, choices=[("", "请选择"), *((each, each) for each in EDUCATION)]
    )
    employer_name = forms.CharField(label="工作单位", max_length=100, required=False, help_text="没有的不填。")
    address = forms.CharField(label="联系地址", max_length=120, required=False)
    photo = PhotoField(label="证件照片", required=False)
    frame = FrameField()
    eligibility = text_field(
        "符合的报名条件", max_length=1000, required=False,
        help_text="对照公告的报名条件，写明本人符合哪一项、有什么材料证明。",
    )  # fmt: skip
    evidence = KeptFilesField(label="其他证明材料", accept=EVIDENCE, required=False)
    needs_listed = forms.MultipleChoiceField(
        label="无障碍需求",
        required=False,
        choices=[(each, each) for each in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        help_text="没有的不选。考点会按所选内容准备。",
    )
    needs = forms.CharField(label="其他无障碍需求", max_length=100, required=False)
    consented = forms.BooleanField(label=consent.SUMMARY, required=False)

    def __init__(
        self, *args: Any, actor: Actor, item: AnnouncementItem, record: Registration | None = None, **kwargs: Any
    ) -> None:
        self.conditions = conditions(f"{item.announcement.eligibility}\n{item.eligibility}")
        self.base_fields = self._with_claims()  # type: ignore[misc]  # this form's own, before the bases set them up
        super().__init__(*args, actor=actor, initial=_initial(actor, record, self.conditions), **kwargs)
        photo: Any = self.fields["photo"]
        photo.widget.numbers = policy.of(item.announcement.center)
        self._offer_peoples()
        if self.conditions:
            self.fields["eligibility"].label = "补充说明"
            self.fields["eligibility"].help_text = "条件栏说不清的，在这里补充。"
        if actor.role == Role.APPLICANT:
            for each in ("name", "document_type", "document_number"):
                del self.fields[each]
            person = actor.user_required
            if identifiers.birth_date(person.document_type, person.document_number):
                del self.fields["birth_date"], self.fields["sex"]
        else:
            self.fields["consented"].label = "本单位已向其本人告知并取得其对《个人信息处理告知书》的同意。"
        if record is not None and record.consented_at and record.consent_version == consent.version():
            del self.fields["consented"]

    def _with_claims(self) -> dict[str, forms.Field]:
        """The fields of the class, and before the candidate's own words two for each condition."""
        found: dict[str, forms.Field] = {}
        for name, field in type(self).base_fields.items():
            if name == "eligibility":
                for number, condition in enumerate(self.conditions):
                    found[f"meets_{number}"] = forms.BooleanField(label=f"符合：{condition}", required=False)
                    found[f"proof_{number}"] = KeptFilesField(
                        label=f"证明材料：{condition}", accept=EVIDENCE, required=False, limit=10
                    )
            found[name] = field
        return found

    def _offer_peoples(self) -> None:
        """What an earlier form or a roster holds stays a choice, whatever it is."""
        held = self.initial.get("ethnicity") or ""
        rest = [] if held in ("", *PEOPLES) else [held]
        field: Any = self.fields["ethnicity"]
        field.choices = [("", "请选择"), *((each, each) for each in (*PEOPLES, *rest))]

    def clean(self) -> dict[str, Any]:
        """Conditions and proofs become claims, the two fields of needs one text; a proof without a tick is said."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        claims = []
        for number, condition in enumerate(self.conditions):
            met = values.pop(f"meets_{number}", False)
            proofs = values.pop(f"proof_{number}", None) or []
            if met:
                claims.append(Met(condition, tuple(proofs)))
            elif proofs:
                self.add_error(f"meets_{number}", "已上传这一条的证明材料，请勾选本条；不符合的，请移除材料。")
        if self.conditions:
            values["claims"] = claims
        values["needs"] = joined_needs(values.pop("needs_listed", []), values.get("needs", ""))
        values["receipt"] = receipts.read(values.get("receipt", ""))
        return values


def _initial(actor: Actor, record: Registration | None, asked: list[str]) -> dict[str, Any]:
    start: dict[str, Any] = {"receipt": receipts.issue(), "ethnicity": "汉族"}
    if record is not None:
        return start | _held(record, asked)
    if actor.role != Role.APPLICANT:
        return start
    person = actor.user_required
    last = Registration.objects.filter(user=person).order_by("-pk").first()
    carried = {name: getattr(last, name) for name in CARRIED} if last else {}
    return start | _needs(carried) | {"phone": person.phone or carried.get("phone", "")}


def _held(record: Registration, asked: list[str]) -> dict[str, Any]:
    names = ("name", "document_type", "document_number", "birth_date", "sex", "phone", "ethnicity", "education",
             "employer_name", "address", "needs", "photo")  # fmt: skip
    values = {name: getattr(record, name) for name in names}
    claims = {claim.condition: list(claim.files.all()) for claim in record.claims.prefetch_related("files")}
    for number, condition in enumerate(asked):
        if condition in claims:
            values |= {f"meets_{number}": True, f"proof_{number}": claims.pop(condition)}
    proofs = StoredFile.objects.filter(pk__in=record.claims.filter(condition__in=asked).values("files"))
    values["evidence"] = list(record.evidence.exclude(pk__in=proofs.values("pk")))
    values["eligibility"] = record.eligibility_note or ("" if record.claims.exists() else record.eligibility)
    return _needs(values)


def _needs(values: dict[str, Any]) -> dict[str, Any]:
    listed, other = needs_of(values.get("needs", ""))
    return values | {"needs_listed": listed, "needs": other}


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
    person = forms.CharField(label="姓名（从姓起）或报名号", required=False)

    def apply(self, records: Any) -> Any:
        """The records that match; names are compared in their normal form."""
        values = self.cleaned_data
        if values["status"]:
            records = records.filter(status=values["status"])
        if values["project"]:
            named = Project.objects.filter(name__contains=values["project"].strip())
            records = records.filter(project__in=list(named.values_list("pk", flat=True)))
        if person := values["person"].strip().upper():
            if person.startswith("BM") and person[-1].isdecimal():
                return records.filter(number=person)
            records = records.filter(name_key__startswith=identifiers.normalise_name(person))
        return records
