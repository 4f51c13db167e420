"""A version with its rows."""

from typing import Any, ClassVar

from django import forms

from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import filled_rows


class CodeField(forms.RegexField):
    """«A1»."""

    def __init__(self) -> None:
        wrong = {"invalid": "编号为一个大写字母加一至两位数字，如A1。"}
        super().__init__(r"^[A-Z]\d{1,2}$", label="编号", max_length=3, error_messages=wrong)


class VersionForm(PlainForm, forms.Form):
    """Valid when it and its rows are. `ROWS` is the formset of the items, `ITEM` what a row becomes."""

    ROWS: ClassVar[Any]
    ITEM: ClassVar[Any]
    name = forms.CharField(label="名称", max_length=60)

    def __init__(self, data: Any = None, *, version: Any = None) -> None:
        initial = {name: getattr(version, name) for name in self.base_fields} if version else None
        super().__init__(data, initial=initial)
        self.items = self.ROWS(data, prefix="items", initial=version.items if version else [])

    def is_valid(self) -> bool:
        """Both are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.items.is_valid()])

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {**self.cleaned_data, "items": tuple(self.ITEM(**row) for row in filled_rows(self.items))}
