"""Reading an uploaded workbook: safe to open, columns named, every bad cell found, nothing guessed."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import python_calamine as calamine

from sdzx.documents.cells import Cell, Unfit, Value, as_typed, converted, empty
from sdzx.documents.columns import CHOICES_SHEET, PROBLEM_HEADER, ColumnSpec, letter, tidy_header
from sdzx.documents.container import Marks, unpacked
from sdzx.documents.errors import UnreadableWorkbook

MAX_BYTES: Final = 10 * 2**20
MAX_ROWS: Final = 10_000
HEADER_SEARCH: Final = 10  # rows from the top in which the headers are looked for

Grid = list[list[Any]]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken: its row (from 1), column letter and header, and a sentence naming it."""

    row: int
    letter: str
    header: str
    sentence: str

    @property
    def address(self) -> str:
        return f"{self.letter}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the sheet. A cell with a problem holds the empty value of its kind."""

    number: int
    values: Mapping[str, Cell]

    def value(self, key: str) -> Value:
        return self.values[key].value


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: rows with any content, problems in reading order, and notes on what was passed over.

    `letters` gives the column letter of each key that stands in the sheet.
    """

    name: str
    header_row: int
    letters: Mapping[str, str]
    rows: list[Row] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def problem(self, row: int, spec: ColumnSpec, sentence: str) -> CellProblem:
        """A problem of a cell, its address put before `sentence`, which begins with what is wrong."""
        place = self.letters.get(spec.key, "")
        where = f"{place}{row}" if place else f"第{row}行"
        return CellProblem(row, place, spec.header, f"{where} {spec.header}{sentence}")


def read_rows(
    content: bytes, *, columns: Sequence[ColumnSpec], max_rows: int = MAX_ROWS, max_bytes: int = MAX_BYTES
) -> Sheet:
    """Read the first visible sheet whose first rows hold the columns' headers.

    Raises UnreadableWorkbook for a file that is not a readable .xlsx, for missing or repeated columns (all named
    at once) and for more than `max_rows` rows. What is wrong with single cells stands in the result's problems.
    """
    package = unpacked(content, max_bytes=max_bytes)
    sheets, notes = visible_sheets(package.content)
    name, index, header_row, grid = chosen_sheet(sheets, columns)
    if len(sheets) > 1:
        notes.append(f"只读取工作表“{name}”，其余未读取：{quoted(other for other, _, _ in sheets if other != name)}。")
    places, unknown = located(grid[header_row], columns)
    if unknown:
        notes.append(f"以下列不在模板中，未读取：{quoted(unknown)}。")
    sheet = Sheet(name, header_row + 1, {key: letter(place) for key, place in places.items()}, notes=notes)
    marks = package.marks[index] if index < len(package.marks) else Marks()
    fill(sheet, grid, columns, places, marks, max_rows)
    return sheet


def visible_sheets(content: bytes) -> tuple[list[tuple[str, int, Grid]], list[str]]:
    """Every visible worksheet as (name, index, cells from A1), and a note on the hidden ones."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            known = list(enumerate(workbook.sheets_metadata))
            shown = [
                (meta.name, index, workbook.get_sheet_by_index(index).to_python(skip_empty_area=False))
                for index, meta in known
                if meta.typ == calamine.SheetTypeEnum.WorkSheet and meta.visible == calamine.SheetVisibleEnum.Visible
            ]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the reader derives from BaseException
        raise UnreadableWorkbook("工作簿已损坏，无法读取；请在Excel或WPS中打开后另存为.xlsx再上传。") from error
    visible = calamine.SheetVisibleEnum.Visible
    hidden = [meta.name for _, meta in known if meta.visible != visible and meta.name != CHOICES_SHEET]
    if not shown:
        raise UnreadableWorkbook("工作簿中没有可见的工作表；请取消隐藏后重新上传。")
    return shown, [f"隐藏的工作表未读取：{quoted(hidden)}。"] if hidden else []


def chosen_sheet(sheets: list[tuple[str, int, Grid]], columns: Sequence[ColumnSpec]) -> tuple[str, int, int, Grid]:
    """The sheet and row with most of the headers; the first of equals. Raises UnreadableWorkbook for lacking ones."""
    names = [spec.names for spec in columns]
    best: tuple[int, tuple[str, int, int, Grid]] | None = None
    for name, index, grid in sheets:
        for number, cells in enumerate(grid[:HEADER_SEARCH]):
            headers = {tidy_header(cell) for cell in cells}
            count = sum(not headers.isdisjoint(known) for known in names)
            if count and (best is None or count > best[0]):
                best = count, (name, index, number, grid)
    if best is None:
        expected = quoted(spec.header for spec in columns if spec.required)
        raise UnreadableWorkbook(f"前{HEADER_SEARCH}行内没有找到表头；应有的列：{expected}。请使用下载的模板填写。")
    return best[1]


def located(cells: list[Any], columns: Sequence[ColumnSpec]) -> tuple[dict[str, int], list[str]]:
    """The place of each column by key, and the unknown headers. Raises UnreadableWorkbook, naming every fault."""
    headers = [tidy_header(cell) for cell in cells]
    places: dict[str, int] = {}
    repeated = []
    for spec in columns:
        found = [place for place, header in enumerate(headers) if header in spec.names]
        repeated += [spec.header] * (len(found) > 1)
        if found:
            places[spec.key] = found[0]
    known = frozenset[str]().union(*(spec.names for spec in columns), {PROBLEM_HEADER, ""})
    unknown = [header for header in headers if header not in known]
    missing = [spec.header for spec in columns if spec.required and spec.key not in places]
    faults = [f"缺少列：{quoted(missing)}"] * bool(missing) + [f"重复的列：{quoted(repeated)}"] * bool(repeated)
    if faults:
        faults += [f"不认识的列：{quoted(unknown)}"] * bool(unknown)
        raise UnreadableWorkbook(f"表头与模板不符。{'；'.join(faults)}。请按模板的列名修改后重新上传。")
    return places, unknown


def fill(
    sheet: Sheet,
    grid: Grid,
    columns: Sequence[ColumnSpec],
    places: Mapping[str, int],
    marks: Marks,
    max_rows: int,
) -> None:
    for number, cells in enumerate(grid[sheet.header_row :], start=sheet.header_row + 1):
        present = {f"{letter(place)}{number}": cells[place] for place in places.values()}
        if not any(map(has_content, present.values())) and marks.errors.isdisjoint(present):
            continue
        if len(sheet.rows) == max_rows:
            raise UnreadableWorkbook(f"数据超过{max_rows}行，请拆成几个文件分别上传。")
        values = {spec.key: Cell(empty(spec.kind)) for spec in columns}
        for spec in (spec for spec in columns if spec.key in places):
            values[spec.key] = read_cell(sheet, number, spec, cells[places[spec.key]], marks)
        sheet.rows.append(Row(number, values))


def read_cell(sheet: Sheet, number: int, spec: ColumnSpec, raw: Any, marks: Marks) -> Cell:
    """The cell, or an empty one and a problem added to the sheet."""
    address = f"{sheet.letters[spec.key]}{number}"
    formula = address in marks.formulas
    try:
        return converted(raw, spec, formula=formula, error=address in marks.errors)
    except Unfit as unfit:
        sheet.problems.append(sheet.problem(number, spec, str(unfit)))
        return Cell(empty(spec.kind), as_typed(raw), formula)


def has_content(raw: Any) -> bool:
    return bool(raw.strip()) if isinstance(raw, str) else raw is not None


def quoted(names: Any) -> str:
    return "".join(f"“{name}”" for name in names)
