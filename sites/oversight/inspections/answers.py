"""What an item of a checklist can be answered with, and which answers are findings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sdzx.files.models import StoredFile
from sites.oversight.inspections.models import Checklist, Inspection

LABELS = {"yes": "符合", "no": "不符合", "good": "好", "fair": "一般", "poor": "差", "na": "不适用"}
CHOICES = {
    Checklist.Kind.YES_NO: ("yes", "no", "na"),
    Checklist.Kind.GRADE: ("good", "fair", "poor", "na"),
}
FAULTS = frozenset({"no", "fair", "poor"})
GRAVE = frozenset({"no", "poor"})
NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a checklist: what is looked at, on what basis, how it is answered. `serious` weighs in the result."""

    code: str
    section: str
    text: str
    basis: str
    kind: str = Checklist.Kind.YES_NO
    photo: bool = False
    serious: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers that fit."""
        return CHOICES[Checklist.Kind(self.kind)]


@dataclass(frozen=True, slots=True)
class Row:
    """An item with what was found at the site; nothing in it is `value` empty."""

    item: Item
    value: str = ""
    remark: str = ""
    photos: tuple[StoredFile, ...] = ()

    @property
    def answer(self) -> str:
        """In words."""
        return LABELS.get(self.value, "未填写")

    @property
    def is_finding(self) -> bool:
        """Something was not as it should be."""
        return self.value in FAULTS

    @property
    def is_serious(self) -> bool:
        """A serious item that fails."""
        return self.item.serious and self.value in GRAVE


def items_of(checklist: Checklist) -> list[Item]:
    """Its rows."""
    return [Item(**item) for item in checklist.items]


def rows_of(inspection: Inspection) -> list[Row]:
    """Every item of its checklist with answer and photos; one query for the photos."""
    photos: dict[str, list[StoredFile]] = defaultdict(list)
    for photo in inspection.photos.select_related("file"):
        photos[photo.code].append(photo.file)
    return list(_rows(inspection, photos))


def _rows(inspection: Inspection, photos: dict[str, list[StoredFile]]) -> Iterator[Row]:
    for item in items_of(inspection.checklist):
        held = inspection.answers.get(item.code, {})
        yield Row(item, held.get("value", ""), held.get("remark", ""), tuple(photos.get(item.code, ())))


def findings_of(inspection: Inspection) -> list[Row]:
    """What was not as it should be: the facts and photos that a violation is recorded with."""
    return [row for row in rows_of(inspection) if row.is_finding]
