"""Forms of announcements."""

from typing import Any

from django import forms
from django.forms import formset_factory

from exams.announcements.models import Announcement
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.catalogue.models import Project
from sdzx.files import accept
from sdzx.files.accept import Accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, filled_rows, moment_field, text_field
from sdzx.ui.sentences import PlainRows


class BatchForm(PlainForm, forms.Form):
    """A batch; its specification is the one in force."""

    project = forms.ModelChoiceField(Project.objects.none(), label="考核项目", empty_label="请选择")
    batch = forms.IntegerField(label="批次", min_value=1, initial=1)
    registration_opens = moment_field("报名开始")
    registration_closes = moment_field("报名截止")
    exam_from = day_field("考核日期起")
    exam_to = day_field("考核日期止")
    places = forms.IntegerField(label="名额", min_value=1, max_value=100_000)
    eligibility = text_field(
        "本批次报名条件", rows=2, required=False, help_text="与公告的报名条件不同时填写。", max_length=2000
    )
    how_appraised = text_field(
        "本批次考核方式", rows=2, required=False, help_text="与公告的考核方式不同时填写。", max_length=2000
    )
    contact = forms.CharField(
        label="本批次联系方式", required=False, help_text="与公告的联系方式不同时填写。", max_length=100
    )

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        project.queryset = Project.objects.usable_on(clock.today())
        if choices is not None:  # read once for all rows
            project.choices = choices

    def clean(self) -> dict[str, Any]:
        """Each thing wrong within the row beside its own field."""
        given: dict[str, Any] = self.cleaned_data
        opens, closes = given.get("registration_opens"), given.get("registration_closes")
        first, last = given.get("exam_from"), given.get("exam_to")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes", "报名截止应晚于报名开始。")
        if first and last and last < first:
            self.add_error("exam_to", "考核日期止不能早于考核日期起。")
        return given


BatchRows = formset_factory(BatchForm, formset=PlainRows, extra=1, can_delete=True, can_delete_extra=False, max_num=200)


SAID = ("year", "kind", "number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised",
        "other_matters", "contact", "phone", "revision_note")  # fmt: skip


ATTACHMENT = Accept(
    "PDF、Word（.docx）或Excel（.xlsx）文件",
    accept.DOCUMENT.types | accept.WORKBOOK.types,
    accept.DOCUMENT.limit_setting,
)


def _projects() -> list[Any]:
    """The choices of a row's project."""
    project: Any = BatchForm().fields["project"]
    return list(project.choices)


class AnnouncementForm(KeptFilesMixin, PlainForm, forms.ModelForm):
    """The editor: texts, batches, attachments. What is missing is named beside it, so a draft may be incomplete."""

    attachments = KeptFilesField(
        label="附件", accept=ATTACHMENT, required=False, limit=10,
        help_text=f"{ATTACHMENT.label}，最多10个；随公告公开，请不要包含个人信息。",
    )  # fmt: skip

    class Meta:
        model = Announcement
        fields = SAID
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in (
                "introduction",
                "eligibility",
                "how_to_register",
                "how_appraised",
                "other_matters",
                "revision_note",
            )
        }
        help_texts = {
            "number": "如“济鉴公告〔2026〕1号”。",
            "eligibility": "每行一段。",
            "how_to_register": "每行一段。",
        }

    def __init__(
        self, data: Any = None, files: Any = None, *, actor: Actor, draft: Draft | None = None, revision: bool = False
    ) -> None:  # fmt: skip
        initial = {name: getattr(draft, name) for name in SAID} if draft else _blank(actor.center)
        initial["attachments"] = list(draft.attachments) if draft else []
        super().__init__(data, files, actor=actor, initial=initial)
        for name in ("year", "kind") if revision else ("revision_note",):
            del self.fields[name]
        self.stored = draft.items if draft else ()
        # a bound row is compared with nothing: one that equals what somebody else has just saved is still a row
        rows = [{name: getattr(row, name) for name in row.__slots__} for row in self.stored] if data is None else None
        self.batches = BatchRows(data, prefix="items", initial=rows, form_kwargs={"choices": _projects()})

    def is_valid(self) -> bool:
        """Texts and rows are looked at together, so that all errors show at once."""
        return all([super().is_valid(), self.batches.is_valid()])

    def draft(self, kept: Draft | None = None) -> Draft:
        """What was filled in; a revision keeps year and kind."""
        fixed = {name: getattr(kept, name) for name in ("year", "kind")} if kept else {}
        given = {name: value for name, value in self.cleaned_data.items() if name in SAID}
        items = tuple(Batch(**row) for row in filled_rows(self.batches))
        return Draft(**fixed | given, items=items, attachments=tuple(self.cleaned_data["attachments"]))

    def validate_constraints(self) -> None:
        """Left to the service, which says all problems at once."""


def _blank(center: Center | None) -> dict[str, Any]:
    year = clock.today().year
    return {
        "year": year,
        "heading": f"{year}年度专项职业能力考核公告",
        "phone": center.phone if center else "",
        "how_to_register": "通过山东省专项职业能力考核系统报名，个人和单位均可。",
    }


class ScheduleForm(PlainForm, forms.Form):
    """When the approved announcement is published."""

    publish_at = moment_field("定时发布时间", help_text="到时由系统自动发布，误差不超过一分钟。")


class CopyForm(PlainForm, forms.Form):
    """Which announcement the new one starts from."""

    source = forms.ModelChoiceField(
        Announcement.objects.none(), label="以往公告", empty_label="请选择", to_field_name="uid"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        own = Announcement.objects.visible_to(actor).filter(center=actor.center, status=Announcement.Status.PUBLISHED)
        source.queryset = own.order_by("-year", "-pk")
        source.label_from_instance = lambda each: f"{each.year}年 {each.heading}（{each.number}）"


class RevisionForm(PlainForm, forms.Form):
    """Why the published announcement is revised."""

    revision_note = text_field("修订说明", help_text="发布后公开显示，并通知已报名人员。", max_length=1000)


class AnnouncementFilter(PlainForm, forms.Form):
    """What the office's list is searched by."""

    year = forms.IntegerField(label="年度", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Announcement.Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Announcement.Status.choices])

    def apply(self, found: Any) -> Any:
        """The announcements that match."""
        return matching(found, self.cleaned_data)


def matching(found: Any, wanted: dict[str, Any]) -> Any:
    """Narrowed by each field that was filled in."""
    return found.filter(**{name: value for name, value in wanted.items() if value})


class YearForm(PlainForm, forms.Form):
    """One year."""

    year = forms.IntegerField(label="年度", min_value=2020, max_value=2100)


class PublicFilter(PlainForm, forms.Form):
    """By city and year."""

    center = forms.ModelChoiceField(Center.objects.none(), label="城市", required=False, empty_label="全部")
    year = forms.ChoiceField(label="年度", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities: Any = self.fields["center"]
        cities.queryset = Center.objects.filter(kind=Center.Kind.CITY)
        cities.label_from_instance = lambda center: center.city
        years = Announcement.objects.public().order_by("-year").values_list("year", flat=True).distinct()
        chosen: Any = self.fields["year"]
        chosen.choices = [("", "全部"), *((str(year), f"{year}年") for year in years)]

    def apply(self, found: Any) -> Any:
        """The announcements that match."""
        return matching(found, self.cleaned_data)
