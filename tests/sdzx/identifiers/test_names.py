"""Names: rare characters in, look-alikes and private ones out."""

import pytest

from sdzx.identifiers import check_name, clean_name, normalise_name


@pytest.mark.parametrize(
    "name",
    ["张三", "欧阳䶮", "刘\U000309c4", "王\U0002ebf0", "李\U000223af", "〇一", "买买提·艾力", "阿依古丽•买买提",
     "O'Brien Anna-Lena", "José Ñu"]
)  # fmt: skip
def test_check_name_good(name):
    assert check_name(name) == []


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("  ", ["请填写姓名。"]),
        ("张", ["姓名至少两个字。"]),
        ("张3", ["姓名中不能有“3”（U+0033）。"]),
        ("张\ue863", ["姓名中有自造字（U+E863），别的电脑上显示不出来，请用输入法重新录入这个字。"]),
        ("⽅明", ["“⽅”（U+2F45）不是标准汉字，请改为“方”。"]),
        ("张\u200b三", ["姓名中不能有“不可见字符”（U+200B）。"]),
        ("·张三", ["间隔号“·”只能用在姓名各部分之间。"]),
        ("张😀?", ["姓名中不能有“😀”（U+1F600）。", "姓名中不能有“?”（U+003F）。"]),
        ("张" * 51, ["姓名不能超过50个字。"]),
    ],
)
def test_check_name_bad(name, sentences):
    assert check_name(name) == sentences


def test_check_name_latin_where_chinese_is_due():
    assert check_name("张A", latin=False) == ["“A”不是汉字，请按证件填写中文姓名。"]


@pytest.mark.parametrize("dot", "·•・．.‧")
def test_normalise_name_variant_dots(dot):
    assert normalise_name(f"买买提 {dot} 艾力") == "买买提·艾力"


def test_normalise_name_blanks_and_widths():
    assert normalise_name("张　 三 ") == "张三"
    assert normalise_name("Ａnna  Li") == "ANNA LI"


def test_clean_name_keeps_what_was_entered():
    assert clean_name(" 买买提•艾力　") == "买买提•艾力"


def test_clean_name_old_private_character():
    assert clean_name("张\ue854") == "张\u9fba"
