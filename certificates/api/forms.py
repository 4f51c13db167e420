"""The form for a new key."""

from django import forms

from certificates.api.services import MOST_PER_MINUTE
from sdzx.ui.forms import PlainForm


class KeyForm(PlainForm, forms.Form):
    """Who uses it and how often it may ask."""

    holder = forms.CharField(label="使用单位", max_length=100)
    contact = forms.CharField(
        label="联系人", max_length=100, required=False, help_text="姓名和办公电话，便于停用前联系。"
    )
    per_minute = forms.IntegerField(
        label="每分钟次数", min_value=1, max_value=MOST_PER_MINUTE, initial=600,
        error_messages={
            "min_value": "每分钟次数至少为1。", "max_value": f"每分钟次数最多为{MOST_PER_MINUTE}。", "invalid": "请填写整数。",
        },
    )  # fmt: skip
