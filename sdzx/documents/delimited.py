"""Tables as text (CSV): read into the same sheet as a workbook, and written so that no cell can become a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sdzx.documents.columns import ColumnSpec, letter
from sdzx.documents.container import Marks
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.excel import (
    HEADER_SEARCH,
    MAX_BYTES,
    MAX_ROWS,
    Sheet,
    chosen_sheet,
    fill,
    located,
    quoted,
    read_rows,
)

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
CONTAINERS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, and what the workbook's reader refuses with reasons
ENCODINGS: Final = ("utf-8-sig", "gb18030")
SEPARATORS: Final = ",\t;"


def as_csv(labels: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; `rows` by label."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(labels)
    writer.writerows([safe(str(row[label])) for label in labels] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that a spreadsheet leaves as text: an apostrophe before what it would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def read_table(
    content: bytes, *, columns: Sequence[ColumnSpec], max_rows: int = MAX_ROWS, max_bytes: int = MAX_BYTES
) -> Sheet:
    """A workbook or CSV, told apart by its first bytes. Raises UnreadableWorkbook as `read_rows` does."""
    read = read_rows if content.startswith(CONTAINERS) else read_csv
    return read(content, columns=columns, max_rows=max_rows, max_bytes=max_bytes)


def read_csv(
    content: bytes, *, columns: Sequence[ColumnSpec], max_rows: int = MAX_ROWS, max_bytes: int = MAX_BYTES
) -> Sheet:
    """CSV as spreadsheets save it: UTF-8 or GB 18030; commas, semicolons or tabs.

    Raises UnreadableWorkbook for what is no such text, for missing or repeated columns and for more than `max_rows` rows.
    """
    if len(content) > max_bytes:
        raise UnreadableWorkbook(f"文件超过{max_bytes // 2**20}MB，请拆成几个文件分别上传。")
    grid = _grid(_decoded(content))
    name, _, header_row, _ = chosen_sheet([("CSV", 0, grid)], columns)
    places, unknown = located(grid[header_row], columns)
    notes = [f"以下列不在模板中，未读取：{quoted(unknown)}。"] if unknown else []
    sheet = Sheet(name, header_row + 1, {key: letter(place) for key, place in places.items()}, notes=notes)
    fill(sheet, grid, columns, places, Marks(), max_rows)
    return sheet


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise UnreadableWorkbook("不是可以读取的CSV文本；请在Excel或WPS中另存为“CSV UTF-8”或.xlsx后再上传。")


def _grid(text: str) -> list[list[str]]:
    head = "\n".join(text.splitlines()[:HEADER_SEARCH])
    separator = max(SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableWorkbook("CSV格式有误，无法读取；请在Excel或WPS中打开后重新保存。") from error
    width = max(map(len, rows), default=0)
    return [[_plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]


def _plain(text: str) -> str:
    """Without the apostrophe that `safe` put there."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text
