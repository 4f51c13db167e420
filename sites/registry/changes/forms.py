"""What a site chooses when it begins a change or a renewal."""

from typing import Any

from django import forms

from sdzx.ui.forms import PlainForm
from sites.applications.models import Application
from sites.registry.models import Authorisation


class ChangesForm(PlainForm, forms.Form):
    """Which matters; several together."""

    changes = forms.MultipleChoiceField(
        label="变更事项",
        choices=Application.Change.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以同时选择几项。没有选择的事项保持公布时的内容。",
        error_messages={"required": "请选择要变更的事项，至少一项。"},
    )


class AuthorisationsField(forms.ModelMultipleChoiceField):
    """Projects with the end of their term."""

    def label_from_instance(self, held: Any) -> str:
        return f"{held.project.name}（有效期至{held.valid_to}{'，已到期' if held.lapsed else ''}）"


class RenewalForm(PlainForm, forms.Form):
    """Which authorisations; `renewable` are those near their end."""

    authorisations = AuthorisationsField(
        Authorisation.objects.none(),
        label="要延续的项目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请选择要延续的项目，至少一个。",
            "invalid_choice": "所选项目现在不能延续，请重新选择。",
        },
    )

    def __init__(self, *args: Any, renewable: list[Authorisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [each.pk for each in renewable]
        field = self.fields["authorisations"]
        field.queryset = Authorisation.objects.filter(pk__in=keys).select_related("project")
