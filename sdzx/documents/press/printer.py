"""Stamps sheets onto a compiled template."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from PIL import Image

from sdzx.documents import fonts, qr
from sdzx.documents.errors import MissingFact, RenderError
from sdzx.documents.press import embedding, hybrid
from sdzx.documents.press.compiler import Compiled, Field
from sdzx.documents.press.typefaces import Glyph, Used, chain
from sdzx.documents.press.writer import PdfWriter

Sheet = Mapping[str, Any]
"""The context of one sheet, as the template would be given it."""

GROUP = 25  # sheets that WeasyPrint sets at a time
SLACK = 0.01  # points by which a text may be wider than its box: rounding


@dataclass(frozen=True, slots=True)
class Printed:
    """What came out: how many pages, and how many of them WeasyPrint had to set."""

    pages: int
    set_by_layout: int


def unprintable(compiled: Compiled, sheets: Iterable[Sheet]) -> list[tuple[int, str, str]]:
    """(position of the sheet, field, characters) for every text that has a character no font can draw."""
    texts = [field.name for field in compiled.fields if field.kind == "text"]
    found = []
    for position, sheet in enumerate(sheets):
        for name in texts:
            if missing := fonts.missing_glyphs(str(sheet[name])):
                found.append((position, name, "".join(sorted(missing))))
    return found


def print_sheets(compiled: Compiled, sheets: Iterable[Sheet], out: BinaryIO, *, title: str) -> Printed:
    """Write one page a sheet to `out`, in their order. Memory does not grow with their number.

    Raises UnprintableText for characters that no font has, MissingFact for a field that a sheet lacks; what was written to
    `out` is then no document.
    """
    press = Press(compiled, out)
    for sheet in sheets:
        press.print(sheet)
    return press.finish(title)


class Press:
    """One batch at work."""

    def __init__(self, compiled: Compiled, out: BinaryIO) -> None:
        self.compiled = compiled
        self.writer = PdfWriter(out)
        self.fonts = self.writer.reserve()
        self.used: dict[str, list[Used]] = {}
        self.art = self.art_form() if compiled.art else 0
        self.waiting: list[tuple[int, Sheet]] = []
        self.pages = self.set_by_layout = 0

    def art_form(self) -> int:
        with pikepdf.open(io.BytesIO(self.compiled.art)) as source:
            return self.grafted_form(source, 0, {})

    def grafted_form(self, source: pikepdf.Pdf, page: int, seen: dict[tuple[int, int], int]) -> int:
        """A page of another file as a form of this one."""
        form = source.make_indirect(source.pages[page].as_form_xobject())
        return int(self.writer.graft(form, seen).split()[0])

    def print(self, sheet: Sheet) -> None:
        """One page; it may be written only when the next group is laid out."""
        number = self.writer.reserve_page()
        self.pages += 1
        try:
            shaped = self.shaped(sheet)
        except KeyError as error:
            raise MissingFact(str(error.args[0])) from None
        if shaped is None:
            self.waiting.append((number, sheet))
            if len(self.waiting) == GROUP:
                self.lay_out()
            return
        text = "".join(drawn_text(field, used, glyphs, width) for field, used, glyphs, width in shaped)
        self.write_page(number, sheet, text, "")

    def shaped(self, sheet: Sheet) -> list[tuple[Field, Used, list[Glyph], float]] | None:
        """Every text of the sheet as glyphs of one font; None when one of them cannot be stamped."""
        result = []
        for field in self.compiled.fields:
            if field.kind != "text" or not (text := str(sheet[field.name])):
                continue
            face = next((face for face in chain(field.family, field.bold) if face.covers(text)), None)
            glyphs = face.shape(text) if face else None
            if face is None or glyphs is None:
                return None
            width = sum(glyph.advance for glyph in glyphs) * field.size / face.upem
            if width > field.width + SLACK:
                return None
            result.append((field, self.font(face, glyphs), glyphs, width))
        return result

    def font(self, face: Any, glyphs: list[Glyph]) -> Used:
        """The face as this batch uses it, for a text of these glyphs."""
        layers = self.used.setdefault(str(face.path), [])
        used = next((layer for layer in layers if layer.admits(glyphs)), None)
        if used is None:
            used = Used(face, f"F{sum(map(len, self.used.values()))}", self.writer.reserve())
            layers.append(used)
        used.says.update((glyph.gid, glyph.text) for glyph in glyphs)
        return used

    def write_page(self, number: int, sheet: Sheet, text: str, form: str) -> None:
        drawn, resources = [], form
        if self.art:
            drawn.append("/Art Do")
            resources += f" /Art {self.art} 0 R"
        moved = self.compiled.dx or self.compiled.dy
        if moved:
            drawn.append(f"q 1 0 0 1 {self.compiled.dx:.3f} {self.compiled.dy:.3f} cm")
        for field in self.compiled.fields:
            if field.kind != "image" or not (value := sheet[field.name]):
                continue
            if isinstance(value, str):
                drawn.append(drawn_code(field, value))
            else:
                reference = self.picture(value)
                drawn.append(
                    f"q {field.width:.3f} 0 0 {field.height:.3f} {field.x:.3f} {field.y:.3f} cm /I{reference} Do Q"
                )
                resources += f" /I{reference} {reference} 0 R"
        if form:
            drawn.append("/Set Do")
        drawn.append(text)
        if moved:
            drawn.append("Q")
        content = self.writer.add_stream("\n".join(drawn).encode("ascii"))
        self.writer.add_page(
            number, f"/Contents {content} 0 R /Resources << /Font {self.fonts} 0 R /XObject << {resources} >> >>"
        )

    def picture(self, content: bytes) -> int:
        """A picture as an object: a JPEG as it is, anything else without loss."""
        with Image.open(io.BytesIO(content)) as image:
            width, height, mode, kind = image.width, image.height, image.mode, image.format
            space = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}.get(mode, "")
            if kind != "JPEG" or not space:
                content, space = image.convert("RGB").tobytes(), "/DeviceRGB"
                kind = ""
        entries = (
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space} /BitsPerComponent 8"
        )
        if kind == "JPEG":
            return self.writer.add_stream(content, f"{entries} /Filter /DCTDecode", deflate=False)
        return self.writer.add_stream(content, entries)

    def lay_out(self) -> None:
        """Have WeasyPrint set the texts of the sheets that cannot be stamped, and lay them over the art."""
        if not self.waiting:
            return
        content = hybrid.texts(self.compiled, [sheet for _, sheet in self.waiting])
        with pikepdf.open(io.BytesIO(content)) as source:
            if len(source.pages) != len(self.waiting):
                raise RenderError(f"{len(self.waiting)} sheets came out as {len(source.pages)} pages")
            seen: dict[tuple[int, int], int] = {}
            for page, (number, sheet) in enumerate(self.waiting):
                form = self.grafted_form(source, page, seen)
                self.write_page(number, sheet, "", f"/Set {form} 0 R")
        self.set_by_layout += len(self.waiting)
        self.waiting.clear()

    def finish(self, title: str) -> Printed:
        self.lay_out()
        layers = [used for found in self.used.values() for used in found]
        for found in self.used.values():
            embedding.embed(self.writer, found)
        listed = " ".join(f"/{used.resource} {used.reference} 0 R" for used in layers)
        self.writer.add(f"<< {listed} >>", self.fonts)
        self.writer.finish(title=title, media_box=f"0 0 {self.compiled.width:.3f} {self.compiled.height:.3f}")
        return Printed(self.pages, self.set_by_layout)


def drawn_text(field: Field, used: Used, glyphs: list[Glyph], width: float) -> str:
    """The operators that set one line."""
    x = field.x + {"left": 0.0, "center": (field.width - width) / 2, "right": field.width - width}[field.align]
    parts, run = [], ""
    for glyph in glyphs:
        run += f"{glyph.gid:04X}"
        if slip := glyph.width - glyph.advance:
            parts.append(f"<{run}> {slip * 1000 / used.face.upem:.2f}")
            run = ""
    if run:
        parts.append(f"<{run}>")
    red, green, blue = field.colour
    return (
        f"BT /{used.resource} {field.size:.3f} Tf {red:g} {green:g} {blue:g} rg"
        f" 1 0 0 1 {x:.3f} {field.y:.3f} Tm [{''.join(parts)}] TJ ET\n"
    )


def drawn_code(field: Field, text: str) -> str:
    """A QR code as filled runs of modules."""
    rows = qr.modules(text)
    unit = field.width / len(rows)
    runs = [
        f"{start} {len(rows) - 1 - line} {length} 1 re"
        for line, row in enumerate(rows)
        for start, length in qr.runs(row)
    ]
    return f"q {unit:.5f} 0 0 {unit:.5f} {field.x:.3f} {field.y:.3f} cm 0 g {' '.join(runs)} f Q"
