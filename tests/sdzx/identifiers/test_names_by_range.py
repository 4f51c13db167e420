"""Names by explicit ranges: the first and the last character of every block, and those just outside."""

import pytest

from sdzx.identifiers import check_name, clean_name, normalise_name

BLOCKS = {
    "A": (0x3400, 0x4DBF), "URO": (0x4E00, 0x9FFF), "B": (0x20000, 0x2A6DF), "C": (0x2A700, 0x2B739), "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1), "F": (0x2CEB0, 0x2EBE0), "G": (0x30000, 0x3134A), "H": (0x31350, 0x323AF), "I": (0x2EBF0, 0x2EE5D),
}  # fmt: skip
OUTSIDE = [0x33FF, 0x2A6E0, 0x2B73A, 0x2B81E, 0x2CEA2, 0x2EBE1, 0x2EE5E, 0x3134B, 0x323B0, 0x40000]
DOTS = "·•・．.‧∙⋅｡。﹒･"


@pytest.mark.parametrize("block", BLOCKS)
def test_rare_characters_are_names(block):
    for code in BLOCKS[block]:
        assert check_name(f"张{chr(code)}", latin=False) == []
        assert normalise_name(f"张{chr(code)}") == f"张{chr(code)}"


@pytest.mark.parametrize("code", OUTSIDE)
def test_what_no_block_holds_is_named(code):
    (sentence,) = check_name(f"张{chr(code)}")
    assert f"U+{code:04X}" in sentence


@pytest.mark.parametrize("dot", DOTS)
def test_dots_match_each_other_and_print_as_entered(dot):
    entered = f"艾克拜尔{dot}买买提"
    assert check_name(entered, latin=False) == []
    assert clean_name(entered) == entered
    assert normalise_name(entered) == normalise_name("艾克拜尔 · 买买提") == "艾克拜尔·买买提"


@pytest.mark.parametrize("name", ["艾克拜尔··买买提", "·买买提", "买买提·", "买买提· ·艾力"])
def test_dots_stand_between_parts_only(name):
    assert check_name(name) == ["间隔号“·”只能用在姓名各部分之间。"]


@pytest.mark.parametrize("name", ["LI SI", "O'Brien", "Anna-Lena Müller", "Łukasz Żak", "D’Angelo", "张 John"])
def test_latin_names_where_the_document_has_them(name):
    assert check_name(name) == []
    assert check_name(name, latin=False) != []


def test_latin_names_match_without_case_and_width():
    assert normalise_name("Li  Si") == normalise_name("ＬＩ ＳＩ") == "LI SI"


@pytest.mark.parametrize("character", "1１①👩!@_;/<%")
def test_digits_signs_and_pictures_are_named(character):
    (sentence,) = check_name(f"张三{character}")
    assert sentence == f"姓名中不能有“{character}”（U+{ord(character):04X}）。"


@pytest.mark.parametrize("character", "\u200b\u202e\ufeff\x00")
def test_invisible_characters_are_named(character):
    assert check_name(f"张{character}三") == [f"姓名中不能有“不可见字符”（U+{ord(character):04X}）。"]


def test_fifty_characters_and_no_more():
    assert [check_name("张" * count) for count in (50, 51)] == [[], ["姓名不能超过50个字。"]]
