"""Forms of dispatch, reports and incidents."""

from typing import Any

from django import forms

from exams.dispatch.items import ANSWERS, ITEMS, SECTIONS
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.dispatch.pool import Candidate
from exams.sessions.models import Seat, Session
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.services import card_number_of
from sdzx.ui.forms import PlainForm


class InviteForm(PlainForm, forms.Form):
    """Whom to invite by hand, and why not by drawing."""

    qualification = forms.ModelChoiceField(
        label="派遣人员", queryset=Qualification.objects.none(), empty_label="请选择"
    )
    ground = forms.CharField(
        label="指定派遣的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="派遣一般由系统随机抽取；指定人员须写明理由，理由进入办理记录。",
    )

    def __init__(self, *args: Any, pool: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["qualification"]
        field.queryset = Qualification.objects.filter(pk__in=[each.qualification.pk for each in pool])
        loads = {each.qualification.pk: each for each in pool}
        field.label_from_instance = lambda held: _label(loads[held.pk])


def _label(candidate: Candidate) -> str:
    held = candidate.qualification
    return f"{held.person.name}（{held.get_kind_display()} {held.card_number}，近一年{candidate.load}次）"


class CardForm(PlainForm, forms.Form):
    """The card shown at the door: scanned or typed."""

    card_number = forms.CharField(
        label="证卡编号",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text="扫描派遣函或证卡上的二维码，或手工录入证卡上的编号；请核对照片与本人。",
    )

    def clean_card_number(self) -> str:
        """A scanned card gives the address of its public page: the number behind it counts."""
        return card_number_of(self.cleaned_data["card_number"])


class ReportForm(KeptFilesMixin, PlainForm, forms.Form):
    """督导报告: an answer and a note for each item, then the opinion. Everything may stay open until it is submitted."""

    left_at = forms.TimeField(label="离开时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    summary = forms.CharField(
        label="督导意见", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="总体情况、发现的问题和改进建议。",
    )  # fmt: skip
    rating = forms.ChoiceField(
        label="总体评价", required=False, choices=[("", "请选择"), *SupervisionReport.Rating.choices]
    )
    photos = KeptFilesField(label="现场照片", required=False, accept=accept.IMAGE)

    def __init__(self, *args: Any, report: SupervisionReport, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{item.code: report.answers.get(item.code, "") for item in ITEMS},
            **{f"{item.code}-note": report.notes.get(item.code, "") for item in ITEMS},
            "left_at": report.left_at, "summary": report.summary, "rating": report.rating,
            "photos": list(report.photos.all()),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        for number, item in enumerate(ITEMS, 1):
            choices = [("", "请选择"), *ANSWERS]
            self.fields[item.code] = forms.ChoiceField(label=f"{number}．{item.text}", required=False, choices=choices)
            self.fields[f"{item.code}-note"] = forms.CharField(
                label=f"第{number}项说明", required=False, max_length=200
            )
        self.order_fields([name for item in ITEMS for name in (item.code, f"{item.code}-note")])

    def sections(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """The items under their sections, each with its note, as the page shows them."""
        return [
            (section, [(self[item.code], self[f"{item.code}-note"]) for item in ITEMS if item.section == section])
            for section in SECTIONS
        ]

    def rest(self) -> list[Any]:
        """The fields after the items."""
        return [self[name] for name in ("left_at", "summary", "rating", "photos")]

    def values(self) -> dict[str, Any]:
        """What `services.edit_report` takes."""
        data = self.cleaned_data
        return {
            "answers": {item.code: data[item.code] for item in ITEMS if data[item.code]},
            "notes": {item.code: data[f"{item.code}-note"] for item in ITEMS},
            **{name: data[name] for name in ("left_at", "summary", "rating", "photos")},
        }


class IncidentForm(KeptFilesMixin, PlainForm, forms.Form):
    """A violation: whom it concerns, what happened, what proves it."""

    against = forms.ChoiceField(label="涉及", choices=Incident.Against.choices, widget=forms.RadioSelect)
    seat = forms.ModelChoiceField(label="考生", queryset=Seat.objects.none(), required=False, empty_label="不涉及考生")
    person = forms.ModelChoiceField(
        label="人员", queryset=Person.objects.none(), required=False, empty_label="不涉及人员"
    )
    facts = forms.CharField(
        label="事实",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="时间、地点、经过、当场处置。",
    )
    evidence = KeptFilesField(label="证据", required=False, accept=accept.SCAN)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        seats.queryset = session.seats.select_related("registration")
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(assignments__in=Assignment.objects.live().filter(session=session))


class EvidenceForm(KeptFilesMixin, PlainForm, forms.Form):
    """More evidence for an open incident."""

    evidence = KeptFilesField(label="证据", accept=accept.SCAN)


class OutcomeForm(PlainForm, forms.Form):
    """What becomes of an incident."""

    outcome = forms.ChoiceField(label="处理结果", choices=Incident.Outcome.choices, widget=forms.RadioSelect)
    ground = forms.CharField(label="处理理由和依据", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
