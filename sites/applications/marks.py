"""What the clerk marked on a submission, and whether the host has changed it or said why not (2.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sites.applications.content import Item, in_sections, items_of, restored
from sites.applications.models import Application
from sites.applications.review_models import Mark, Snapshot
from sites.applications.sections import Section

OPEN, CHANGED, ANSWERED = "未处理", "已修改", "已说明"
TONES = {OPEN: "warning", CHANGED: "good", ANSWERED: "progress"}
FREE = "其他要求"


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence on a place: `key` of an item, empty for the whole part; no section for the application as a whole."""

    sentence: str
    section: Section | None = None
    key: str = ""

    @property
    def slug(self) -> str:
        return self.section.slug if self.section else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as the pages show it: what became of it, and where it is mended."""

    mark: Mark
    state: str
    url: str

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def settled(self) -> bool:
        return self.state != OPEN


def label_of(given: Given, items: Iterable[Item]) -> str:
    """What the mark stands on, in words; empty for a place that the submission does not have."""
    if given.section is None:
        return FREE
    if not given.key:
        return given.section.label
    titles = {item.place: item.title for item in items}
    return titles.get((given.section, given.key), "")


def line_of(given: Given, items: Iterable[Item]) -> str:
    """A line of the letter: «名称：要求», or the free text alone."""
    if given.section is None:
        return given.sentence
    return f"{label_of(given, items).replace('：', ':')}：{given.sentence}"


def ordered(given: Iterable[Given], items: Sequence[Item]) -> list[Given]:
    """In annex 2's order: a part before its items, the application as a whole last."""
    sections = list(Section)
    places = {item.place: position for position, item in enumerate(items, 1)}

    def position(each: Given) -> tuple[int, int]:
        if each.section is None:
            return len(sections), 0
        return sections.index(each.section), places.get((each.section, each.key), 0)

    return sorted(given, key=position)


def asked(application: Application) -> list[Mark]:
    """The marks of the newest return."""
    marks = Mark.objects.filter(snapshot__application=application).select_related("snapshot")
    newest = marks.order_by("-snapshot__number").values_list("snapshot", flat=True)[:1]
    return list(marks.filter(snapshot__in=list(newest)))


def shown(application: Application, marks: Sequence[Mark], now: Sequence[Item] | None = None) -> list[Shown]:
    """Each mark with what became of it: the marked submission compared with the application as it stands."""
    if not marks:
        return []
    present = items_of(application) if now is None else now
    former = restored(marks[0].snapshot.parts)
    return [Shown(mark, _state(mark, former, present), _url(application, mark)) for mark in marks]


def current(application: Application) -> list[Shown]:
    """What the host has to settle now; empty unless the application was returned."""
    if application.status != Application.Status.RETURNED:
        return []
    return shown(application, asked(application))


def _state(mark: Mark, former: Sequence[Item], now: Sequence[Item]) -> str:
    if _at(mark.section, mark.key, former) != _at(mark.section, mark.key, now):
        return CHANGED
    return ANSWERED if mark.answer else OPEN


def _at(section: str, key: str, items: Sequence[Item]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What stands at a place: one item, a whole part, or everything."""
    return [
        (item.key, item.cells)
        for item in items
        if (not section or item.section.slug == section) and (not key or item.key == key)
    ]


def _url(application: Application, mark: Mark) -> str:
    if not mark.section:
        return reverse("applications:marks", args=[application.uid])
    return reverse("applications:section", args=[application.uid, mark.section])


def told_before(snapshot: Snapshot, given: Given, now: Sequence[Item]) -> int:
    """The number of the earlier returned submission that had the same at this place without it being marked; else 0.

    What was marked already may be asked for again.
    """
    returned = snapshot.application.snapshots.filter(number__lt=snapshot.number, marks__isnull=False).distinct()
    for earlier in returned.prefetch_related("marks"):
        if any((mark.section, mark.key) == (given.slug, given.key) for mark in earlier.marks.all() if mark.section):
            return 0
        former = restored(earlier.parts)
        if given.section is None or _at(given.slug, given.key, former) == _at(given.slug, given.key, now):
            return earlier.number
    return 0


def in_place(form: Any, section: Section, found: Sequence[Shown], items: Sequence[Item]) -> None:
    """Say each mark beside the field, row or file of the form that it stands on (screen readers hear it with the field)."""
    keys = [item.key for item in in_sections(items)[section]]
    fields = getattr(form, "fields", None)
    for each in found:
        if each.mark.section != section.slug or not each.mark.key:
            continue
        if fields is not None:
            name = _field_of(each.mark.key, fields)
            _say(fields, name, each)
        elif each.mark.key in keys and keys.index(each.mark.key) < len(form.forms):
            row = form.forms[keys.index(each.mark.key)]
            _say(row.fields, next(iter(row.fields)), each)


KINDS = {"image": "images", "rules": "rules", "stamped": "stamped", "other": "others"}


def _field_of(key: str, fields: Mapping[str, object]) -> str:
    kind = KINDS.get(key.partition(":")[0], "")
    return kind if kind in fields else key


def _say(fields: Mapping[str, Any], name: str, each: Shown) -> None:
    field = fields.get(name)
    if field is not None:
        about = f"{each.mark.label}：" if name in KINDS.values() else ""
        said = f"市中心要求补正（{each.state}）：{about}{each.mark.sentence}"
        field.help_text = f"{said} {field.help_text}".strip()
