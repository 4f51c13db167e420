"""What a column of a workbook is: one description for the template that is given out and for reading it back."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "date"]

CHOICES_SHEET = "选项"
PROBLEM_HEADER = "问题"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: its key in our code, its header in the sheet, and how its cells are typed.

    `required` says that the column has to stand in the sheet; whether a cell may be empty is for the slice's form.
    `aliases` are other headers taken for this column. `width` (characters), `comment`, `choices`, `locked` and `hidden`
    only matter for writing.
    """

    key: str
    header: str
    kind: Kind = "text"
    required: bool = True
    aliases: tuple[str, ...] = ()
    width: int = 16
    comment: str = ""
    choices: tuple[str, ...] = ()
    locked: bool = False
    hidden: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Every header, tidied, under which the column is recognised."""
        return frozenset(tidy_header(name) for name in (self.header, *self.aliases))


def tidy_header(value: object) -> str:
    """A header without white space, required-marks and «（必填)»: what people change without meaning to."""
    text = "".join(str(value).split()).replace("＊", "").replace("*", "")
    for mark in ("（必填）", "(必填)", "（选填）", "(选填)"):
        text = text.removesuffix(mark)
    return text


def letter(index: int) -> str:
    """The letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
