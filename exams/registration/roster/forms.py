"""Forms of rosters: the two files, and what happens when there are too few places."""

from typing import Any

from django import forms

from exams.announcements.models import AnnouncementItem
from exams.registration.roster.models import Roster, RosterProblem
from sdzx import clock
from sdzx.files.accept import ARCHIVE, WORKBOOK
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.ui import words
from sdzx.ui.forms import PlainForm


class BatchField(forms.ModelChoiceField):
    """A batch that is open for registration."""

    def label_from_instance(self, item: Any) -> str:
        return f"{item.announcement.center.city} {item}（{words.moment(item.registration_closes)}截止）"


class RosterForm(PlainForm, KeptFilesMixin, forms.Form):
    """A workbook and the ZIP of its photos, for a batch."""

    item = BatchField(label="批次", queryset=AnnouncementItem.objects.none(), empty_label="请选择")
    workbook = KeptFileField(
        label="名单工作簿", accept=WORKBOOK, sealed=True, help_text="按模板填写的.xlsx文件，最多10000行，不超过10MB。"
    )
    photos = KeptFileField(
        label="照片压缩包", accept=ARCHIVE,
        help_text="ZIP文件，每人一张证件照片（JPEG、PNG、WebP或HEIC），以证件号码命名，大小写不限，如370102199001011234.jpg；尺寸不限，系统自动裁剪。",
    )  # fmt: skip
    consented = forms.BooleanField(
        label="本单位已向名单中的每个人告知并取得其对《个人信息处理告知书》的同意。", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["item"]
        open_now = AnnouncementItem.objects.filter(
            announcement__status="published", registration_opens__lte=clock.now()
        )
        items.queryset = open_now.select_related("announcement__center", "project").order_by(
            "registration_closes", "pk"
        )


class TakeForm(PlainForm, forms.Form):
    """What to do when the batch has fewer places than the roster has good rows."""

    takes_record = True
    places = forms.ChoiceField(
        label="名额不够时", choices=Roster.Places.choices, widget=forms.RadioSelect, initial=Roster.Places.GROUP
    )

    def __init__(self, *args: Any, record: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = record.item.places - record.item.taken
        self.fields["places"].help_text = f"名单有{record.good}行合格，本批次现在还剩{free}个名额。"


class ProblemFilter(PlainForm, forms.Form):
    """Which problems to show."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *RosterProblem.Kind.choices])
    row = forms.IntegerField(label="行号", required=False, min_value=1)

    def apply(self, records: Any) -> Any:
        """The problems that match."""
        values = self.cleaned_data
        if values["kind"]:
            records = records.filter(kind=values["kind"])
        return records.filter(row=values["row"]) if values["row"] else records
