"""Numbers from patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.issuing.numbering import Place, build, length, plausible

SEGMENTS = [
    {"kind": "text", "value": "ZX"},
    {"kind": "city", "width": 4},
    {"kind": "year", "width": 4},
    {"kind": "sequence", "width": 6},
    {"kind": "check", "width": 1},
]


def test_build_puts_the_segments_in_order():
    number = build(SEGMENTS, Place("370100", 2026, 12))
    assert number[:-1] == "ZX37012026000012"
    assert plausible(number)


def test_build_province_and_short_year():
    segments = [{"kind": "province"}, {"kind": "year", "width": 2}, {"kind": "sequence", "width": 3}]
    assert build(segments, Place("370200", 2026, 7)) == "3726007"


def test_build_sequence_too_long_is_an_error_not_a_repeat():
    with pytest.raises(ValueError, match="does not fit"):
        build(SEGMENTS, Place("370100", 2026, 1_000_000))


def test_build_unknown_segment():
    with pytest.raises(ValueError, match="unknown segment"):
        build([{"kind": "moon"}], Place("370100", 2026, 1))


@given(st.integers(1, 999_999), st.integers(0, 15), st.sampled_from("0123456789"))
def test_plausible_finds_every_wrong_digit(sequence, position, digit):
    number = build(SEGMENTS, Place("370100", 2026, sequence))
    changed = number[: position + 1] + digit + number[position + 2 :]
    assert plausible(changed) == (changed == number)


def test_length_counts_what_has_no_width_of_its_own():
    assert length([{"kind": "province"}, *SEGMENTS]) == 19
