import io
import random
import zipfile

import pytest

from sdzx.documents import container
from sdzx.documents.container import Marks, scan, unpacked
from sdzx.documents.errors import UnreadableWorkbook
from tests.sdzx.documents.books import changed, sheet, workbook

GOOD = sheet([["张三", "370102199003071080"]])
SHEET = "xl/worksheets/sheet1.xml"
LIMIT = 10 * 2**20


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return target.getvalue()


def with_flag(content: bytes, flag: int) -> bytes:
    """The archive with a general-purpose flag set on every entry of its directory."""
    changed_bytes = bytearray(content)
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        changed_bytes[at + 8] |= flag
    return bytes(changed_bytes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "这不是.xlsx工作簿"),
        ("姓名,证件号码\n".encode("gb18030"), "这不是.xlsx工作簿"),
        (b"<html><table>", "这不是.xlsx工作簿"),
        (container.OLE + b"Workbook", "这是旧版.xls文件"),
        (container.OLE + b"\0" * 512 + container.ENCRYPTED_STREAM, "设有打开密码"),
        (zipped(**{"word/document.xml": b"<w/>"}), "没有工作簿"),
        (zipped(**{"xl/workbook.bin": b""}), ".xlsb"),
        (with_flag(GOOD, 1), "已加密"),
        (GOOD[:-200], "文件已损坏"),
        (GOOD.replace(b"PK\x01\x02", b"PK\x01\x03"), "文件已损坏"),
    ],
)
def test_unpacked_refuses_what_is_not_a_workbook(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=reason):
        unpacked(content, max_bytes=LIMIT)


def test_unpacked_refuses_a_large_file() -> None:
    with pytest.raises(UnreadableWorkbook, match="文件超过2MB"):
        unpacked(b"PK\x03\x04" + bytes(2 * 2**20), max_bytes=2 * 2**20)


def test_unpacked_refuses_a_bomb_by_its_ratio() -> None:
    bomb = changed(GOOD, SHEET, lambda body: body + b" " * 8 * 2**20)
    with pytest.raises(UnreadableWorkbook, match="解压后过大"):
        unpacked(bomb, max_bytes=LIMIT)


def test_unpacked_refuses_a_bomb_by_its_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED", 100_000)
    noise = random.Random(1).randbytes(60_000).hex().encode()
    with pytest.raises(UnreadableWorkbook, match="解压后过大"):
        unpacked(changed(GOOD, SHEET, lambda body: body + noise), max_bytes=LIMIT)


def test_unpacked_refuses_a_part_that_lies_about_its_size() -> None:
    bomb = bytearray(changed(GOOD, SHEET, lambda body: body + b" " * 8 * 2**20))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := bomb.find(signature, at + 1)) >= 0:
            if int.from_bytes(bomb[at + offset : at + offset + 4], "little") > 2**20:
                bomb[at + offset : at + offset + 4] = (500).to_bytes(4, "little")
    with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
        unpacked(bytes(bomb), max_bytes=LIMIT)


def test_unpacked_refuses_damaged_compression() -> None:
    broken = bytearray(GOOD)
    start = broken.find(b"xl/worksheets/sheet1.xml") + 24
    broken[start : start + 40] = b"\xff" * 40
    with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
        unpacked(bytes(broken), max_bytes=LIMIT)


def test_unpacked_keeps_only_the_parts_with_cells() -> None:
    extra = changed(GOOD, "docProps/app.xml", lambda body: b"x" * 5 * 2**20)
    with zipfile.ZipFile(io.BytesIO(unpacked(extra, max_bytes=LIMIT).content)) as archive:
        kept = set(archive.namelist())
    assert kept == {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        SHEET,
    }


def test_unpacked_gives_the_marks_of_each_sheet_in_order() -> None:
    def fill(book: object) -> None:
        book.add_worksheet("空")  # type: ignore[attr-defined]
        page = book.add_worksheet("式")  # type: ignore[attr-defined]
        page.write_formula("B2", "=1+1", None, 2)
        page.write_formula("AA30", "=NA()", None, "#N/A")

    marks = unpacked(workbook(fill), max_bytes=LIMIT).marks
    assert marks == (Marks(), Marks(frozenset({"B2", "AA30"}), frozenset({"AA30"})))


@pytest.mark.parametrize(
    ("xml", "marks"),
    [
        (b"", Marks()),
        (b'<x:row r="3"><x:c r="b3"><x:f>1</x:f></x:c></x:row>', Marks(frozenset({"B3"}))),
        (b"<row r='7'><c/><c t='e'><v>#N/A</v></c><c><f/></c></row>", Marks(frozenset({"C7"}), frozenset({"B7"}))),
        (b"<row><c><f>1</f></c></row><row><c><f>1</f></c></row>", Marks(frozenset({"A1", "A2"}))),
        (b'<cols><col min="1"/></cols><row r="1"><c r="A1"><v>1</v></c></row>', Marks()),
    ],
)
def test_scan_finds_formulas_and_errors(xml: bytes, marks: Marks) -> None:
    assert scan(xml) == marks


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1000000"><c/><c/><c/><c><v>1</v></c></row>',
        b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row>',
    ],
)
def test_scan_refuses_values_far_apart(xml: bytes) -> None:
    with pytest.raises(UnreadableWorkbook, match="数据区域过大"):
        scan(xml)


def test_scan_ignores_far_cells_without_values() -> None:
    assert scan(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>') == Marks()


@pytest.mark.parametrize(
    ("part", "plain"),
    [
        (b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/></row>', True),
        (b"<sheetData/>", True),
        (b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', False),
        (b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', False),
        (b"<row><c><v>1</v></c></row>", False),
        (b'<row r="1"><c t="s" r="A1"><v>1</v></c></row>', False),
        (b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>', False),
        (b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>', False),
    ],
)
def test_glance_at_a_sheet(part, plain):
    assert container.is_plain(part) is plain
