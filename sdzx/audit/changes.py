"""What an edit changed, with the labels that the forms show."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from sdzx.fields import label_of
from sdzx.identifiers import mask_document, mask_phone

_MASKED = {"document_number": mask_document, "phone": mask_phone}
Changes = tuple[dict[str, Any], dict[str, Any]]


def differences(model: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """(before, after) of what differs, keyed by the fields' Chinese labels; document numbers and phones masked."""
    changed = [name for name, value in after.items() if before.get(name) != value]
    return (
        {label_of(model, name): _shown(model, name, before[name]) for name in changed if name in before},
        {label_of(model, name): _shown(model, name, after[name]) for name in changed},
    )


def _shown(model: type[models.Model], name: str, value: Any) -> Any:
    if name in _MASKED:
        return _MASKED[name](value or "")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if value in choices:
        return str(choices[value])
    return str(value) if isinstance(value, models.Model) else value
