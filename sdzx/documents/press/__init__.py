"""A template that is printed by the hundred: laid out once by WeasyPrint, then stamped sheet by sheet.

`compile_template` has WeasyPrint draw what never changes and measures the boxes that do (elements with `data-field`);
`print_sheets` writes any number of sheets into one PDF, in bounded memory: text shaped with HarfBuzz, one subset of each font,
pictures and QR codes as objects. What cannot be stamped so (a text that needs two fonts, or that does not fit on its line) is
set by WeasyPrint and laid over the same art. Both look like the template rendered alone (tests/sdzx/documents/press).
"""

from sdzx.documents.press.compiler import Compiled, Field, compile_template
from sdzx.documents.press.printer import Sheet, print_sheets, unprintable

__all__ = ["Compiled", "Field", "Sheet", "compile_template", "print_sheets", "unprintable"]
