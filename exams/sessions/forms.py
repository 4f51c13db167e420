"""What the pages of sessions ask for."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.sessions import lookups
from exams.sessions.models import PreparationItem, Seat, Session
from exams.sessions.preparing import Tick
from sdzx.accounts.models import Center
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.identifiers import mask_document
from sdzx.ui.forms import PlainForm
from sites.registry.models import Site

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PlaceForm(PlainForm, forms.Form):
    """Site, day and time of a session. `minutes` is how long the specification takes when no end is given."""

    site = forms.ModelChoiceField(label="考点", queryset=Site.objects.none(), empty_label="请选择")
    date = forms.DateField(label="考核日期", widget=DATE)
    starts = forms.TimeField(label="开始时间", widget=TIME, initial=datetime.time(9))
    ends = forms.TimeField(label="结束时间", widget=TIME, required=False, help_text="不填则按考核规范的时长计算。")

    def __init__(self, *args: Any, item: AnnouncementItem, center: Center | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minutes = item.specification.minutes
        offered = {each.site_id: each for each in lookups.sites_for(item, center)}
        field = self.fields["site"]
        field.queryset = Site.objects.filter(pk__in=offered).order_by("code")
        field.label_from_instance = lambda site: (
            f"{site.name}（{offered[site.pk].rooms}个考场，每场{offered[site.pk].workstations}人，{site.address}）"
        )
        dates = lookups.current_item(item)
        field.help_text = "" if offered else "没有已公布且获该项目授权的考点，请先办理考点授权。"
        self.fields["date"].help_text = f"公告的考核日期：{dates.exam_from}至{dates.exam_to}。"

    def place(self) -> dict[str, Any]:
        """Site, start and end as the services take them."""
        day, starts, ends = (self.cleaned_data[name] for name in ("date", "starts", "ends"))
        begin = timezone.make_aware(datetime.datetime.combine(day, starts))
        finish = timezone.make_aware(datetime.datetime.combine(day, ends)) if ends else None
        return {
            "site": self.cleaned_data["site"],
            "starts_at": begin,
            "ends_at": finish or begin + datetime.timedelta(minutes=self.minutes),
        }


class SeatsForm(PlainForm, forms.Form):
    """Which accepted candidates sit in the session."""

    registrations = forms.ModelMultipleChoiceField(
        label="考生", queryset=Registration.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, record: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["registrations"]
        field.queryset = lookups.arrangeable(record)
        field.label_from_instance = label_of
        self.initial.setdefault("registrations", list(record.seats.values_list("registration_id", flat=True)))


def label_of(registration: Any) -> str:
    """«王秀兰　3701…08X　某公司　无障碍：轮椅»."""
    unit = registration.unit.name if registration.unit else registration.employer_name
    parts = [registration.name, mask_document(registration.document_number), unit]
    parts.append(f"无障碍需求：{registration.needs}" if registration.needs else "")
    return "　".join(filter(None, parts))


class TickForm(KeptFilesMixin, PlainForm, forms.Form):
    """One item of the preparation notice."""

    ready = forms.TypedChoiceField(
        label="是否备齐",
        choices=[("yes", "是"), ("no", "否")],
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
    photo = KeptFileField(label="照片", accept=accept.IMAGE, required=False)

    def __init__(self, *args: Any, item: PreparationItem, **kwargs: Any) -> None:
        said = {True: "yes", False: "no", None: ""}[item.ready]
        initial = {"ready": said, "note": item.note, "photo": item.photo}
        super().__init__(*args, initial=initial, prefix=f"item{item.pk}", **kwargs)
        self.item = item

    def tick(self) -> Tick:
        """What was said, for the service."""
        return Tick(**{name: self.cleaned_data[name] for name in ("ready", "note", "photo")})


class AttendanceForm(PlainForm, forms.Form):
    """One candidate's attendance."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(choices=[("sign_in", "签到"), ("mark_absent", "缺考"), ("refuse_entry", "拒绝入场")])
    note = forms.CharField(label="说明", max_length=200, required=False)


class SessionFilter(PlainForm, forms.Form):
    """Filters of the list."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Session.Status.choices])
    since = forms.DateField(label="考核日期不早于", required=False, widget=DATE)
    q = forms.CharField(label="编号、项目或考点", required=False, max_length=60)

    def apply(self, records: Any) -> Any:
        if status := self.cleaned_data["status"]:
            records = records.filter(status=status)
        if since := self.cleaned_data["since"]:
            records = records.filter(starts_at__date__gte=since)
        if text := self.cleaned_data["q"].strip():
            named = records.filter(project__name__icontains=text) | records.filter(site__name__icontains=text)
            records = records.filter(number__icontains=text) | named
        return records


def seat_by(session: Session, text: str) -> Seat | None:
    """The seat of a ticket number, as typed or as scanned (the code is an address that ends in it)."""
    number = text.strip().rpartition("ticket=")[2]
    found = session.seats.select_related("registration__photo", "session").filter(ticket_number=number)
    return found.first() if number else None
