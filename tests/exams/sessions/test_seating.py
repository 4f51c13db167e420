"""Who sits where."""

import pytest

from exams.sessions.seating import Place, Sitter, place


def rooms_of(places, prefix: str) -> list[int]:
    return sorted(each.room for each in places if each.candidate.startswith(prefix))


def test_place_uses_as_few_rooms_as_hold_all() -> None:
    places = place([Sitter(n) for n in range(5)], rooms=3, workstations=15)
    assert places == [Place(n, 1, n + 1) for n in range(5)]


def test_place_spreads_a_unit_over_rooms() -> None:
    sitters = [Sitter(f"a{n}", "A") for n in range(4)] + [Sitter(f"b{n}", "B") for n in range(2)]
    places = place(sitters, rooms=2, workstations=6)
    assert (rooms_of(places, "a"), rooms_of(places, "b")) == ([1, 1, 2, 2], [1, 2])


def test_place_keeps_colleagues_apart_in_a_room() -> None:
    sitters = [Sitter(f"a{n}", "A") for n in range(3)] + [Sitter(f"s{n}") for n in range(3)]
    order = [each.candidate[0] for each in place(sitters, rooms=1, workstations=6)]
    assert order == ["a", "s", "s", "s", "a", "a"]


def test_place_puts_needs_in_front_of_room_one() -> None:
    sitters = [Sitter("x"), Sitter("y"), Sitter("wheelchair", needs=True)]
    assert place(sitters, rooms=2, workstations=4)[0] == Place("wheelchair", 1, 1)


def test_place_more_needs_than_the_first_room_holds() -> None:
    places = place([Sitter(n, needs=True) for n in range(4)], rooms=2, workstations=4)
    assert [(each.room, each.seat) for each in places] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_place_uneven_rooms_never_overflow() -> None:
    places = place([Sitter(n) for n in range(7)], rooms=2, workstations=7)
    assert [each.room for each in places].count(1) == 4
    assert len({(each.room, each.seat) for each in places}) == 7


def test_place_nobody() -> None:
    assert place([], rooms=2, workstations=7) == []


def test_place_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="3 candidates, 2 workstations"):
        place([Sitter(n) for n in range(3)], rooms=1, workstations=2)
