import pytest
from xlsxwriter.utility import xl_col_to_name

from sdzx.documents.columns import ColumnSpec, letter, tidy_header


@pytest.mark.parametrize("header", ["证件号码", " 证件\n号码* ", "证件号码（必填）", "＊证件　号码(选填)"])
def test_tidy_header_drops_marks_and_white_space(header: str) -> None:
    assert tidy_header(header) == "证件号码"


def test_names_are_the_header_and_its_aliases() -> None:
    assert ColumnSpec("number", "证件号码*", aliases=("身份证 号",)).names == {"证件号码", "身份证号"}


def test_letter_counts_as_excel_does() -> None:
    assert [letter(index) for index in range(16_384)] == [xl_col_to_name(index) for index in range(16_384)]
