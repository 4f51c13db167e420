"""Forms of the workbench: which ones to see, what to decide, phrases, a search to keep."""

import datetime
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.registration.review import hints
from exams.registration.review.models import ReviewPhrase
from exams.registration.review.phrases import FIRST
from sdzx import clock, identifiers, policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.ui.forms import PlainForm

Status = Registration.Status
ALL = [("", "全部")]


def having(records: QuerySet[Any], path: str, actor: Actor) -> QuerySet[Any]:
    """Those with a registration that the actor sees, each looked for in an index. With EXISTS PostgreSQL would rather
    read all registrations once."""
    mine = Registration.objects.visible_to(actor).order_by().filter(**{path: OuterRef("pk")})
    return records.alias(one=Subquery(mine.values("pk")[:1])).filter(one__isnull=False)


class ReviewFilter(PlainForm, forms.Form):
    """Which registrations: for the queue those that wait, for lists in any state."""

    project = forms.ModelChoiceField(Project.objects.none(), label="项目", required=False, empty_label="全部")
    item = forms.ModelChoiceField(AnnouncementItem.objects.none(), label="批次", required=False, empty_label="全部")
    unit = forms.ModelChoiceField(Organization.objects.none(), label="报名单位", required=False, empty_label="全部")
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "待审核"), *((each.value, each.label) for each in Status if each not in (Status.DRAFT, Status.SUBMITTED))]
    )  # fmt: skip
    age_from = forms.IntegerField(label="年龄从", required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label="年龄至", required=False, min_value=0, max_value=120)
    person = forms.CharField(label="姓名或报名号", required=False, max_length=100)
    warned = forms.BooleanField(label="只看有提示的", required=False)
    evidence = forms.ChoiceField(
        label="证明材料", required=False, choices=[*ALL, ("missing", "没有上传"), ("present", "已上传")]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        items = AnnouncementItem.objects.filter(announcement__center=actor.center).select_related("project")
        offered: dict[str, QuerySet[Any]] = {
            "project": having(Project.objects.all(), "project", actor),
            "item": having(
                items if actor.center else AnnouncementItem.objects.select_related("project"), "item", actor
            ),
            "unit": having(Organization.objects.all(), "unit", actor),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices

    @property
    def waiting_only(self) -> bool:
        """Whether what it shows can be reviewed."""
        return not (self.is_valid() and self.cleaned_data["status"])

    def apply(self, records: QuerySet[Registration]) -> QuerySet[Registration]:
        """The records that match but for the state, which decides where they are looked for."""
        values = self.cleaned_data
        for name in ("project", "item", "unit"):
            if values.get(name):
                records = records.filter(**{name: values[name]})
        today = clock.today()
        if values.get("age_from") is not None:
            records = records.filter(birth_date__lte=years_before(today, values["age_from"]))
        if values.get("age_to") is not None:
            records = records.filter(birth_date__gt=years_before(today, values["age_to"] + 1))
        if person := values.get("person", "").strip():
            by_name = records.filter(name_key__contains=identifiers.normalise_name(person))
            records = by_name | records.filter(number=person.upper())
        if values.get("evidence"):
            records = hints.evidenced(records, values["evidence"] == "present")
        if values.get("warned") and self.actor.center is not None:
            records = hints.warned(records, policy.of(self.actor.center).minimum_age)
        return records


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The birthday of somebody who turns that old on the day; who is born on 29 February does so on 28 February."""
    return datetime.date(day.year - years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


class DecisionForm(PlainForm, forms.Form):
    """What to decide and why."""

    verb = forms.ChoiceField(
        label="审核结果", choices=[("accept", "审核通过"), ("send_back", "退回修改"), ("reject", "不通过")]
    )
    send_back = forms.MultipleChoiceField(label="退回的理由", required=False, widget=forms.CheckboxSelectMultiple)
    reject = forms.MultipleChoiceField(label="不通过的理由", required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label="补充说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="考生可以看到。",
    )

    def __init__(self, *args: Any, phrases: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, sentences in phrases.items():
            field = self.fields[kind]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(each, each) for each in sentences]

    @property
    def decision(self) -> dict[str, Any]:
        """The arguments of the service."""
        values = self.cleaned_data
        return {"verb": values["verb"], "phrases": values.get(values["verb"], []), "note": values["note"]}


class BulkForm(DecisionForm):
    """The same decision for many; nobody is rejected in a batch."""

    verb = forms.ChoiceField(label="审核结果", choices=[("accept", "审核通过"), ("send_back", "退回修改")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reject"]


class PhrasesForm(PlainForm, forms.Form):
    """A box for each use, one sentence a line, in the order in which they are offered."""

    def __init__(self, *args: Any, held: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FIRST:
            self.fields[kind] = forms.CharField(
                label=ReviewPhrase.Kind(kind).label, required=False, initial="\n".join(held[kind]), max_length=8000,
                widget=forms.Textarea(attrs={"rows": max(5, len(held[kind]) + 1)}),
            )  # fmt: skip

    @property
    def phrases(self) -> dict[str, list[str]]:
        """{use: sentences}."""
        return {kind: self.cleaned_data[kind].splitlines() for kind in FIRST}


class SearchForm(PlainForm, forms.Form):
    """A name for the filters that are set."""

    name = forms.CharField(label="筛选名称", max_length=40)
    shared = forms.BooleanField(label="本中心共用", required=False)
