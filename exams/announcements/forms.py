"""Forms of announcements."""

from typing import Any

from django import forms
from django.forms import formset_factory

from exams.announcements.models import Announcement
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.catalogue.models import Project
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, filled_rows, moment_field, text_field


class BatchForm(PlainForm, forms.Form):
    """A batch; its specification is the one in force."""

    project = forms.ModelChoiceField(Project.objects.none(), label="考核项目", empty_label="请选择")
    batch = forms.IntegerField(label="批次", min_value=1, initial=1)
    registration_opens = moment_field("报名开始")
    registration_closes = moment_field("报名截止")
    exam_from = day_field("考核日期起")
    exam_to = day_field("考核日期止")
    places = forms.IntegerField(label="名额", min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        project.queryset = Project.objects.usable_on(clock.today())


BatchRows = formset_factory(BatchForm, extra=1, can_delete=True, can_delete_extra=False, max_num=200)


SAID = ("year", "kind", "number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised",
        "other_matters", "contact", "phone", "revision_note")  # fmt: skip


class AnnouncementForm(PlainForm, forms.ModelForm):
    """The editor: texts and batches. What is missing is named on the record page, so a draft may be incomplete."""

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
        self, data: Any = None, *, draft: Draft | None = None, revision: bool = False, center: Center | None = None
    ) -> None:
        initial = {name: getattr(draft, name) for name in SAID} if draft else _blank(center)
        super().__init__(data, initial=initial)
        for name in ("year", "kind") if revision else ("revision_note",):
            del self.fields[name]
        rows = [{name: getattr(row, name) for name in row.__slots__} for row in draft.items] if draft else None
        self.batches = BatchRows(data, prefix="items", initial=rows)

    def is_valid(self) -> bool:
        """Texts and rows are looked at together, so that all errors show at once."""
        return all([super().is_valid(), self.batches.is_valid()])

    def draft(self, kept: Draft | None = None) -> Draft:
        """What was filled in; a revision keeps year and kind."""
        fixed = {name: getattr(kept, name) for name in ("year", "kind")} if kept else {}
        items = tuple(Batch(**row) for row in filled_rows(self.batches))
        return Draft(**fixed | self.cleaned_data, items=items)

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
