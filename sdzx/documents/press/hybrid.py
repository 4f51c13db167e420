"""What WeasyPrint sets for the press: the texts of single sheets, without the art, the pictures and the codes."""

import re
from collections.abc import Mapping
from typing import Any

from sdzx.documents import fonts
from sdzx.documents.errors import UnprintableText
from sdzx.documents.press.compiler import FIELDS_ONLY, NO_PICTURES, Compiled, blank_picture, laid_out
from sdzx.documents.render import filled

BLANK = blank_picture()
BODY = re.compile(r"(<body[^>]*>)")


def texts(compiled: Compiled, sheets: list[Mapping[str, Any]]) -> bytes:
    """A PDF with one page a sheet that has its fields' texts and nothing else. Raises UnprintableText."""
    names = [field.name for field in compiled.fields if field.kind == "text"]
    if missing := fonts.missing_glyphs("".join(str(sheet[name]) for sheet in sheets for name in names)):
        raise UnprintableText(missing)
    images = {field.name for field in compiled.fields if field.kind == "image"}
    plain = [{name: without(name, value, images) for name, value in sheet.items()} for sheet in sheets]
    markups = [filled(compiled.template, {**compiled.given, **sheet}, title="") for sheet in plain]
    return bytes(laid_out(joined(markups), FIELDS_ONLY, NO_PICTURES).write_pdf(pdf_identifier=b"sdzx"))


def joined(markups: list[str]) -> str:
    """The bodies of all, under the head of the first: each begins a page of its own (`break-after: page`)."""
    head, _, _ = markups[0].partition("</body>")
    further = [BODY.split(markup)[2].partition("</body>")[0] for markup in markups[1:]]
    return head + "".join(further) + "</body></html>"


def without(name: str, value: Any, images: set[str]) -> Any:
    """The value, or something small in the place of a picture or code."""
    if name not in images or not value:
        return value
    return "0" if isinstance(value, str) else BLANK
