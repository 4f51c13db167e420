"""What keeps a row from being taken, and a roster from being received or taken (3.2). Pure; everything at once."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from exams.announcements.models import AnnouncementItem
from exams.announcements.usable import unregistrable
from exams.registration import rules as registration
from exams.registration.choices import EDUCATION
from exams.registration.models import Registration
from exams.registration.roster import columns
from exams.registration.roster.models import Roster, RosterProblem
from sdzx import clock, identifiers
from sdzx.accounts import rules as accounts
from sdzx.clauses import enforces
from sdzx.policy import Policy
from sdzx.ui import words
from sdzx.workflow import Blocker

Kind = RosterProblem.Kind
Fault = tuple[str, str, str]  # key of the column, kind, sentence without the header
OLDEST_YEARS: Final = 130
FIELD_KINDS: Final = {"name": Kind.CHARACTERS, "document_number": Kind.NUMBER, "phone": Kind.CHARACTERS}


@dataclass(frozen=True, slots=True)
class Batch:
    """What the rows of a roster are measured against: birthdays from `oldest` to `cutoff`."""

    today: datetime.date
    oldest: datetime.date
    cutoff: datetime.date
    too_young: str

    @classmethod
    def of(cls, item: AnnouncementItem, numbers: Policy) -> Self:
        """Those of an announcement's batch under its centre's policy."""
        today = clock.today()
        oldest = datetime.date(today.year - OLDEST_YEARS, 1, 1)
        sentence = f"：考核首日（{words.day(item.exam_from)}）须年满{numbers.minimum_age}周岁。"
        return cls(today, oldest, numbers.cutoff(item.exam_from), sentence)


@enforces("3.2")
def person_faults(values: Mapping[str, Any], batch: Batch) -> Iterator[Fault]:
    """Every fault of a row's person, cell by cell."""
    yield from _identity(values)
    yield from _birth(values, batch)
    yield from _sex(values)
    if values["ethnicity"] and values["ethnicity"] not in columns.PEOPLES:
        yield "ethnicity", Kind.CHARACTERS, f"“{values['ethnicity']}”不在民族名称表中。"
    if values["education"] and values["education"] not in EDUCATION:
        yield "education", Kind.CHARACTERS, f"“{values['education']}”不在选项中，应为{'、'.join(EDUCATION)}之一。"
    if not values["eligibility"]:
        yield "eligibility", Kind.EMPTY, "是空的：请写明符合公告中的哪项报名条件。"
    for key, most in columns.ROOM.items():
        if len(values.get(key) or "") > most:
            yield key, Kind.CHARACTERS, f"最多{most}个字，现在是{len(values[key])}个字。"


def _identity(values: Mapping[str, Any]) -> Iterator[Fault]:
    kind = values["document_type"]
    if not kind:
        yield "document_type", Kind.CHARACTERS, f"应为{'、'.join(columns.DOCUMENTS)}之一。"
        kind = _likely(values["document_number"])
    found = accounts.identity(
        name=values["name"], document_type=kind, document_number=values["document_number"], phone=values["phone"],
        mobile_only=False,
    )  # fmt: skip
    for blocker in found:
        if values[blocker.field]:
            yield blocker.field, FIELD_KINDS[blocker.field], f"：{blocker.sentence}"
        else:
            yield blocker.field, Kind.EMPTY, "是空的。"


def _likely(number: str) -> str:
    """The kind of document by which to read a number whose kind is not known: the one it fits, else a resident's."""
    fitting = (kind for kind in identifiers.DocumentType if not identifiers.check_document(kind, number))
    return str(next(fitting, identifiers.DocumentType.RESIDENT_ID))


def _birth(values: Mapping[str, Any], batch: Batch) -> Iterator[Fault]:
    given = values["birth_date"]
    said = identifiers.birth_date(values["document_type"], values["document_number"])
    if said and given and said != given:
        yield "birth_date", Kind.MISMATCH, f"“{given}”与证件号码中的{said}不一致。"
    day = said or given
    if day is None:
        kind, number = values["document_type"], values["document_number"]
        if kind and not identifiers.check_document(kind, number):
            yield "birth_date", Kind.EMPTY, "是空的：证件号码中没有出生日期的须填写。"
    elif day > batch.cutoff:
        yield "birth_date", Kind.AGE, batch.too_young
    elif day < batch.oldest:
        yield "birth_date", Kind.DATE, f"“{day}”太早，请核对。"


def _sex(values: Mapping[str, Any]) -> Iterator[Fault]:
    given = values["sex"]
    said = identifiers.sex(values["document_type"], values["document_number"])
    if given not in ("", "男", "女"):
        yield "sex", Kind.CHARACTERS, f"“{given}”应为男或女。"
    elif said and given and given != said.label:
        yield "sex", Kind.MISMATCH, f"“{given}”与证件号码表示的“{said.label}”不一致。"


@enforces("3.2")
def unreceivable(item: AnnouncementItem, *, moment: datetime.datetime) -> list[Blocker]:
    """Everything that keeps a roster from being received for a batch."""
    return [*registration.window(item, moment), *unregistrable(item)]


@enforces("3.2")
def untakable(roster: Roster, *, moment: datetime.datetime) -> list[Blocker]:
    """Everything that keeps the good rows of a roster from being taken; `moment` is that of the registrar's decision."""
    found = unreceivable(roster.item, moment=moment)
    if not roster.good:
        found.append(Blocker("没有一行合格，无法收取。请下载批注后的工作簿，改好后重新上传。", "3.2"))
    return found


@enforces("3.2")
def not_enough_places(*, wanted: int, free: int) -> list[Blocker]:
    """A group that wants to come whole or not at all finds places for everybody."""
    if wanted <= free:
        return []
    sentence = f"名单有{wanted}人，本批次只剩{free}个名额，按您的选择一个也没有收。可以改为其余转入候补，或者等待名额。"
    return [Blocker(sentence, "3.2", field="places")]


@enforces("3.2")
def changed_since_check(lines: Sequence[str]) -> list[Blocker]:
    """No row may have turned bad after the registrar saw the result (registered elsewhere, revised dates)."""
    if not lines:
        return []
    shown = "、".join(lines[:10]) + ("等" if len(lines) > 10 else "")
    return [Blocker(f"检查之后有{len(lines)}行情况有变（{shown}），一行也没有收。请看新的检查结果后重新确认。", "3.2")]


@enforces("3.2")
def registered(other: Registration) -> str:
    """The sentence about a person who is registered for the batch already."""
    (blocker,) = registration.registered_already(other)
    return f"：{blocker.sentence}"
