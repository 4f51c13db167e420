"""What a save can be told: that a newer one is kept, that nothing can be saved any more, that it has no name."""

from collections.abc import Mapping
from typing import Any

from sdzx.workflow import Refused

LONGEST_KEY = 36


class Stale(Refused):
    """Somebody saved meanwhile, on another device: the record has what is kept now."""


class NoLongerOpen(Refused):
    """Nothing more can be saved."""


def key_of(data: Mapping[str, Any]) -> str:
    """The key of a save. Raises Refused without one: it could be kept twice."""
    key = str(data.get("key", ""))
    if not 8 <= len(key) <= LONGEST_KEY:
        raise Refused("缺少本次保存的编号，请刷新页面后重试。")
    return key


def base_of(data: Mapping[str, Any]) -> int | None:
    """The revision that the writer started from; None when the page does not say."""
    base = str(data.get("base", ""))
    return int(base) if base.isdecimal() else None
