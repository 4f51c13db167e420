import io
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pytest

from sdzx.documents import fonts
from sdzx.documents.errors import RenderError, UnprintableText
from sdzx.documents.render import PROJECT, SHEETS, allowed, complaints, judge, render, write_pdf
from tests.sdzx.documents.samples import SAMPLES

CERTIFICATE = "pdf/certificate.html"
NO_FONT = "\U0003fffd"  # unassigned: no font draws it
PRIVATE = "\ue815"  # private use: fonts draw their own things there


def certificate(**changes: Any) -> bytes:
    return render(CERTIFICATE, {**SAMPLES[CERTIFICATE].context, **changes}, title="专项职业能力证书")


def test_render_gives_the_same_bytes_twice() -> None:
    assert certificate() == certificate()


def test_render_sets_title_and_language() -> None:
    with pikepdf.open(io.BytesIO(certificate())) as document:
        assert (str(document.docinfo["/Title"]), str(document.Root["/Lang"])) == ("专项职业能力证书", "zh-CN")


@pytest.mark.parametrize("character", [NO_FONT, PRIVATE])
def test_render_refuses_a_character_that_no_font_has(character: str) -> None:
    with pytest.raises(UnprintableText) as refusal:
        certificate(name=f"李{character}")
    assert refusal.value.characters == (character,)
    assert f"“{character}”（U+{ord(character):04X}）" in str(refusal.value)


def test_render_without_fonts_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found", dict)
    with pytest.raises(RenderError, match="fonts-noto-cjk"):
        certificate()


def test_write_pdf_refuses_what_the_glyph_check_let_through() -> None:
    with pytest.raises(UnprintableText) as refusal:
        write_pdf(f'<p style="font-family: var(--serif)">{NO_FONT}</p>')
    assert refusal.value.characters == (NO_FONT,)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "../../pyproject.toml",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "no-such-picture.png",
        "data:text/plain;base64,!!",
    ],
)
def test_write_pdf_refuses_an_address_it_may_not_or_cannot_load(address: str) -> None:
    with pytest.raises(RenderError):
        write_pdf(f'<img src="{address}">')


def test_write_pdf_refuses_a_broken_picture() -> None:
    with pytest.raises(RenderError):
        write_pdf('<img src="data:image/png;base64,AAAA">')


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("data:image/png;base64,AAAA", True),
        (f"{SHEETS.as_uri()}/letters.css", True),
        (f"{PROJECT.as_uri()}/static/pdf/certificate.svg", True),
        (f"{SHEETS.as_uri()}/../../sdzx/settings.py", False),
        (f"{SHEETS.as_uri()}/%2e%2e/%2e%2e/pyproject.toml", False),
        (f"file://elsewhere{SHEETS}/letters.css", False),
        ("file:///etc/passwd", False),
        ("http://localhost/letters.css", False),
        ("ftp://localhost/letters.css", False),
    ],
)
def test_allowed_lets_only_data_and_our_folders_through(url: str, answer: bool) -> None:
    assert allowed(url) is answer


def test_judge_passes_mere_warnings() -> None:
    judge([logging.LogRecord("weasyprint", logging.WARNING, "", 0, "ignored a property", None, None)])


def test_judge_refuses_logged_errors() -> None:
    records = [logging.LogRecord("weasyprint", logging.ERROR, "", 0, "failed: %s", (part,), None) for part in "ab"]
    with pytest.raises(RenderError, match=r"^failed: a; failed: b$"):
        judge(records)


def test_complaints_are_heard_from_a_silenced_logger(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("weasyprint")
    monkeypatch.setattr(logger, "disabled", True)
    monkeypatch.setattr(logger, "level", logging.CRITICAL)
    logger.manager._clear_cache()  # type: ignore[attr-defined]
    with complaints() as records:
        logger.warning("heard")
    assert [record.getMessage() for record in records] == ["heard"]


def test_threads_do_not_take_each_others_complaints() -> None:
    good, bad = "<p>好</p>", f"<p>{NO_FONT}</p>"
    alone = write_pdf(good)

    def outcome(markup: str) -> bytes | type[Exception]:
        try:
            return write_pdf(markup)
        except UnprintableText as refusal:
            return type(refusal)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, [good, bad] * 6))
    assert outcomes == [alone, UnprintableText] * 6
