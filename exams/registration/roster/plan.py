"""Reading a roster: every row, every fault, duplicates in the file and against what is registered. Nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.registration.roster import columns, rules
from exams.registration.roster.cells import Found, Line, Place, at_a_glance, cell_by_cell
from exams.registration.roster.models import RosterProblem
from exams.registration.roster.rules import Batch
from sdzx import policy
from sdzx.documents.columns import letter
from sdzx.documents.container import Marks, unpacked
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.excel import MAX_BYTES, chosen_sheet, has_content, located, quoted, visible_sheets

Kind = RosterProblem.Kind
CHUNK = 1000


@dataclass(slots=True)
class Plan:
    """What a roster holds. `header_row` counts from 1; `found` is in no order until `finish` has put it into that of reading."""

    sheet: str
    header_row: int
    place: Place
    notes: list[str]
    lines: list[Line] = field(default_factory=list)

    @property
    def found(self) -> list[Found]:
        return self.place.found

    def blame(self, line: Line, key: str, kind: str, sentence: str) -> None:
        """Note a fault of a line's cell: it will not be taken."""
        line.good = False
        self.place.say(line.number, key, kind, sentence)

    def finish(self) -> None:
        """Put everything into the order of reading."""
        self.place.found.sort(key=lambda each: (each.row, len(each.letter), each.letter))


def plan_of(content: bytes, item: AnnouncementItem) -> Plan:
    """Read a workbook for a batch. Raises UnreadableWorkbook for a file that is no such workbook."""
    plan, rows, places = _opened(content)
    batch = Batch.of(item, policy.of(item.announcement.center))
    pick = itemgetter(*(places.get(spec.key, -1) for spec in columns.READ))  # -1: the empty cell put at the end
    for number, cells in enumerate(rows, start=plan.header_row + 1):
        cells.append("")
        picked = pick(cells)
        line = at_a_glance(number, picked, batch)
        if line is None:
            if not _filled(number, picked, plan.place):
                continue
            line = cell_by_cell(number, picked, batch, plan.place)
        plan.lines.append(line)
        if len(plan.lines) > columns.MAX_ROWS:
            raise UnreadableWorkbook(f"数据超过{columns.MAX_ROWS}行，请拆成几个文件分别上传。")
    if not plan.lines:
        raise UnreadableWorkbook("工作簿中没有数据行；请从表头的下一行起填写。")
    repeated_in_file(plan)
    registered_already(plan, item)
    plan.finish()
    return plan


def _opened(content: bytes) -> tuple[Plan, list[list[Any]], dict[str, int]]:
    package = unpacked(content, max_bytes=MAX_BYTES)
    sheets, notes = visible_sheets(package.content)
    name, index, header, grid = chosen_sheet(sheets, columns.COLUMNS)
    if len(sheets) > 1:
        others = quoted(other for other, _, _ in sheets if other != name)
        notes.append(f"只读取工作表“{name}”，其余未读取：{others}。")
    places, unknown = located(grid[header], columns.COLUMNS)
    if unknown:
        notes.append(f"以下列不在模板中，未读取：{quoted(unknown)}。")
    marks = package.marks[index] if index < len(package.marks) else Marks()
    letters = {key: letter(place) for key, place in places.items()}
    place = Place(letters, marks.formulas, marks.errors)
    return Plan(name, header + 1, place, notes), grid[header + 1 :], places


def _filled(number: int, cells: Sequence[Any], place: Place) -> bool:
    """Whether the row says anything; a blank line between two groups does not."""
    if any(map(has_content, cells)):
        return True
    return bool(place.errors) and any(f"{letter}{number}" in place.errors for letter in place.letters.values())


def repeated_in_file(plan: Plan) -> None:
    """The same document twice, and the same person under two kinds of document."""
    by_index: dict[str, Line] = {}
    by_person: dict[tuple[str, Any], Line] = {}
    for line in plan.lines:
        if not line.index:
            continue
        first = by_index.setdefault(line.index, line)
        if first is not line:
            plan.blame(line, "document_number", Kind.IN_FILE, f"与第{first.number}行重复。")
            if first.name_key != line.name_key:
                sentence = f"与第{line.number}行重复而姓名不同，请核对哪一行正确。"
                plan.blame(first, "document_number", Kind.IN_FILE, sentence)
            continue
        same = by_person.setdefault((line.name_key, line.birth), line)
        if same.document_type != line.document_type:
            sentence = f"：与第{same.number}行姓名、出生日期相同而证件类型不同。同一人只能用一种证件报名；确为两人的，请为其中一人逐人报名。"
            plan.blame(line, "document_type", Kind.IN_FILE, sentence)


def registered_already(plan: Plan, item: AnnouncementItem) -> None:
    """Those who hold a live registration for the batch; two queries for every thousand rows."""
    for lines in chunks([line for line in plan.lines if line.index]):
        for line, other in live_of(lines, item):
            if other.document_index == line.index:
                plan.blame(line, "document_number", Kind.REGISTERED, rules.registered(other))
            else:
                sentence = f"：姓名、出生日期相同的人已用{other.get_document_type_display()}报名同一批次（{other.number}）。同一人只能报名一次。"
                plan.blame(line, "document_type", Kind.REGISTERED, sentence)


def live_of(lines: Sequence[Line], item: AnnouncementItem) -> Iterator[tuple[Line, Registration]]:
    """Each line with the live registration of its document or, under another kind of document, of its person."""
    live: QuerySet[Registration] = Registration.objects.filter(item=item).exclude(status__in=Registration.ENDED)
    live = live.select_related("unit").defer("document_number", "phone").order_by("pk")
    documents = {each.document_index: each for each in live.filter(document_index__in={line.index for line in lines})}
    named = live.filter(name_key__in={line.name_key for line in lines}).exclude(document_index__in=documents)
    people: dict[tuple[str, Any], Registration] = {(each.name_key, each.birth_date): each for each in named}
    for line in lines:
        if other := documents.get(line.index):
            yield line, other
            continue
        namesake = people.get((line.name_key, line.birth))
        if namesake is not None and namesake.document_type != line.document_type:
            yield line, namesake


def chunks(lines: Iterable[Line], size: int = CHUNK) -> Iterator[list[Line]]:
    """The lines by the thousand."""
    held = list(lines)
    for start in range(0, len(held), size):
        yield held[start : start + size]
