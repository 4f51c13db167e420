"""What a copy is for; why a new version is signed."""

import datetime
from typing import Any

from django import forms

from certificates.electronic.rules import PURPOSE_LENGTH
from sdzx import clock
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import DayInput


class CopyForm(PlainForm, forms.Form):
    """Purpose and last day; the longest term is proposed."""

    purpose = forms.CharField(
        label="用途",
        max_length=PURPOSE_LENGTH,
        help_text="如：应聘济南市某公司面点师。会印在副本上，副本只能用于这个用途。",
    )
    valid_until = forms.DateField(label="有效期至", widget=DayInput())

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].initial = clock.today() + datetime.timedelta(days=days)
        self.fields["valid_until"].help_text = f"最长{days}天，过期后查验显示“已过有效期”。"


class ReissueForm(PlainForm, forms.Form):
    """Why."""

    reason = forms.CharField(label="重新签发的理由", max_length=200, help_text="如：签名密钥更换、文件损坏")
