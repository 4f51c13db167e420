"""The announced conditions one by one, as they were written; what candidates claim of them; needs as a list."""

import re
from collections.abc import Iterable
from typing import Final

MOST: Final = 12
_MARK = re.compile(r"^\s*(?:[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[)）、]|[.．](?!\d))|[·•●\-—])\s*")
_SPLIT = re.compile(r"[\n；;]+|(?=[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）])")
NEEDS: Final = ("轮椅通道", "低位操作台", "大字试卷", "助听或字幕", "手语翻译", "陪同人员", "延长时间")
_COMMA: Final = "；"


def conditions(text: str) -> list[str]:
    """The conditions of an announcement's text: one a line, a numbered mark or a semicolon; the marks are left out."""
    found = [_MARK.sub("", part).strip(" \t。；;") for part in _SPLIT.split(text)]
    return list(dict.fromkeys(each for each in found if each and not each.endswith(("：", ":"))))[:MOST]


def composed(claimed: Iterable[str], note: str) -> str:
    """What the form, the clerk's page and the printed form say: the conditions met, and the candidate's own words."""
    return "\n".join([*(f"{each}。" for each in claimed), *([note.strip()] if note.strip() else [])])


def needs_of(text: str) -> tuple[list[str], str]:
    """The needs of the list and the rest, as they were joined by `joined_needs`."""
    parts = [part.strip() for part in text.split(_COMMA) if part.strip()]
    return [part for part in parts if part in NEEDS], _COMMA.join(part for part in parts if part not in NEEDS)


def joined_needs(chosen: Iterable[str], other: str) -> str:
    """One text of both."""
    return _COMMA.join([*chosen, *([other.strip(f" {_COMMA}")] if other.strip(f" {_COMMA}") else [])])
