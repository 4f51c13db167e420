"""Versions of the number pattern: the province's second is in use, a third is being thought about (4.5)."""

from certificates.issuing.numbering import Segment
from certificates.issuing.patterns import services
from sdzx.accounts.actors import Actor

LONGER: list[Segment] = [
    {"kind": "text", "value": "ZX"},
    {"kind": "city", "width": 4},
    {"kind": "year", "width": 4},
    {"kind": "sequence", "width": 7},
    {"kind": "check"},
]
SHORTER: list[Segment] = [
    {"kind": "text", "value": "ZX"},
    {"kind": "city", "width": 4},
    {"kind": "year", "width": 2},
    {"kind": "sequence", "width": 6},
    {"kind": "check"},
]


def patterns(province: Actor) -> None:
    """One version superseded, one in use, one draft."""
    second = services.create(by=province, segments=LONGER, note="年度顺序号由6位改为7位。")
    services.put_in_use(second, by=province)
    services.create(by=province, segments=SHORTER, note="拟缩短总位数，征求各市意见。")
