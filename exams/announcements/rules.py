"""What an announcement must contain before it is submitted and published (3.1), and which batches it may offer (1)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from exams.announcements.models import Announcement, AnnouncementItem, Unsaved
from exams.announcements.usable import unpublishable, unusable_in
from sdzx.catalogue.models import Project, Specification
from sdzx.clauses import enforces
from sdzx.fields import label_of
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker

TEXTS = ("eligibility", "how_to_register", "how_appraised", "other_matters")
REACHED_BY = ("number", "heading", "contact", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A row of the editor; the specification is the one in force."""

    project: Project
    registration_opens: datetime.datetime
    registration_closes: datetime.datetime
    exam_from: datetime.date
    exam_to: datetime.date
    places: int
    batch: int = 1
    eligibility: str = ""
    how_appraised: str = ""
    contact: str = ""

    def __str__(self) -> str:
        return f"{self.project.name}（第{self.batch}批）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the editor writes. A draft may be incomplete; `incomplete` says what is missing."""

    year: int
    number: str
    heading: str
    kind: str = Announcement.Kind.ANNUAL
    introduction: str = ""
    eligibility: str = ""
    how_to_register: str = ""
    how_appraised: str = ""
    other_matters: str = ""
    contact: str = ""
    phone: str = ""
    revision_note: str = ""
    items: tuple[Batch, ...] = ()
    attachments: tuple[StoredFile, ...] = ()


@enforces("3.1")
def incomplete(
    announcement: Announcement, items: Sequence[AnnouncementItem], moment: datetime.datetime
) -> list[Blocker]:
    """Each of the seven contents of 3.1 that is missing, and everything wrong with a batch, for publication at that moment."""
    found = []
    if not items:
        found = [
            Blocker(f"公告缺少“{content}”：请至少添加一个考核批次。", clause="3.1", field="items")
            for content in ("考核项目", "考核规范", "时间安排")
        ]
    found += [
        Blocker(f"公告缺少“{label_of(Announcement, name)}”。", clause="3.1", field=name)
        for name in (*TEXTS, *REACHED_BY)
        if not str(getattr(announcement, name)).strip()
    ]
    if announcement.revises_id and not announcement.revision_note.strip():
        found.append(Blocker("请填写修订说明，说明修改了哪些内容。", clause="3.1", field="revision_note"))
    for item in items:
        found += wrong_item(item, moment)
    return found


@enforces("1", "3.1")
def wrong_item(item: AnnouncementItem, moment: datetime.datetime) -> list[Blocker]:
    """A batch's project is usable on the day of publication and on its last examination day, its specification in force,
    its days in order, its window not over: a window that closes at the very moment of publication is over.
    """
    day = timezone.localtime(moment).date()
    unfit = dict.fromkeys([*unpublishable(item), *unusable_in(item, day), *unusable_in(item, item.exam_to)])
    found = [Blocker(each.sentence, each.clause, field="project") for each in unfit]
    specification = item.specification
    if specification.project_id != item.project_id or specification.status != Specification.Status.IN_FORCE:
        sentence = f"{item}引用的考核规范不是现行规范，请重新保存公告以引用现行规范。"
        found.append(Blocker(sentence, clause="3.1", field="specification"))
    if item.places < 1:
        found.append(Blocker(f"{item}的名额应大于0。", clause="3.1", field="places"))
    closes = timezone.localtime(item.registration_closes)
    if item.exam_from <= closes.date():
        sentence = f"{item}的考核日期{item.exam_from:%Y-%m-%d}应晚于报名截止日期{closes:%Y-%m-%d}。"
        found.append(Blocker(sentence, clause="3.1", field="exam_from"))
    if closes <= moment and item.origin_id is None:
        sentence = f"{item}的报名截止时间{closes:%Y-%m-%d %H:%M}已过。"
        found.append(Blocker(sentence, clause="3.1", field="registration_closes"))
    return found


@enforces("3.1")
def wrong_batches(batches: Sequence[Batch]) -> list[Blocker]:
    """Rows that could not even be kept as a draft: days out of order, no places, a batch twice."""
    found, seen = [], set()
    for each in batches:
        if each.registration_closes <= each.registration_opens:
            found.append(Blocker(f"{each}的报名截止应晚于报名开始。", clause="3.1"))
        if each.exam_to < each.exam_from:
            found.append(Blocker(f"{each}的考核日期止不能早于考核日期起。", clause="3.1"))
        if each.places < 1:
            found.append(Blocker(f"{each}的名额应大于0。", clause="3.1"))
        if (each.project.pk, each.batch) in seen:
            found.append(Blocker(f"{each}重复，同一项目的批次号应不同。", clause="3.1"))
        seen.add((each.project.pk, each.batch))
    return found


@enforces("3.1")
def second_annual(announcement: Announcement, published: Announcement | None) -> list[Blocker]:
    """A centre has one annual announcement a year; it changes by revision only."""
    if announcement.kind != Announcement.Kind.ANNUAL or published is None or published.pk == announcement.revises_id:
        return []
    return [
        Blocker(
            f"{announcement.year}年度公告已发布（{published.number}），同一年度只能有一个；请修订该公告，或改发补充公告。",
            clause="3.1",
        )
    ]


@enforces("3.1")
def broken_promises(items: Iterable[AnnouncementItem], former: Iterable[AnnouncementItem]) -> list[Blocker]:
    """A revision keeps every batch that somebody registered for, with places for all of them."""
    kept = {item.origin_id: item for item in items if item.origin_id}
    found = []
    for old in former:
        if not old.taken:
            continue
        if old.pk not in kept:
            found.append(Blocker(f"原公告的{old}已有{old.taken}人报名，修订不能删去该批次。", clause="3.1"))
        elif kept[old.pk].places < old.taken:
            found.append(Blocker(f"{old}已有{old.taken}人报名，名额不能少于{old.taken}。", clause="3.1"))
    return found


def unsettled(announcement: Announcement, typed: Iterable[Unsaved]) -> list[Blocker]:
    """Nobody's input is left behind. It counts no longer once somebody saved the draft after it: then that was chosen."""
    return [
        Blocker(
            f"{each.user.name}于{timezone.localtime(each.saved_at):%m月%d日%H:%M}填写的内容还没有保存到草稿，请本人先保存或者放弃；"
            "本人不在的，请打开“修改”，核对后保存一次草稿。"
        )
        for each in typed
        if each.edition == announcement.edition
    ]


@enforces("3.1")
def too_soon(publish_at: datetime.datetime, now: datetime.datetime) -> list[Blocker]:
    """A time set for publication lies in the future."""
    if publish_at > now:
        return []
    sentence = "定时发布时间应晚于现在；要立即发布，请用“批准并发布”。"
    return [Blocker(sentence, clause="3.1", field="publish_at")]
