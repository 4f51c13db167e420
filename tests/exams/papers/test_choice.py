"""The draw can be done again by anybody."""

import re
from collections import Counter

import pytest

from exams.papers.choice import choose, new_seed


def test_choose_same_seed_and_list_gives_same_code() -> None:
    assert choose("ab", ["C", "A", "B"]) == choose("ab", ["A", "B", "C"])


def test_choose_known_seed_gives_known_code() -> None:
    assert [choose(seed, ["A", "B", "C"]) for seed in ("0", "1", "2", "3")] == ["B", "B", "A", "B"]


def test_choose_is_even_over_many_seeds() -> None:
    counts = Counter(choose(str(seed), "ABCD") for seed in range(4000))
    assert sorted(counts) == ["A", "B", "C", "D"]
    assert all(900 < count < 1100 for count in counts.values())


def test_choose_from_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to draw from"):
        choose("ab", [])


def test_new_seed_differs_each_time() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", new_seed())
    assert new_seed() != new_seed()
