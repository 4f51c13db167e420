import pytest

from sdzx.documents.columns import ColumnSpec
from sdzx.documents.delimited import as_csv, read_csv, read_table
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.workbook import export_workbook

COLUMNS = (
    ColumnSpec("code", "编码"), ColumnSpec("name", "名称"), ColumnSpec("weight", "比重", "number", required=False),
)  # fmt: skip
TEXT = "编码,名称,比重\r\nZX-1,面包烘焙,30\r\n"


def values(sheet):
    return [[cell.value for cell in row.values.values()] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(encoding, separator):
    sheet = read_csv(TEXT.replace(",", separator).encode(encoding), columns=COLUMNS)

    assert values(sheet) == [["ZX-1", "面包烘焙", 30]]
    assert (sheet.header_row, sheet.letters) == (1, {"code": "A", "name": "B", "weight": "C"})


def test_bad_cell_is_named_and_short_row_is_empty_at_its_end():
    sheet = read_csv("编码,名称,比重\nZX-1,面包,很多\n\nZX-2,面条\n".encode(), columns=COLUMNS)

    assert [each.sentence for each in sheet.problems] == ["C2 比重应填数字，现为“很多”。"]
    assert [row.number for row in sheet.rows] == [2, 4]
    assert values(sheet)[1] == ["ZX-2", "面条", None]


def test_unknown_column_is_noted():
    sheet = read_csv("编码,名称,备注\nZX-1,面包,无\n".encode(), columns=COLUMNS)

    assert sheet.notes == ["以下列不在模板中，未读取：“备注”。"]


@pytest.mark.parametrize("text", ["=1+1", "+5", "-5", "@x", "\tx", "面包", "'面包", ""])
def test_what_was_written_reads_the_same_and_is_no_formula(text):
    written = as_csv(["编码", "名称", "比重"], [{"编码": "1", "名称": text, "比重": "30"}])

    assert values(read_csv(written, columns=COLUMNS))[0][1] == text.strip()
    assert "\n1,=" not in written.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xff\xff", "不是可以读取的CSV文本"),
        (b"a\0b", "不是可以读取的CSV文本"),
        ("编码\nZX-1\n".encode(), "缺少列：“名称”"),
        (b"", "没有找到表头"),
        (("编码,名称\n" + "1,2\n" * 4).encode(), "数据超过3行"),
        (("编码,名称\n1," + "长" * 140_000).encode(), "CSV格式有误"),
    ],
)
def test_what_is_no_such_table_is_refused(content, said):
    with pytest.raises(UnreadableWorkbook, match=said):
        read_csv(content, columns=COLUMNS, max_rows=3)


def test_too_large_file_is_refused():
    with pytest.raises(UnreadableWorkbook, match="文件超过1MB"):
        read_csv(b"x" * (2**20 + 1), columns=COLUMNS, max_bytes=2**20)


def test_workbook_and_text_are_told_apart():
    workbook = export_workbook(title="表", columns=COLUMNS, rows=[{"code": "ZX-1", "name": "面包烘焙", "weight": 30}])

    assert values(read_table(workbook, columns=COLUMNS)) == values(read_table(TEXT.encode(), columns=COLUMNS))
