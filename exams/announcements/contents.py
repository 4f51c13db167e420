"""The list beside the editor: each of the seven contents of 3.1, and what it still lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sdzx.workflow import Blocker

# what the list calls a content, the part of the page that it leads to, and the fields whose lacks it names
_CONTENTS = (
    ("考核项目", "batches", ("items", "project", "batch", "places")),
    ("考核规范", "batches", ("items", "specification")),
    ("时间安排", "batches", ("items", "registration_opens", "registration_closes", "exam_from", "exam_to")),
    ("报名条件", "id_eligibility", ("eligibility",)),
    ("报名方式", "id_how_to_register", ("how_to_register",)),
    ("考核方式", "id_how_appraised", ("how_appraised",)),
    ("其他重要事项", "id_other_matters", ("other_matters",)),
)
_REST = "文号、标题和联系方式"


@dataclass(frozen=True, slots=True)
class Lack:
    """One unmet condition, and the id of the field where to mend it."""

    sentence: str
    target: str
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One of the seven contents, or the rest; complete when it lacks nothing."""

    label: str
    target: str
    lacks: tuple[Lack, ...]


def contents(found: Iterable[tuple[Blocker, int | None]]) -> Sequence[Content]:
    """The unmet conditions, each with the row of the batch that it is about (None: the texts), under their content.

    A condition that says of three contents that there is no batch (`items`) is told apart by its sentence.
    """
    listed = list(found)
    lines, told = [], set()
    for label, target, fields in _CONTENTS:
        held = [
            number
            for number, (blocker, row) in enumerate(listed)
            if blocker.field in fields
            and (blocker.field != "items" or f"“{label}”" in blocker.sentence)
            and (row is not None or blocker.field not in ("project", "batch", "places"))
        ]
        told.update(held)
        lines.append(Content(label, target, tuple(_lack(*listed[number], target) for number in held)))
    rest = [listed[number] for number in range(len(listed)) if number not in told]
    return [*lines, Content(_REST, "id_number", tuple(_lack(blocker, row, "id_number") for blocker, row in rest))]


def _lack(blocker: Blocker, row: int | None, default: str) -> Lack:
    """A batch's specification has no field of its own: its project's."""
    name = "project" if blocker.field == "specification" else blocker.field
    if not name or name == "items":
        return Lack(blocker.sentence, default, blocker.citation)
    target = f"id_{name}" if row is None else f"id_items-{row}-{name}"
    return Lack(blocker.sentence, target, blocker.citation)
