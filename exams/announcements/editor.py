"""What the editor says of what is typed, saved or not: the contents that are missing, and what somebody else saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils import timezone

from exams.announcements import rules, services
from exams.announcements.changes import Change, Kind
from exams.announcements.contents import Content, contents
from exams.announcements.forms import SAID, AnnouncementForm
from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.catalogue.models import Specification
from sdzx.fields import label_of
from sdzx.workflow import Blocker

Found = tuple[Blocker, int | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A batch of the form and its number there."""

    number: int
    batch: Batch


def checklist(form: AnnouncementForm, record: Announcement) -> Sequence[Content]:
    """Of a bound form: what was typed counts, also where it cannot be saved yet. Of an unbound one: what is stored.

    `record` gives centre, year and what it revises; its texts are overwritten in memory, nothing is saved.
    """
    found: list[Found] = []
    if form.is_bound:
        form.is_valid()
        for name in form.fields:
            if name != "attachments":
                setattr(record, name, form.cleaned_data.get(name, form[name].data or ""))
        rows, wrong = _typed(form)
    else:
        rows, wrong = [Row(number, batch) for number, batch in enumerate(form.stored)], []
        for name in form.fields:
            if name != "attachments":
                setattr(record, name, form.initial.get(name) or "")
    items = _items(record, rows)
    found += [(blocker, None) for blocker in rules.incomplete(record, list(items.values()), clock.now()) if _of_texts(blocker, items, wrong)]  # fmt: skip
    for number, item in items.items():
        found += [(blocker, number) for blocker in rules.wrong_item(item, clock.now())]
    without = [each for each in rows if each.number not in items]
    found += [(Blocker(f"考核项目“{each.batch.project.name}”没有现行考核规范。", "3.1", field="specification"), each.number) for each in without]  # fmt: skip
    if record.center_id and isinstance(record.year, int):
        found += [(blocker, None) for blocker in services.collisions(record, list(items.values()))]
    return contents([*found, *wrong])


def _of_texts(blocker: Blocker, items: dict[int, AnnouncementItem], wrong: list[Found]) -> bool:
    """Those of the batches are said with their row; a batch that is half typed is no missing batch."""
    texts = (*rules.TEXTS, *rules.REACHED_BY, "revision_note")
    return blocker.field in texts or (blocker.field == "items" and not wrong)


def _typed(form: AnnouncementForm) -> tuple[list[Row], list[Found]]:
    """The rows that can be kept, and what is wrong with the others."""
    rows: list[Row] = []
    wrong: list[Found] = []
    for number, each in enumerate(form.batches.forms):
        if each.empty_permitted and not each.has_changed():
            continue
        if each.cleaned_data.get("DELETE"):
            continue
        if each.errors:
            title = f"第{number + 1}个批次"
            wrong += [
                (Blocker(f"{title}：{message}", "3.1", field=name), number)
                for name, messages in each.errors.items()
                for message in messages
            ]
            continue
        values = {name: value for name, value in each.cleaned_data.items() if name != "DELETE"}
        rows.append(Row(number, Batch(**values)))
    seen: dict[tuple[int, int], int] = {}
    for row in rows:
        key = (row.batch.project.pk, row.batch.batch)
        if key in seen:
            wrong.append((Blocker(f"{row.batch}重复，同一项目的批次号应不同。", "3.1", field="batch"), row.number))
        seen[key] = row.number
    return rows, wrong


def _items(record: Announcement, rows: list[Row]) -> dict[int, AnnouncementItem]:
    """The batches as they would be stored, by their row; without those whose project has no specification in force."""
    projects = [each.batch.project for each in rows]
    found = Specification.objects.filter(project__in=projects, status=Specification.Status.IN_FORCE)
    current = {each.project_id: each for each in found}
    origins = record.revises.items.all() if record.revises else ()
    former = {(each.project_id, each.batch): each.pk for each in origins}
    return {
        each.number: AnnouncementItem(
            announcement=record,
            specification=current[each.batch.project.pk],
            origin_id=former.get((each.batch.project.pk, each.batch.batch)),
            **{field.name: getattr(each.batch, field.name) for field in fields(each.batch)},
        )
        for each in rows
        if each.batch.project.pk in current
    }


def soften(form: AnnouncementForm) -> int:
    """Of a form that was not pressed to save: an empty field is no mistake yet. How many fields are wrong."""
    forms = [form, *form.batches.forms]
    for each in forms:
        for name, found in each.errors.as_data().items():
            if all(error.code == "required" for error in found):
                del each.errors[name]
    return sum(len(each.errors) for each in forms)


def so_far(form: AnnouncementForm, kept: Draft | None) -> Draft:
    """What is typed, for comparing: texts as they are, of the batches those that are whole."""
    form.is_valid()
    texts = {name: form.cleaned_data.get(name, form[name].data or "") for name in form.fields if name in SAID}
    fixed = {name: getattr(kept, name) for name in ("year", "kind")} if kept else {}
    return Draft(**fixed | texts, items=tuple(row.batch for row in _typed(form)[0]))


def differences(mine: Draft, stored: Draft) -> list[Change]:
    """Between what is typed here and what somebody else saved: «before» is what is saved."""
    return [*_texts(mine, stored), *_rows(mine, stored)]


def _texts(mine: Draft, stored: Draft) -> Iterator[Change]:
    for each in fields(mine):
        if each.name in ("items", "attachments"):
            continue
        typed, held = str(getattr(mine, each.name)), str(getattr(stored, each.name))
        if typed != held:
            yield Change(Kind.CHANGED, label_of(Announcement, each.name), held, typed)


def _rows(mine: Draft, stored: Draft) -> Iterator[Change]:
    held = {(each.project.pk, each.batch): each for each in stored.items}
    for each in mine.items:
        other = held.pop((each.project.pk, each.batch), None)
        if other is None:
            yield Change(Kind.ADDED, str(each), "", "")
        elif other != each:
            yield Change(Kind.CHANGED, str(each), spoken(other), spoken(each))
    for other in held.values():
        yield Change(Kind.REMOVED, str(other))


def spoken(batch: Batch) -> str:
    """A row in one line."""
    opens, closes = timezone.localtime(batch.registration_opens), timezone.localtime(batch.registration_closes)
    said: list[Any] = [
        f"报名{opens:%Y-%m-%d %H:%M}至{closes:%Y-%m-%d %H:%M}", f"考核{batch.exam_from}至{batch.exam_to}", f"限{batch.places}人",
        batch.eligibility, batch.how_appraised, batch.contact,
    ]  # fmt: skip
    return "；".join(filter(None, said))
