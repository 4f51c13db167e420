"""Every submission as it was, and what differs between two of them (2.2, A2)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sites.applications.content import Item, items_of, plain, restored
from sites.applications.models import Application
from sites.applications.review_models import Snapshot
from sites.applications.sections import Section

ADDED, REMOVED, CHANGED = "新增", "删除", "修改"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field, row or file: `cells` are (label, before, now), only those that differ."""

    section: Section
    label: str
    kind: str
    cells: tuple[tuple[str, str, str], ...]

    @property
    def tone(self) -> str:
        return {ADDED: "good", REMOVED: "bad"}.get(self.kind, "warning")


def latest(application: Application) -> Snapshot | None:
    """The newest submission."""
    return application.snapshots.last()


def freeze(application: Application) -> Snapshot:
    """Keep annex 2 as it stands now as the next submission. Called inside the transaction of the submission."""
    former = latest(application)
    text = json.dumps(plain(items_of(application)), ensure_ascii=False)
    return Snapshot.objects.create(
        application=application,
        number=former.number + 1 if former else 1,
        content=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def submitted_items(application: Application) -> list[Item]:
    """What the reviewers read: the newest submission; applications older than the snapshots as they stand."""
    snapshot = latest(application)
    return restored(snapshot.parts) if snapshot else items_of(application)


def differences(before: Sequence[Item], now: Sequence[Item]) -> list[Change]:
    """Fields from old to new, rows and files added, removed and changed, in annex 2's order."""
    known = {item.place: item for item in before}
    present = {item.place for item in now}
    gone = [item for item in before if item.place not in present]
    renamed = _renamed(gone, [item for item in now if item.place not in known])
    found: list[tuple[Section, int, Change]] = []
    for position, item in enumerate(now):
        former = known.get(item.place) or renamed.get(item.place)
        if former is None:
            found.append((item.section, position, _whole(item, ADDED)))
        elif cells := _cells(former, item):
            found.append((item.section, position, Change(item.section, item.label, CHANGED, cells)))
    taken = {item.place for item in renamed.values()}
    found += [(item.section, len(now), _whole(item, REMOVED)) for item in gone if item.place not in taken]
    order = list(Section)
    return [change for _, _, change in sorted(found, key=lambda each: (order.index(each[0]), each[1]))]


def _renamed(gone: Iterable[Item], come: Iterable[Item]) -> dict[tuple[Section, str], Item]:
    """A row of which what names it was corrected: the only one of its name that went and the only one that came."""
    gone, come = list(gone), list(come)
    left, right = (Counter((item.section, item.label) for item in rows) for rows in (gone, come))
    former: dict[tuple[Section, str], Item] = {
        (item.section, item.label): item for item in gone if item.section != Section.ATTACHMENTS
    }
    return {
        item.place: former[item.section, item.label]
        for item in come
        if (item.section, item.label) in former
        and left[item.section, item.label] == right[item.section, item.label] == 1
    }


def _whole(item: Item, kind: str) -> Change:
    old, new = (False, True) if kind == ADDED else (True, False)
    cells = tuple((name, text if old else "", text if new else "") for name, text in item.cells if text)
    return Change(item.section, item.label, kind, cells)


def _cells(former: Item, item: Item) -> tuple[tuple[str, str, str], ...]:
    old = dict(former.cells)
    return tuple((name, old.get(name, ""), text) for name, text in item.cells if old.get(name, "") != text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two submissions one after the other, and what differs."""

    before: Snapshot
    now: Snapshot
    changes: list[Change]


def history(application: Application) -> list[Comparison]:
    """Each submission against the one before it, the newest first."""
    every = list(application.snapshots.all())
    read = [restored(each.parts) for each in every]
    pairs = zip(every, every[1:], read, read[1:], strict=False)
    return [Comparison(old, new, differences(was, now)) for old, new, was, now in pairs][::-1]
