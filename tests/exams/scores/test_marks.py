"""Marks, totals and their spread."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.scores import marks
from sdzx.catalogue.models import SpecificationTask


def tasks(*weights):
    return [SpecificationTask(position=n, name=f"任务{n}", weight=Decimal(str(w))) for n, w in enumerate(weights, 1)]


@pytest.mark.parametrize(
    ("weights", "given_marks", "total"),
    [
        ((60, 40), ("80", "90"), "84.00"),
        ((100,), ("59.9",), "59.90"),
        (("33.33", "66.67"), ("80.5", "70.5"), "73.83"),
        (("12.5", "87.5"), ("0.1", "0.1"), "0.10"),
        (("5", "95"), ("0.1", "0"), "0.01"),
        ((60, 40), ("0", "0"), "0.00"),
        ((60, 40), ("100", "100"), "100.00"),
    ],
)
def test_total_rounds_half_up(weights, given_marks, total):
    given_ = {str(n): Decimal(mark) for n, mark in enumerate(given_marks, 1)}
    assert marks.total(given_, tasks(*weights)) == Decimal(total)


@given(st.lists(st.decimals(0, 100, places=1), min_size=2, max_size=2), st.integers(1, 99))
def test_total_lies_between_its_marks(pair, weight):
    found = marks.total({"1": pair[0], "2": pair[1]}, tasks(weight, 100 - weight))
    assert min(pair) - Decimal("0.005") <= found <= max(pair) + Decimal("0.005")


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("0", ""), ("100", ""), ("86.5", ""), ("86.50", ""), ("-0.1", "应在0至100之间，现为-0.1。"),
        ("100.1", "应在0至100之间，现为100.1。"), ("86.55", "最多一位小数，现为86.55。"),
    ],
)  # fmt: skip
def test_wrong(mark, sentence):
    assert marks.wrong(Decimal(mark)) == sentence


def test_spread_counts_every_score_once():
    totals = [Decimal(each) for each in ("0", "58.5", "59.99", "60", "69.99", "70", "89.99", "90", "100")]
    found = marks.spread(totals, Decimal(60))
    assert [band.count for band in found.bands] == [3, 2, 1, 1, 2]
    assert (found.count, found.passed, found.rate, found.near) == (9, 6, "66.7%", 2)
    assert (found.lowest, found.highest, found.median) == (Decimal(0), Decimal(100), Decimal("69.99"))
    assert found.mean == Decimal("66.50")


def test_spread_without_scores():
    assert marks.spread([], Decimal(60)) is None


@pytest.mark.parametrize(
    ("mark", "step", "sentence"),
    [
        ("60.5", "1", "只能填整数，现为60.5。"),
        ("60.3", "0.5", "只能是0.5的倍数，现为60.3。"),
        ("60.5", "0.5", ""),
        ("60", "1", ""),
    ],
)
def test_wrong_by_step(mark, step, sentence):
    assert marks.wrong(Decimal(mark), Decimal(step)) == sentence
