"""An uploaded .xlsx as a ZIP container: what it may be, how large, and where its formulas stand.

The reader never sees the upload itself. Only the parts that hold cells are unpacked, under limits, into a fresh
package; pictures, macros and whatever else was inside stay behind.
"""

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from sdzx.documents.columns import letter
from sdzx.documents.errors import UnreadableWorkbook

MAX_UNPACKED: Final = 120 * 2**20  # bytes, all parts together
MAX_RATIO: Final = 400  # unpacked to packed, of a part larger than a megabyte
MAX_EXTENT: Final = 3_000_000  # cells of the rectangle that holds all values: the reader allocates every one

DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ELEMENT = re.compile(rb"<(?:\w+:)?(row|c)((?:[\s/][^>]*)?)>(\s*<(?:\w+:)?f[\s/>])?")
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
SHEET_ELEMENT = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d')
PLAIN_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
UNPLAIN = (b"<f", b":f", b'"e"', b"'e'", b"<c>", b":c ")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Marks:
    """Addresses (such as `C7`) of a sheet's formula cells and of cells that hold an error value."""

    formulas: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Package:
    """The cleaned workbook, and its sheets' marks in the workbook's order."""

    content: bytes
    marks: tuple[Marks, ...]


def unpacked(content: bytes, *, max_bytes: int) -> Package:
    """Check an upload and repack what the reader needs.

    Raises UnreadableWorkbook when it is too large, not an .xlsx, encrypted, damaged, or unpacks to too much.
    """
    if len(content) > max_bytes:
        raise UnreadableWorkbook(f"文件超过{max_bytes / 2**20:.0f}MB，请拆成几个文件分别上传。")
    refuse_other_formats(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = read_parts(archive)
    except DAMAGE as error:
        raise UnreadableWorkbook("文件已损坏，无法打开；请在Excel或WPS中打开后另存为.xlsx再上传。") from error
    found = {name: scan(body) for name, body in parts.items() if name.lower().startswith("xl/worksheets/")}
    return Package(repacked(parts), tuple(found.get(name, Marks()) for name in sheet_parts(parts)))


def refuse_other_formats(content: bytes) -> None:
    if content.startswith(OLE):
        if ENCRYPTED_STREAM in content:
            raise UnreadableWorkbook("工作簿设有打开密码，无法读取；请取消密码后重新上传。")
        raise UnreadableWorkbook("这是旧版.xls文件（改扩展名无效）；请在Excel或WPS中另存为.xlsx再上传。")
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableWorkbook("这不是.xlsx工作簿；请下载模板填写，保存为.xlsx后上传。")


def read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = {info.filename.lower() for info in archive.infolist()}
    if "xl/workbook.bin" in names:
        raise UnreadableWorkbook("这是.xlsb二进制工作簿；请另存为.xlsx再上传。")
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbook("压缩包内没有工作簿，这不是.xlsx文件；请下载模板填写后上传。")
    wanted = [info for info in archive.infolist() if PARTS.fullmatch(info.filename)]
    if any(info.flag_bits & 1 for info in wanted):
        raise UnreadableWorkbook("工作簿已加密，无法读取；请取消密码后重新上传。")
    inflated = sum(info.file_size for info in wanted)
    dense = any(info.file_size > max(2**20, MAX_RATIO * info.compress_size) for info in wanted)
    if inflated > MAX_UNPACKED or dense:
        raise UnreadableWorkbook("文件解压后过大，已拒绝读取；请删除多余的行列和格式，或把数据粘贴到空白模板后上传。")
    # reading stops at the declared size, so that a false size cannot unpack to more
    return {info.filename: archive.read(info) for info in wanted}


def sheet_parts(parts: dict[str, bytes]) -> list[str]:
    """The part of every sheet, in the workbook's order."""
    relations = {}
    for element in RELATION.finditer(parts.get("xl/_rels/workbook.xml.rels", b"")):
        values = attributes(element[1])
        target = values.get("Target", "")
        relations[values.get("Id", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    workbook = next((body for name, body in parts.items() if name.lower() == "xl/workbook.xml"), b"")
    return [relations.get(attributes(element[1]).get("r:id", ""), "") for element in SHEET_ELEMENT.finditer(workbook)]


def attributes(raw: bytes) -> dict[str, str]:
    pairs = ((match[1], match[2] or match[3] or b"") for match in ATTRIBUTE.finditer(raw))
    return {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in pairs}


def scan(sheet: bytes) -> Marks:
    """The sheet's formula and error cells, which calamine does not tell.

    Raises UnreadableWorkbook when its values lie so far apart that reading them would take all memory.
    """
    if is_plain(sheet):
        return Marks()
    formulas, errors = set(), set()
    current = bottom = right = across = 0
    for element in ELEMENT.finditer(sheet):
        reference = REFERENCE.search(element[2])
        if element[1] == b"row":
            current, across = (int(reference[2]) if reference else current + 1), 0
            continue
        column = column_number(reference[1]) if reference else 0
        across = column or across + 1
        if element[2].endswith(b"/"):
            continue  # a cell with a format and no value
        row = int(reference[2]) if reference else current
        bottom, right = max(bottom, row), max(right, across)
        address = f"{letter(across - 1)}{row}"
        if element[3]:
            formulas.add(address)
        if ERROR.search(element[2]):
            errors.add(address)
    if bottom * right > MAX_EXTENT:
        raise UnreadableWorkbook("远离表格的地方还有内容，数据区域过大；请把数据粘贴到空白模板后上传。")
    return Marks(frozenset(formulas), frozenset(errors))


def is_plain(sheet: bytes) -> bool:
    """Whether a glance shows a sheet of bounded extent without formula and error cells, as nearly all are.

    False only says that every cell has to be looked at, which takes five times as long.
    """
    if any(mark in sheet for mark in UNPLAIN):
        return False
    columns, rows = PLAIN_COLUMN.findall(sheet), PLAIN_ROW.findall(sheet)
    extent = max(map(int, set(rows)), default=0) * max(map(column_number, set(columns)), default=0)
    return sheet.count(b"<c ") == len(columns) == len(rows) and extent <= MAX_EXTENT


def column_number(letters: bytes) -> int:
    number = 0
    for character in letters.upper():
        number = number * 26 + character - 64
    return number


def repacked(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return target.getvalue()
