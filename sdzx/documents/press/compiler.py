"""Lays a template out once: its art as a one-page PDF, and where each field stands."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from PIL import Image

from sdzx.documents import fonts
from sdzx.documents.errors import RenderError
from sdzx.documents.render import SHEETS, complaints, fetcher, filled, judge

POINT = 0.75  # points in a CSS pixel
MILLIMETRE = 72 / 25.4  # points
ART_ONLY = "[data-field] { visibility: hidden !important }"
FIELDS_ONLY = "@page form { background: none !important } * { visibility: hidden } [data-field] { visibility: visible }"
NO_PICTURES = "img { display: none !important }"
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Field:
    """A box: its left edge, the baseline (of a text) or the lower edge, in points from the page's lower left corner."""

    name: str
    kind: Literal["text", "image"]
    x: float
    y: float
    width: float
    height: float
    size: float = 0.0
    family: fonts.Family = "serif"
    bold: bool = False
    colour: tuple[float, ...] = (0.0, 0.0, 0.0)
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready for the press. Plain data: it can be pickled, kept and sent to another process.

    `given` is what the template is given beside each sheet: the same for all of them.
    """

    template: str
    width: float
    height: float
    art: bytes
    fields: tuple[Field, ...]
    overlay: bool = False
    dx: float = 0.0
    dy: float = 0.0
    given: Mapping[str, Any] = field(default_factory=dict)

    def moved(self, *, dx_mm: float, dy_mm: float) -> "Compiled":
        """The same, with its fields moved by so much to the right and upwards."""
        return replace(self, dx=dx_mm * MILLIMETRE, dy=dy_mm * MILLIMETRE)


def compile_template(
    template: str,
    sample: Mapping[str, Any],
    *,
    given: Mapping[str, Any] | None = None,
    overlay: bool = False,
    dx_mm: float = 0.0,
    dy_mm: float = 0.0,
) -> Compiled:
    """Lay out `templates/<template>`; `sample` and `given` are a whole context in which every field has a value.

    `overlay`: print the fields alone, onto forms that carry the art already, moved by `dx_mm` to the right and `dy_mm`
    upwards. Raises RenderError when the layout is more than one page or a field cannot be stamped at all.
    """
    given = given or {}
    document = laid_out(filled(template, {**given, **sample}, title=""), ART_ONLY)
    if len(document.pages) != 1:
        raise RenderError(f"{template}: {len(document.pages)} pages, the press prints one")
    page = document.pages[0]
    height = page.height * POINT
    fields = tuple(measured(page, height))
    art = b"" if overlay else document.write_pdf(pdf_identifier=b"sdzx")
    made = Compiled(template, page.width * POINT, height, art, fields, overlay, given=given)
    return made.moved(dx_mm=dx_mm, dy_mm=dy_mm)


def laid_out(markup: str, *sheets: str) -> Any:
    """WeasyPrint's document of a markup, under further stylesheets."""
    with fonts.isolated():
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        configuration = FontConfiguration()
    styles = [CSS(string=text, font_config=configuration) for text in (fonts.css_variables(), *sheets)]
    with complaints() as records:
        document = HTML(string=markup, base_url=f"{SHEETS.as_uri()}/", url_fetcher=fetcher()).render(
            font_config=configuration, stylesheets=styles
        )
    judge(records)
    return document


def measured(page: Any, page_height: float) -> Iterator[Field]:
    """The fields of a page, in the order of the markup. Raises RenderError for a style that stamping would not keep."""
    from weasyprint.formatting_structure import boxes

    seen: set[str] = set()
    for box in every_box(page._page_box):  # WeasyPrint has no public way to a box; the lock and a test guard this one
        name = box.element.get("data-field") if box.element is not None and box.element_tag in ("div", "img") else None
        if not name or name in seen:
            continue
        seen.add(name)
        x, y = box.content_box_x() * POINT, page_height - (box.content_box_y() + box.height) * POINT
        if isinstance(box, boxes.ReplacedBox):
            yield Field(name, "image", x, y, box.width * POINT, box.height * POINT)
            continue
        lines = [child for child in every_box(box) if isinstance(child, boxes.TextBox)]
        if not lines:
            raise RenderError(f"field {name}: the sample leaves it empty")
        yield text_field(name, box, lines[0], page_height)


def every_box(box: Any) -> Iterator[Any]:
    """A box and all within it, those placed absolutely too."""
    box = getattr(box, "_box", box)  # what stands in the flow for an absolutely placed box knows it by this name
    yield box
    for child in box.children:
        yield from every_box(child)


def text_field(name: str, box: Any, line: Any, page_height: float) -> Field:
    style = box.style
    if style["letter_spacing"] not in ("normal", 0) or style["text_indent"].value:
        raise RenderError(f"field {name}: a stamped text has no letter-spacing and no indent")
    family: fonts.Family = "sans" if style["font_family"][0] == fonts.NOTO_SANS.family else "serif"
    align = {"start": "left", "end": "right"}.get(style["text_align_all"], style["text_align_all"])
    if align not in ("left", "center", "right"):
        raise RenderError(f"field {name}: text-align {align}")
    return Field(
        name, "text",
        x=box.content_box_x() * POINT,
        y=page_height - (line.position_y + line.baseline) * POINT,
        width=box.width * POINT,
        height=box.height * POINT,
        size=style["font_size"] * POINT,
        family=family,
        bold=style["font_weight"] >= 600,
        colour=tuple(round(float(part), 4) for part in style["color"].to("srgb").coordinates),
        align=align,
    )  # fmt: skip


def blank_picture() -> bytes:
    """A white JPEG, for samples."""
    out = io.BytesIO()
    Image.new("RGB", (5, 7), "white").save(out, "JPEG")
    return out.getvalue()
