"""What a revision changes: field by field and batch by batch, in words that the public reads."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from exams.announcements.documents import row
from exams.announcements.models import Announcement, AnnouncementItem
from sdzx.fields import label_of

_COMPARED = ("number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised", "other_matters", "contact",
             "phone")  # fmt: skip
_ROW = {"specification": "考核规范", "registration": "报名时间", "exam_dates": "考核时间", "places": "名额",
        "eligibility": "本批次报名条件", "how_appraised": "本批次考核方式", "contact": "本批次联系方式"}  # fmt: skip
NOTHING = "（空）"
_WORDS = re.compile(r"[0-9]+|[A-Za-z]+|.", re.DOTALL)


class Kind(Enum):
    """How something differs; the value is the word that the page shows."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of what, and its text before and after (empty for a batch that was added or removed)."""

    kind: Kind
    label: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """For notices and lists: long texts are only named."""
        if self.kind == Kind.ADDED:
            return f"新增{self.label}。"
        if self.kind == Kind.REMOVED:
            return f"不再包括{self.label}。"
        if max(len(self.before), len(self.after)) > 60:
            return f"“{self.label}”有修改。"
        return f"“{self.label}”由“{self.before or NOTHING}”改为“{self.after or NOTHING}”。"

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text of both versions in pieces: («», kept), («删去», what went), («增加», what came)."""
        old, new = _WORDS.findall(self.before), _WORDS.findall(self.after)
        found: list[tuple[str, str]] = []
        for verb, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if verb == "equal":
                found.append(("", "".join(old[first:last])))
                continue
            gone, come = "".join(old[first:last]), "".join(new[start:end])
            found += [("删去", gone)] if gone else []
            found += [("增加", come)] if come else []
        return found


def between(former: Announcement, revision: Announcement) -> list[Change]:
    """Texts that changed, batches added, left out or changed, attachments, in the order of the announcement."""
    return [*_texts(former, revision), *_batches(former, revision), *_attachments(former, revision)]


def sentences(former: Announcement, revision: Announcement) -> list[str]:
    """The same in one line each."""
    return [each.sentence for each in between(former, revision)]


def _texts(former: Announcement, revision: Announcement) -> Iterator[Change]:
    for name in _COMPARED:
        before, after = getattr(former, name), getattr(revision, name)
        if before != after:
            yield Change(Kind.CHANGED, label_of(Announcement, name), before, after)


def _batches(former: Announcement, revision: Announcement) -> Iterator[Change]:
    old = {item.pk: item for item in items_of(former)}
    for item in items_of(revision):
        origin = old.pop(item.origin_id, None) if item.origin_id else None
        if origin is None:
            yield Change(Kind.ADDED, str(item))
            continue
        before, after = row(origin), row(item)
        for name, label in _ROW.items():
            if before[name] != after[name]:
                yield Change(Kind.CHANGED, f"{item}的{label}", before[name], after[name])
    for item in old.values():
        yield Change(Kind.REMOVED, str(item))


def _attachments(former: Announcement, revision: Announcement) -> Iterator[Change]:
    before = {each.file_id: each.label for each in former.attachments.all()}
    after = {each.file_id: each.label for each in revision.attachments.all()}
    for file, label in after.items():
        if file not in before:
            yield Change(Kind.ADDED, f"附件“{label}”")
    for file, label in before.items():
        if file not in after:
            yield Change(Kind.REMOVED, f"附件“{label}”")


def items_of(announcement: Announcement) -> list[AnnouncementItem]:
    """With all that a page says of them, in two queries at most."""
    return list(announcement.items.select_related("project", "specification", "announcement"))
