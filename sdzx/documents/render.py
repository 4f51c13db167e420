"""A template and a plain dict become a PDF, or an exception; never a PDF with something missing."""

import html
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.template import Context, Engine

from sdzx.documents import fonts
from sdzx.documents.errors import MissingFact, RenderError, UnprintableText

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "templates"
SHEETS = TEMPLATES / "pdf"
ROOTS = (SHEETS, PROJECT / "static")

NOTDEF = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)", re.DOTALL)
DATA_URI = re.compile(r"data:[\w/+.-]+[;,][^\"'\s)]*")


class EveryFactRequired(str):
    """As Django's string_if_invalid: a name that the context lacks stops the document instead of printing nothing."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise MissingFact(str(name))


class StrictContext(Context):
    """A context in which every name that a template mentions, even in `if` or `for`, has to be."""

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            raise MissingFact(str(key)) from None


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The documents' own engine: strict about missing names, independent of the pages' settings."""
    return Engine(
        dirs=[str(TEMPLATES)],
        string_if_invalid=EveryFactRequired("%s"),
        builtins=["sdzx.documents.tags"],
        autoescape=True,
    )


def render(template_name: str, context: Mapping[str, Any], *, title: str, variant: str = "") -> bytes:
    """Render `templates/<template_name>` (such as `pdf/annex2.html`) to PDF.

    The same input gives the same bytes on the same machine. `variant`: such as `pdf/a-2b`, for files that are kept. Safe to call from several threads.

    Raises UnprintableText for characters that no font has, MissingFact for a name that the context lacks,
    RenderError for anything else that WeasyPrint would have left out with a log line.
    """
    if not fonts.font_files("serif"):
        raise RenderError("no document font is installed: " + " ".join(fonts.check_fonts()))
    markup = filled(template_name, context, title=title)
    if missing := fonts.missing_glyphs(html.unescape(DATA_URI.sub("", markup))):
        raise UnprintableText(missing)
    return write_pdf(markup, variant=variant)


BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


def render_many(template_name: str, contexts: Sequence[Mapping[str, Any]], *, title: str) -> bytes:
    """One PDF of a template filled in several times, laid out at one go: several times as fast as one by one.

    The template's stylesheet begins each on a page of its own. Raises as `render` does.
    """
    markups = [filled(template_name, context, title=title) for context in contexts]
    if missing := fonts.missing_glyphs(html.unescape(DATA_URI.sub("", "".join(markups)))):
        raise UnprintableText(missing)
    bodies = [found[1] for markup in markups if (found := BODY.search(markup))]
    start, end = BODY.search(markups[0]).span(1)  # type: ignore[union-attr]  # every document extends pdf/base.html
    return write_pdf(markups[0][:start] + "".join(bodies) + markups[0][end:])


def filled(template_name: str, context: Mapping[str, Any], *, title: str) -> str:
    """The template as HTML. Raises MissingFact for a name that the context lacks."""
    return engine().get_template(template_name).render(StrictContext({**context, "document_title": title}))


def write_pdf(markup: str, *, variant: str = "") -> bytes:
    with fonts.isolated():
        # WeasyPrint reads the fontconfig environment when it is imported.
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError

        configuration = FontConfiguration()
    chains = CSS(string=fonts.css_variables(), font_config=configuration)
    with complaints() as records:
        try:
            document = HTML(string=markup, base_url=f"{SHEETS.as_uri()}/", url_fetcher=fetcher())
            content = document.write_pdf(
                stylesheets=[chains], font_config=configuration, pdf_identifier=b"sdzx", pdf_variant=variant or None
            )
        except FatalURLFetchingError as error:
            raise RenderError(str(error)) from error
    judge(records)
    return bytes(content)


def judge(records: list[logging.LogRecord]) -> None:
    """Turn what WeasyPrint only logged into exceptions."""
    messages = [record.getMessage() for record in records]
    undrawn = {chr(int(match[1], 16)) for message in messages if (match := NOTDEF.search(message))}
    if undrawn:
        raise UnprintableText(undrawn)
    errors = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    if errors:
        raise RenderError("; ".join(errors))


@lru_cache(maxsize=1)
def local_fetcher_class() -> type:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class LocalFetcher(URLFetcher):
        """Fetches `data:` addresses and files of our own folders; anything else stops the document."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if not allowed(url):
                raise FatalURLFetchingError(f"a document may not load {url[:200]!r}")
            try:
                return super().fetch(url, headers)
            except (OSError, ValueError) as error:
                raise FatalURLFetchingError(f"cannot load {url[:200]!r}: {error}") from error

    return LocalFetcher


def fetcher() -> Any:
    return local_fetcher_class()(allowed_protocols=("data", "file"), allow_redirects=False)


def allowed(url: str) -> bool:
    """Is this a `data:` address, or a file under templates/pdf or static (after links and `..` are resolved)?"""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return False
    path = Path(unquote(parts.path)).resolve()
    return any(path.is_relative_to(root) for root in ROOTS)


class ThreadRecords(logging.Handler):
    """Keeps the records of one thread, so that concurrent documents do not take each other's complaints."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.records.append(record)


@contextmanager
def complaints() -> Iterator[list[logging.LogRecord]]:
    logger = logging.getLogger("weasyprint")
    logger.disabled = False  # a dictConfig with disable_existing_loggers would silence what we must hear
    if not logger.isEnabledFor(logging.WARNING):
        logger.setLevel(logging.WARNING)
    handler = ThreadRecords()
    logger.addHandler(handler)
    try:
        yield handler.records
    finally:
        logger.removeHandler(handler)
