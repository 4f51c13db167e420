"""Filters of the list."""

from typing import Any

from django import forms

from sdzx import clock
from sdzx.ui.forms import PlainForm

YEARS = 6  # this one and those before
WHICH = {
    "": "全部考点",
    "late": "有逾期报送的",
    "overdue": "有逾期未报送的",
    "extended": "有延期的",
    "returned": "有退回的",
}


class PunctualityFilter(PlainForm, forms.Form):
    """Year, city, which sites, name or number."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int)
    which = forms.ChoiceField(label="范围", required=False, choices=list(WHICH.items()))
    city = forms.CharField(label="地市", required=False, max_length=20)
    q = forms.CharField(label="考点名称或编号", required=False, max_length=60)

    def __init__(self, data: Any, *, cities: bool) -> None:
        super().__init__(data)
        this = clock.today().year
        self.fields["year"].choices = [(str(year), f"{year}年") for year in range(this, this - YEARS, -1)]
        if not cities:
            del self.fields["city"]

    def chosen_year(self) -> int:
        """The year that the figures are of: this one unless another was chosen."""
        chosen = self.cleaned_data.get("year") if self.is_bound and self.is_valid() else 0
        return int(chosen or clock.today().year)

    def apply(self, records: Any) -> Any:
        if which := self.cleaned_data["which"]:
            records = records.filter(**{f"{which}__gt": 0})
        if city := self.cleaned_data.get("city", "").strip():
            records = records.filter(center__city__icontains=city)
        if text := self.cleaned_data["q"].strip():
            records = records.filter(name__icontains=text) | records.filter(code__icontains=text)
        return records
