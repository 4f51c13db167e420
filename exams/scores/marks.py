"""Marks as numbers: parsing, the weighted total, and how a session's scores are spread. Pure."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sdzx.catalogue.models import SpecificationTask

FULL: Final = Decimal(100)
CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")
BANDS: Final = (
    ("60分以下", 0, 60), ("60—69.99分", 60, 70), ("70—79.99分", 70, 80), ("80—89.99分", 80, 90), ("90—100分", 90, 101)
)  # fmt: skip

Marks = Mapping[str, Decimal]


def total(marks: Marks, tasks: Iterable[SpecificationTask]) -> Decimal:
    """Σ mark × weight / 100, rounded half up to two places; the marks are keyed by the tasks' positions."""
    weighted = sum((marks[str(task.position)] * task.weight for task in tasks), Decimal(0)) / FULL
    return weighted.quantize(CENT, ROUND_HALF_UP)


def wrong(mark: Decimal, step: Decimal = TENTH) -> str:
    """What is wrong with one mark, to stand behind its name; empty when it is right: 0 to 100, in steps of `step`."""
    if not 0 <= mark <= FULL:
        return f"应在0至100之间，现为{mark:f}。"
    if mark % step:
        return f"{step_words(step)}，现为{mark:f}。"
    return ""


def step_words(step: Decimal) -> str:
    """How fine a mark may be: «只能填整数», «只能是0.5的倍数», «最多一位小数»."""
    words = {Decimal(1): "只能填整数", TENTH: "最多一位小数"}
    return words.get(step, f"只能是{step.normalize():f}的倍数")


def mean(rows: Sequence[Marks], tasks: Sequence[SpecificationTask]) -> tuple[dict[str, str], Decimal]:
    """Several examiners' marks as one: the mean of each task (two places, as text), and the mean of the weighted totals,
    rounded once, half up, to two places."""
    keys = [str(task.position) for task in tasks]
    means = {key: sum((row[key] for row in rows), Decimal(0)) / len(rows) for key in keys}
    shown = {key: f"{each.quantize(CENT, ROUND_HALF_UP).normalize():f}" for key, each in means.items()}
    weighted = sum((means[str(task.position)] * task.weight for task in tasks), Decimal(0)) / FULL
    return shown, weighted.quantize(CENT, ROUND_HALF_UP)


def apart(rows: Sequence[Marks], tasks: Sequence[SpecificationTask]) -> Decimal:
    """How far the highest of the examiners' totals lies above the lowest."""
    totals = [total(row, tasks) for row in rows]
    return max(totals) - min(totals)


@dataclass(frozen=True, slots=True)
class Band:
    """How many totals lie from `low` to below `high`."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution that the confirmer looks at."""

    bands: tuple[Band, ...]
    count: int
    passed: int
    lowest: Decimal
    highest: Decimal
    mean: Decimal
    median: Decimal
    near: int

    @property
    def rate(self) -> str:
        return f"{self.passed * 100 / self.count:.1f}%"


def spread(totals: Sequence[Decimal], pass_mark: Decimal) -> Spread | None:
    """Bands, mean, median, pass rate, and how many missed the pass mark by less than two points; None without scores."""
    if not totals:
        return None
    return Spread(
        bands=tuple(Band(label, sum(low <= each < high for each in totals)) for label, low, high in BANDS),
        count=len(totals),
        passed=sum(each >= pass_mark for each in totals),
        lowest=min(totals),
        highest=max(totals),
        mean=(sum(totals, Decimal(0)) / len(totals)).quantize(CENT, ROUND_HALF_UP),
        median=Decimal(statistics.median(totals)).quantize(CENT, ROUND_HALF_UP),
        near=sum(pass_mark - 2 < each < pass_mark for each in totals),
    )
