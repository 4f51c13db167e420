"""The arrangement of a year as the province enters it: pasted, or uploaded as a table."""

import hashlib
from typing import Any

from django import forms

from sdzx.documents.errors import UnreadableWorkbook
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.files.services import content
from sdzx.ui.forms import PlainForm
from sdzx.ui.words import day as spoken
from sdzx.workdays.models import Day, Year
from sdzx.workdays.parse import Arranged, missing_names, parse_days
from sdzx.workdays.sheet import TableReading, read_arrangement

SHOWN = 60  # problems of a table on the page; the workbook given back has them all


class YearForm(KeptFilesMixin, PlainForm, forms.Form):
    """Cleans to the arguments of `services.amend_year`. `notes` says what was passed over and what looks incomplete,
    `table` is the uploaded table as it was read."""

    source_title = forms.CharField(label="依据文件", max_length=120, help_text="国务院办公厅通知的全称。")
    source_url = forms.URLField(label="文件网址", required=False, assume_scheme="https")
    notice_date = forms.DateField(label="发文日期", widget=forms.DateInput(attrs={"type": "date"}))
    days = forms.CharField(
        label="放假和调休上班的日期",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text="可以直接粘贴通知全文，也可以粘贴表格：每行“日期,节日,休”或“日期,节日,班”，日期可写“2027-10-01”或“10月1日（周五）至7日”。"
        "普通周末和工作日不必填写。",
    )
    upload = KeptFileField(
        label="或上传表格",
        required=False,
        accept=accept.TABLE,
        help_text="Excel或CSV，列为日期、至、节日、安排（休或班）。上传后以表格为准，不再读取上面的文字。",
    )
    ground = forms.CharField(label="调整理由", max_length=500, required=False, help_text="已公布过的年份必须填写。")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year, self.table = year, None
        self.notes: list[str] = []
        kwargs.setdefault("initial", _stored(year))
        super().__init__(*args, **kwargs)

    table: TableReading | None

    def clean(self) -> dict[str, Any]:
        """The days in order, from the table when there is one; a sentence for everything that cannot be used."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload, text = cleaned.pop("upload", None), cleaned.get("days", "")
        if upload is not None:
            cleaned["days"] = self._uploaded(content(upload))
        elif "upload" not in self.errors and "days" not in self.errors:
            cleaned["days"] = self._pasted(text)
        if not self.errors and (lacking := missing_names(cleaned["days"])):
            self.notes.append(f"没有看到{'、'.join(lacking)}的放假日，请核对是否完整。")
        return cleaned

    def _pasted(self, text: str) -> list[Arranged]:
        if not text.strip():
            self.add_error("days", "请填写放假和调休上班的日期，或上传表格。")
            return []
        reading = parse_days(text, self.year)
        self.notes += reading.notes
        for problem in reading.problems:
            self.add_error("days", problem)
        signed, given = reading.notice_date, self.cleaned_data.get("notice_date")
        if signed and given and signed != given:
            self.add_error("notice_date", f"粘贴的通知落款是{spoken(signed)}，与这里填写的不一致。")
        return reading.days

    def _uploaded(self, table: bytes) -> list[Arranged]:
        try:
            self.table = read_arrangement(table, self.year)
        except UnreadableWorkbook as unreadable:
            self.add_error("upload", str(unreadable))
            return []
        self.notes += self.table.sheet.notes
        for problem in self.table.problems[:SHOWN]:
            self.add_error("upload", problem.sentence)
        if not self.table.sheet.rows:
            self.add_error("upload", "表格中没有任何日期。")
        return list(self.table.days)

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
