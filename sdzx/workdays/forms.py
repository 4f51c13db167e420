"""The arrangement of a year as the province enters it."""

import hashlib
from typing import Any

from django import forms

from sdzx.ui.forms import PlainForm
from sdzx.workdays.models import Day, Year
from sdzx.workdays.parse import Arranged, parse_days


class YearForm(PlainForm, forms.Form):
    """Cleans to the arguments of `services.amend_year`."""

    source_title = forms.CharField(label="依据文件", max_length=120, help_text="国务院办公厅通知的全称。")
    source_url = forms.URLField(label="文件网址", required=False, assume_scheme="https")
    notice_date = forms.DateField(label="发文日期", widget=forms.DateInput(attrs={"type": "date"}))
    days = forms.CharField(
        label="放假和调休上班的日期",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text="每行一天：日期,节日,休 或 日期,节日,班，例如“2027-01-01,元旦,休”。可从Excel复制三列粘贴。普通周末和工作日不必填写。",
    )
    ground = forms.CharField(label="调整理由", max_length=500, required=False, help_text="已公布过的年份必须填写。")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        kwargs.setdefault("initial", _stored(year))
        super().__init__(*args, **kwargs)

    def clean_days(self) -> list[Arranged]:
        """The days in order. Raises ValidationError with a sentence for each line that cannot be used."""
        days, problems = parse_days(self.cleaned_data["days"], self.year)
        if problems:
            raise forms.ValidationError(problems)
        return days

    def mark(self) -> str:
        """A digest of what was entered: a confirmation counts only for what was shown."""
        shown = repr([self.year, *sorted(self.cleaned_data.items())])
        return hashlib.sha256(shown.encode()).hexdigest()


def _stored(year: int) -> dict[str, Any]:
    row = Year.objects.filter(year=year).first()
    lines = [
        f"{day.date:%Y-%m-%d},{day.name},{'休' if day.is_off else '班'}" for day in Day.objects.filter(notice_year=year)
    ]
    return {
        "source_title": row.source_title if row and row.version else f"国务院办公厅关于{year}年部分节假日安排的通知",
        "source_url": row.source_url if row else "",
        "notice_date": row.notice_date if row else None,
        "days": "\n".join(lines),
    }
