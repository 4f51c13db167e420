"""Frozen sheets put together for the printer, or one cut out: nothing is ever laid out a second time."""

import io
from collections.abc import Iterable
from itertools import groupby

import pikepdf

from certificates.issuing.models import Print
from sdzx.files.services import content


def sheets(copies: Iterable[Print]) -> bytes:
    """The pages of these copies in their order; their files should be loaded with them. Raises ContentMissing."""
    out = io.BytesIO()
    with pikepdf.new() as target:
        for _, group in groupby(copies, key=lambda copy: copy.file_id):
            held = list(group)
            with pikepdf.open(io.BytesIO(content(held[0].file))) as source:
                target.pages.extend(source.pages[(copy.page or 1) - 1] for copy in held)
        target.remove_unreferenced_resources()
        target.save(out, deterministic_id=True)
    return out.getvalue()
