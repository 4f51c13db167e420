"""Font files on the press: shaping with HarfBuzz, and the one subset of each that a batch embeds."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from sdzx.documents import fonts

KEPT_TABLES_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "GPOS", "GSUB", "JSTF", "PCLT", "VORG", "vhea", "vmtx", "kern")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a shaped text: its number, the text it stands for, its own width and how far it advances (font units)."""

    gid: int
    text: str
    width: int
    advance: int


class Typeface:
    """One face of one file, with what HarfBuzz knows of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with fonts.opened(path) as faces:
            chosen = fonts.simplified(faces)
            index = next(number for number, face in enumerate(faces) if face is chosen)
            self.name = str(chosen["name"].getDebugName(6))
            head, hhea = chosen["head"], chosen["hhea"]
            self.box = (head.xMin, head.yMin, head.xMax, head.yMax)
            self.ascent, self.descent = hhea.ascent, hhea.descent
        self.face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self.font = hb.Font(self.face)
        self.upem = self.face.upem
        self.is_cff = "CFF " in self.face.table_tags

    def covers(self, text: str) -> bool:
        """Whether it draws every character. What fonts keep in the private-use range is another character, or none."""
        known = fonts.code_points(self.path)
        return all(ord(character) in known and unicodedata.category(character) != "Co" for character in text)

    def shape(self, text: str) -> list[Glyph] | None:
        """The glyphs of one line; None when it needs more than a baseline and advances (marks set aside, reversed text)."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = "zh-cn"
        if buffer.direction != "ltr":
            return None
        hb.shape(self.font, buffer, {})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos] + [len(text)]
        glyphs = []
        for number, (info, position) in enumerate(zip(infos, positions, strict=True)):
            said = text[starts[number] : starts[number + 1]]
            if not said or position.x_offset or position.y_offset or position.y_advance:
                return None
            glyphs.append(
                Glyph(info.codepoint, said, self.font.get_glyph_h_advance(info.codepoint), position.x_advance)
            )
        return glyphs

    def subset(self, gids: Iterable[int]) -> bytes:
        """The font file with these glyphs only, each under its own number."""
        wanted = sorted(set(gids))
        kept = hb.SubsetInput()
        kept.glyph_set.update(wanted)
        kept.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
        kept.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in KEPT_TABLES_DROPPED)
        return bytes(hb.subset(self.face, kept).blob.data)


@lru_cache(maxsize=32)
def typeface(path: Path) -> Typeface:
    return Typeface(path)


@lru_cache(maxsize=4)
def chain(family: fonts.Family, bold: bool) -> tuple[Typeface, ...]:
    """The faces of a family in the order in which a text looks for one that has all of it."""
    wanted, other = ("Bold", "Regular") if bold else ("Regular", "Bold")
    chosen: list[Path] = []
    for face in fonts.CHAINS[family]:
        files = fonts.found().get(face.family, ())
        ranked = sorted(files, key=lambda path: (wanted not in path.name, other not in path.name))
        chosen += ranked[:1]
    chosen += [path for path in fonts.extra_files() if path.is_file()]
    return tuple(map(typeface, chosen))


@dataclass(slots=True)
class Used:
    """A face as one batch uses it. A glyph says one text; where it must say another too, a second `Used` stands beside."""

    face: Typeface
    resource: str
    reference: int
    says: dict[int, str] = field(default_factory=dict)

    def admits(self, glyphs: list[Glyph]) -> bool:
        return all(self.says.get(glyph.gid, glyph.text) == glyph.text for glyph in glyphs)
