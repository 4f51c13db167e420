"""The uploads of annex 2 as the page shows them: by kind, in their order, with what may be chosen."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sites.applications.entry.building import KINDS
from sites.applications.models import Application, Attachment


@dataclass(frozen=True, slots=True)
class Held:
    """A file that the application has."""

    pk: int
    name: str
    size: int
    url: str
    is_image: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Material:
    """A kind of material: its input, the files of it, and the limits that are said before choosing."""

    field: str
    label: str
    hint: str
    accept: str
    limit: int
    most_bytes: int
    held: list[Held]
    errors: list[str]


def materials_of(application: Application, form: Any) -> list[Material]:
    """In the order of the form."""
    rows: dict[str, list[Attachment]] = {}
    for each in application.attachments.select_related("file"):
        rows.setdefault(each.kind, []).append(each)
    found = []
    for name, kind in KINDS.items():
        field = form.fields[name]
        held = rows.get(str(kind), [])
        many = f"最多{field.limit}个，可一次选择多个。"
        errors = [str(error) for error in form.errors.get(name, ())] if form.is_bound else []
        found.append(
            Material(
                name, str(field.label), f"{field.help_text}{many}", field.accept.html, field.limit, field.accept.limit,
                [_held(each, held) for each in held], errors,
            )
        )  # fmt: skip
    return found


def _held(each: Attachment, row: list[Attachment]) -> Held:
    url = reverse("files:download", args=[each.file.uid]) + "?inline=1"
    return Held(each.pk, each.file.name, each.file.size, url, each.file.is_image, each == row[0], each == row[-1])
