"""From the cells of a row to a person: at a glance where nothing is unusual, else cell by cell with every fault named."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from exams.registration.choices import EDUCATION
from exams.registration.roster import columns
from exams.registration.roster.models import RosterProblem
from exams.registration.roster.rules import Batch, person_faults
from sdzx.crypto import blind_index
from sdzx.documents.cells import EXACT, Unfit, converted
from sdzx.documents.columns import ColumnSpec
from sdzx.fields import document_index
from sdzx.identifiers import (
    DocumentType,
    Sex,
    birth_date,
    check_document,
    clean_name,
    faultless_resident_id,
    normalise_document,
    normalise_name,
    normalise_phone,
    sex,
)
from sdzx.identifiers.characters import DOT_VARIANTS, MIDDLE_DOT

Kind = RosterProblem.Kind
RESIDENT: Final = DocumentType.RESIDENT_ID.value
GAP = "\0"  # no cell can hold it
ODD = re.compile("[\\s#\u200b-\u200f\u202a-\u202e\u2060\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
HAN = re.compile("[\u4e00-\u9fff]{2,10}").fullmatch
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII).fullmatch
NAMES = frozenset({"", *columns.PEOPLES})
LEVELS = frozenset({"", *EDUCATION})
SAME_LEVEL = {
    "小学": EDUCATION[0], "文盲": EDUCATION[0], "初级中学": EDUCATION[1], "高中": EDUCATION[2], "中专": EDUCATION[2], "技校": EDUCATION[2],
    "中职": EDUCATION[2], "职高": EDUCATION[2], "专科": EDUCATION[3], "大学专科": EDUCATION[3], "大学本科": EDUCATION[4], "大学": EDUCATION[4],
    "硕士": EDUCATION[5], "博士": EDUCATION[5], "硕士研究生": EDUCATION[5], "博士研究生": EDUCATION[5],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Something about a cell; `blocking` keeps the row from being taken."""

    row: int
    letter: str
    header: str
    kind: str
    sentence: str
    blocking: bool = True


@dataclass(slots=True)
class Line:
    """A row's person. `index` is empty while the number is faulty; `photo` names the picture in the ZIP."""

    number: int
    document_type: str
    document: str
    index: str
    birth: datetime.date | None
    name_key: str
    photo: str
    values: Mapping[str, Any]
    good: bool = True


@dataclass(slots=True)
class Place:
    """Where the columns stand, and what the container says of single cells."""

    letters: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    found: list[Found] = field(default_factory=list)

    def say(self, row: int, key: str, kind: str, sentence: str, *, blocking: bool = True) -> None:
        """Note something about a cell; the sentence gets the cell's address and header in front."""
        spec = columns.BY_KEY[key]
        letter = self.letters.get(key, "")
        where = f"{letter}{row}" if letter else f"第{row}行"
        self.found.append(Found(row, letter, spec.header, kind, f"{where} {spec.header}{sentence}", blocking))


def at_a_glance(number: int, cells: Sequence[Any], batch: Batch) -> Line | None:
    """The line of a resident whose cells are all in order and in normal form, in the order of `columns.READ`; else None."""
    name, kind, document, told, birth, ethnicity, education, phone, employer, address, eligibility, needs, photo = cells
    try:
        text = GAP.join((name, kind, document, told, ethnicity, education, phone, employer, address, eligibility, needs, photo))  # fmt: skip
    except TypeError:  # numbers, dates and logical values
        return None
    if ODD.search(text) or not (HAN(name) and MOBILE(phone) and eligibility) or kind not in ("", "居民身份证"):
        return None
    day = faultless_resident_id(document, batch.today)
    if day is None or not batch.oldest <= day <= batch.cutoff:
        return None
    said = "男" if document[16] in "13579" else "女"
    agrees = told in ("", said) and birth in ("", None, day, day.isoformat())
    known = ethnicity in NAMES and education in LEVELS
    fits = len(employer) <= 100 and len(address) <= 120 and len(eligibility) <= 1000 and len(needs) <= 200
    if not (agrees and known and fits and len(photo) <= 120):
        return None
    values = {
        "name": name, "document_type": RESIDENT, "document_number": document, "sex": said, "birth_date": day,
        "ethnicity": ethnicity, "education": education, "phone": phone, "employer_name": employer, "address": address,
        "eligibility": eligibility, "needs": needs,
    }  # fmt: skip
    return Line(number, RESIDENT, document, blind_index(f"{RESIDENT}:{document}", "document"), day, name, photo, values)


def cell_by_cell(number: int, cells: Sequence[Any], batch: Batch, place: Place) -> Line:
    """The line, and in `place.found` everything about its cells. A value that could not be read is taken as empty."""
    before = len(place.found)
    texts, unread = _read(number, cells, place)
    values = _values(number, texts, place)
    kind = values["document_type"]
    for key, fault, sentence in person_faults(values, batch):
        if key not in unread:
            where = key if key in place.letters or key != "birth_date" else "document_number"
            place.say(number, where, fault, sentence)
    _derive(values)
    photo = str(values.pop("photo_name"))
    sound = kind and values["document_number"] and not check_document(kind, values["document_number"])
    return Line(
        number, kind, values["document_number"], document_index(kind, values["document_number"]) if sound else "",
        values["birth_date"], normalise_name(values["name"]), photo, values,
        not any(each.blocking for each in place.found[before:]),
    )  # fmt: skip


def _read(number: int, cells: Sequence[Any], place: Place) -> tuple[dict[str, Any], set[str]]:
    """The typed cells by key, and which of them could not be read."""
    texts: dict[str, Any] = {}
    unread = set()
    for spec, raw in zip(columns.READ, cells, strict=True):
        address = f"{place.letters.get(spec.key, '')}{number}"
        try:
            cell = converted(raw, spec, formula=address in place.formulas, error=address in place.errors)
        except Unfit as unfit:
            unread.add(spec.key)
            texts[spec.key] = None if spec.kind == "date" else ""
            place.say(number, spec.key, kind_of(raw, spec), str(unfit))
            continue
        texts[spec.key] = cell.value
        if cell.note and cell.value:
            place.say(number, spec.key, Kind.TIDIED, f"：{cell.note}。", blocking=False)
    return texts, unread


def kind_of(raw: Any, spec: ColumnSpec) -> str:
    """Which kind of fault a cell has that does not fit its column."""
    if isinstance(raw, datetime.date | datetime.time | datetime.timedelta) or spec.kind == "date":
        return Kind.DATE
    lost = isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= EXACT
    return Kind.PRECISION if lost else Kind.CHARACTERS


def _values(number: int, texts: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """What a registration holds, in normal form; whatever was changed for it is noted."""
    values = {spec.key: texts[spec.key] for spec in columns.READ}
    values["name"] = re.sub(rf" *[{re.escape(DOT_VARIANTS)}] *", MIDDLE_DOT, clean_name(values["name"]))
    values["document_number"] = normalise_document(values["document_number"])
    values["phone"] = normalise_phone(values["phone"])
    said = values["document_type"]
    values["document_type"] = columns.DOCUMENTS.get(said, "" if said else RESIDENT)
    given = values["ethnicity"]
    values["ethnicity"] = f"{given}族" if f"{given}族" in NAMES else given
    values["education"] = SAME_LEVEL.get(values["education"], values["education"])
    readable = {"name": "已统一间隔号和空格", "document_number": "已去掉空格和连字符并改为大写", "phone": "已改为通常写法",
                "ethnicity": "已补“族”字", "education": "已按选项读取"}  # fmt: skip
    for key, note in readable.items():
        if values[key] != texts[key]:
            place.say(number, key, Kind.TIDIED, f"：{note}。", blocking=False)
    return values


def _derive(values: dict[str, Any]) -> None:
    """Birth and sex as the number says them."""
    kind, document = values["document_type"], values["document_number"]
    values["birth_date"] = birth_date(kind, document) or values["birth_date"]
    said: Sex | None = sex(kind, document)
    values["sex"] = str(said.label) if said else values["sex"]
