"""The form of each part of annex 2: from what is stored, from a draft, or from what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdzx.accounts.actors import Actor
from sdzx.files.models import StoredFile
from sites.applications import forms
from sites.applications.entry.drafts import PREFIX, stored_rows, unpacked
from sites.applications.entry.models import SectionDraft
from sites.applications.models import Application
from sites.applications.sections import Section


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A section made of rows: the form of one, what a row is called, how many empty ones an empty section shows."""

    form: type[Any]
    unit: str
    extra: int = 1


ROWS: Mapping[Section, RowsPage] = {
    Section.PROJECTS: RowsPage(forms.ProjectRow, "项目"),
    Section.EQUIPMENT: RowsPage(forms.EquipmentRow, "设备", 2),
    Section.MANAGERS: RowsPage(forms.ManagerRowForm, "管理人员"),
    Section.EXAMINERS: RowsPage(forms.ExaminerRowForm, "考评员"),
}
PLAIN: Mapping[Section, type[Any]] = {
    Section.UNIT: forms.UnitForm,
    Section.PREMISES: forms.PremisesForm,
    Section.OPINION: forms.OpinionForm,
}
KINDS = forms.AttachmentsForm.KINDS


def build(application: Application, section: Section, actor: Actor, data: Any = None, files: Any = None) -> Any:
    """The section's form; bound when `data` is given."""
    if section in ROWS:
        return rows_form(application, section, data)
    if section in PLAIN:
        return PLAIN[section](data, initial=stored_cells(application, section))
    return forms.AttachmentsForm(data, files, actor=actor, initial=stored_files(application))


def rows_form(application: Application, section: Section, data: Any = None) -> Any:
    """The formset of a section of rows."""
    page = ROWS[section]
    needs_choice = section in (Section.PROJECTS, Section.EXAMINERS)
    takes = {"choice": forms.ProjectChoice.of(application)} if needs_choice else {}
    if data is not None:
        return forms.rows_of(page.form, 0)(data, prefix=PREFIX, form_kwargs=takes)
    initial = [
        {name: texts if name == "projects" else texts[0] for name, texts in row.items()}
        for row in stored_rows(application, section)
    ]
    return forms.rows_of(page.form, 0 if initial else page.extra)(initial=initial, prefix=PREFIX, form_kwargs=takes)


def from_draft(application: Application, draft: SectionDraft, actor: Actor) -> Any:
    """The form as this person left it, with what is wrong."""
    return build(application, Section.of(draft.section), actor, unpacked(draft.typed))


def stored_cells(application: Application, section: Section) -> dict[str, Any]:
    """The plain cells of a section."""
    host = application.organization
    of_host = {"kind": host.kind, "kind_reason": host.kind_reason}
    return {
        name: of_host[name] if name in of_host else getattr(application, name) for name in PLAIN[section].base_fields
    }


def stored_files(application: Application) -> dict[str, list[StoredFile]]:
    """The attachments by the form's fields."""
    fields = {str(kind): name for name, kind in KINDS.items()}
    held: dict[str, list[StoredFile]] = {name: [] for name in KINDS}
    for each in application.attachments.select_related("file"):
        held[fields[each.kind]].append(each.file)
    return held


def problems_in(form: Any) -> int:
    """How many fields of a bound form or formset are not right."""
    if hasattr(form, "forms"):
        return sum(len(each.errors) for each in form.forms if each.errors) + len(form.non_form_errors())
    return len(form.errors)
