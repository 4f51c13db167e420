"""Clauses as values."""

import pytest

from sdzx.clauses import CLAUSES, ENFORCERS, enforces
from sdzx.workflow import Blocker, Refused, refuse_on


def test_citation_as_a_refusal_shows_it():
    assert CLAUSES["4.4"].citation == "依据《工作规则》四（四）"


def test_blocker_with_and_without_a_clause():
    assert str(Blocker("缺少场地照片。", clause="2.2")) == "缺少场地照片。（依据《工作规则》二）"
    assert str(Blocker("缺少场地照片。")) == "缺少场地照片。"


def test_enforces_registers_and_returns_the_function():
    def rule():
        return []

    try:
        assert enforces("A2")(rule) is rule
        assert ENFORCERS["A2"][-1].endswith("rule")
    finally:
        ENFORCERS["A2"].pop()


def test_enforces_an_unknown_clause_is_an_error():
    with pytest.raises(KeyError):
        enforces("9.9")(lambda: None)


def test_refused_shows_every_blocker():
    with pytest.raises(Refused) as refusal:
        refuse_on([Blocker("一。"), Blocker("二。")])
    assert str(refusal.value) == "一。；二。"
    refuse_on([])
    assert Refused("三。").blockers == (Blocker("三。"),)
