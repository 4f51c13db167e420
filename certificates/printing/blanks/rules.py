"""What stands in the way of an entry of the stock book (4.5)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sdzx.clauses import enforces
from sdzx.workflow import Blocker

NUMBER = re.compile(r"(.*?)(\d{1,15})")


@dataclass(frozen=True, slots=True)
class Balance:
    """The stock of a centre, in sheets: what came in is what was printed, what was spoiled and what is left."""

    received: int = 0
    difference: int = 0
    printed: int = 0
    spoiled: int = 0
    destroyed: int = 0
    left: int = 0

    @property
    def expected(self) -> int:
        """What should be left."""
        return self.received + self.difference - self.printed - self.spoiled

    @property
    def to_destroy(self) -> int:
        """Spoiled sheets that are still kept."""
        return self.spoiled - self.destroyed


@dataclass(frozen=True, slots=True)
class Span:
    """Blanks by their own numbers: a common beginning, and the digits from `first` to `last`."""

    prefix: str
    width: int
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def overlaps(self, other: "Span") -> bool:
        """Whether both name the same blank."""
        same = (self.prefix, self.width) == (other.prefix, other.width)
        return same and self.first <= other.last and other.first <= self.last


def span(first: str, last: str) -> Span | None:
    """The blanks from one number to another; None when the two do not belong to one series or run backwards."""
    begin, end = NUMBER.fullmatch(first), NUMBER.fullmatch(last)
    if not begin or not end or begin[1] != end[1] or len(begin[2]) != len(end[2]) or int(begin[2]) > int(end[2]):
        return None
    return Span(begin[1], len(begin[2]), int(begin[2]), int(end[2]))


@enforces("4.5")
def receipt_blockers(count: int | None, first: str, last: str, known: Iterable[Span]) -> list[Blocker]:
    """A receipt says how many came: by count, by the blanks' own numbers, or by both, which then agree."""
    if not first and not last:
        return [] if count else [Blocker("请填写份数，或填写起止号码。", field="count")]
    if not first or not last:
        return [Blocker("起始号码和终止号码要一起填写。", field="last_number" if first else "first_number")]
    found = span(first, last)
    if found is None:
        sentence = "起止号码不成一段：前面的字母要相同，数字位数要相同，终止号码不小于起始号码。"
        return [Blocker(sentence, field="last_number")]
    blockers = []
    if count and count != found.count:
        blockers.append(Blocker(f"起止号码共{found.count}份，与填写的{count}份不一致。", field="count"))
    if any(found.overlaps(other) for other in known):
        blockers.append(Blocker("号码与以前入库的重叠，同一份空白证书不能入库两次。", "4.5", field="first_number"))
    return blockers


@enforces("4.5")
def use_blockers(needed: int, left: int) -> list[Blocker]:
    """No more is printed on blanks than there are."""
    if needed <= left:
        return []
    sentence = f"空白证书不够：需要{needed}份，结存{left}份，还差{needed - left}份。请先登记入库，或分批印制。"
    return [Blocker(sentence, "4.5")]


def spoil_blockers(count: int, left: int) -> list[Blocker]:
    """Only what is there can be spoiled."""
    return [] if count <= left else [Blocker(f"结存只有{left}份，不能作废{count}份。", field="count")]


@enforces("4.5")
def destruction_blockers(count: int, balance: Balance, *, same_person: bool) -> list[Blocker]:
    """Spoiled sheets are destroyed by two people, and no more than are kept."""
    blockers = []
    if count > balance.to_destroy:
        blockers.append(Blocker(f"待销毁的作废证书只有{balance.to_destroy}份。", field="count"))
    if same_person:
        blockers.append(Blocker("监销人须是经办人以外的人。", "4.5", field="witness"))
    return blockers


@enforces("4.5")
def counting_blockers(counted: int, left: int, reason: str) -> list[Blocker]:
    """What was counted agrees with the book, or a reason is given."""
    if counted == left or reason.strip():
        return []
    sentence = f"账面结存{left}份，盘点{counted}份，差异{counted - left:+d}份。请填写差异的原因。"
    return [Blocker(sentence, "4.5", field="reason")]
