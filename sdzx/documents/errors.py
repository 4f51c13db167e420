"""Why a document or a workbook is not made: refusals for people, errors for programmers."""

from collections.abc import Iterable

from sdzx.workflow import Blocker, Refused


class UnprintableText(Refused):
    """The text holds characters that no font can draw: printing would show boxes in a name."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(sorted(characters))
        shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in self.characters)
        super().__init__(
            [
                Blocker(
                    f"下列字符没有可用的字体，无法打印：{shown}。请核对录入是否有误；确为生僻字的，请联系管理员安装字体。"
                )
            ]
        )


class UnreadableWorkbook(Refused):
    """An uploaded file that is not a workbook we can safely read; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__([Blocker(sentence)])


class RenderError(Exception):
    """A document came out wrong (missing image, blocked address, missing fact): a defect, never printed."""


class MissingFact(RenderError):
    """The context lacks a name that the template prints."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the context has no {name!r}")
