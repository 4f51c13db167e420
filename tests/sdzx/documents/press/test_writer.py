"""The writer refuses to end a file with a page missing."""

import io

import pytest

from sdzx.documents.press.writer import PdfWriter


def test_page_that_was_reserved_and_not_written_is_no_document() -> None:
    writer = PdfWriter(io.BytesIO())
    writer.reserve_page()
    with pytest.raises(RuntimeError, match="1 pages"):
        writer.finish(title="", media_box="0 0 1 1")
