"""When a pattern may be put in use: all that stands in the way, each with its clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.issuing.numbering import Place, build, length, may_meet, width_of
from certificates.issuing.patterns.rules import in_words, pattern_unfit

CODES = [f"37{n:02d}00" for n in (*range(1, 12), 13, 14, 15, 16, 17)]
TEXT, CITY, YEAR = {"kind": "text", "value": "ZX"}, {"kind": "city", "width": 4}, {"kind": "year", "width": 4}
SEQUENCE, CHECK, PROVINCE = {"kind": "sequence", "width": 6}, {"kind": "check"}, {"kind": "province"}
GOOD = [TEXT, CITY, YEAR, SEQUENCE, CHECK]


def said(segments, most=100_000, former=()):
    return [str(each) for each in pattern_unfit(segments, codes=CODES, most=most, former=former)]


def test_pattern_fit():
    assert said(GOOD) == []
    assert said([PROVINCE, *GOOD]) == []
    assert said(GOOD, former=[("第1版", GOOD)]) == []  # the same segments: the year's sequence goes on


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(
    ("segments", "sentences"),
    [
        ([CITY, YEAR, SEQUENCE], ["编号应当有且只有一段校验码，现有0段。"]),
        ([CHECK, CITY, YEAR, SEQUENCE], ["校验码应当是最后一段：它校验前面的全部字符。"]),
        ([CITY, YEAR, SEQUENCE, SEQUENCE, CHECK], ["编号应当有且只有一段年度顺序号，现有2段。"]),
        ([CHECK], [f"编号应当有且只有一段{kind}，现有0段。" for kind in ("市代码", "年度", "年度顺序号")]),
        ([], [f"编号应当有且只有一段{kind}，现有0段。" for kind in ("市代码", "年度", "年度顺序号", "校验码")]),
        ([{"kind": "text", "value": "鲁"}, *GOOD], ["第1段固定字符只能用数字和大写字母，且不能为空。"]),
        ([{"kind": "text", "value": ""}, *GOOD], ["第1段固定字符只能用数字和大写字母，且不能为空。"]),
        ([CITY, {"kind": "year", "width": 3}, SEQUENCE, CHECK], ["第2段年度应为2位或4位。"]),
        ([{"kind": "city", "width": 7}, YEAR, SEQUENCE, CHECK], ["第1段市代码应为1至6位。"]),
        ([CITY, YEAR, {"kind": "sequence"}, CHECK], ["第3段年度顺序号应为1至9位。"]),
        ([{"kind": "text", "value": "Z" * 30}, *GOOD], ["编号最长40位，现为47位。"]),
        ([{"kind": "city", "width": 3}, YEAR, SEQUENCE, CHECK],
         ["市代码只取3位时不同中心会编出同一个号：“370”、“371”。请至少取4位。"]),
        ([CITY, YEAR, {"kind": "sequence", "width": 5}, CHECK], ["年度顺序号5位容不下每年100000本证书，至少需要6位。"]),
    ],
)  # fmt: skip
def test_pattern_unfit(segments, sentences):
    assert [each.sentence for each in pattern_unfit(segments, codes=CODES, most=100_000)] == sentences
    assert all("四（五）" in sentence for sentence in said(segments))


@pytest.mark.clause("4.5")
def test_pattern_whose_numbers_may_be_those_of_a_former_version():
    moved = [TEXT, {"kind": "city", "width": 6}, {"kind": "year", "width": 2}, SEQUENCE, CHECK]
    found = pattern_unfit(
        moved, codes=CODES, most=100_000, former=[("第1版", GOOD), ("第2版", [CITY, YEAR, SEQUENCE, CHECK])]
    )
    # ZX3701|2026|… against ZX370100|26|…: 20 is no 00, so they never meet.
    assert found == []
    short = [TEXT, CITY, {"kind": "year", "width": 2}, {"kind": "sequence", "width": 8}, CHECK]
    assert [each.sentence for each in pattern_unfit(short, codes=CODES, most=100_000, former=[("第1版", GOOD)])] == [
        "按这些组成编出的号可能与第1版编出的号相同。请改变固定字符或总位数。"
    ]


segments = st.lists(
    st.sampled_from([TEXT, PROVINCE, CITY, YEAR, {"kind": "year", "width": 2}, SEQUENCE, {"kind": "sequence", "width": 8}]),
    min_size=1, max_size=5,
)  # fmt: skip
places = st.builds(Place, st.sampled_from(CODES), st.integers(2000, 2099), st.integers(1, 999_999))


@given(segments, segments, places, places)
def test_may_meet_never_says_no_where_two_numbers_are_equal(one, other, here, there):
    if build(one, here) == build(other, there) and here != there and one != other:
        assert may_meet(one, other, CODES)


@given(segments, places)
def test_length_is_that_of_every_number(one, place):
    assert length(one) == len(build(one, place))


def test_width_of_what_is_not_there():
    assert width_of(GOOD, "province") == 0
    assert width_of(GOOD, "text") == 2


def test_in_words():
    assert in_words([PROVINCE, *GOOD]) == "省代码＋ZX＋市代码4位＋年度4位＋年度顺序号6位＋校验码"
    assert in_words([]) == ""
