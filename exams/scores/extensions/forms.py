"""The new due day and the reason."""

from django import forms

from sdzx.ui.forms import PlainForm


class ExtensionForm(PlainForm, forms.Form):
    """Cleans to the arguments of `services.extend`."""

    until = forms.DateField(
        label="延期至",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="须是晚于现在报送期限的工作日。",
    )
    reason = forms.CharField(
        label="延期理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="考点、考务和审核人员都会看到。",
    )
