"""The lookup's pages without what makes others slow: no context processors, no session, and what is the same for everybody
(the frame, the labels) rendered once per process and kept, cut where the facts stand.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from certificates.lookup.services import Shown
from sdzx.ui import words

_CUT = re.compile(r"\[\[(\w+)\]\]")
FACTS = (
    "number", "name", "document_type", "document_number", "project", "result", "issued_on", "center", "serial",
    "reprinted_on", "remark", "successor", "photo",
)  # fmt: skip


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A public page for nobody in particular: what the frame asks of a request and of `page` stands here."""
    frame = {"request": {"path": reverse("lookup:lookup")}, "page": {"demo": settings.DEMO}}
    return get_template(template).render(frame | dict(context))


def response(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page that is different each time: the forms."""
    return HttpResponse(rendered(template, context), status=status)


@lru_cache(maxsize=64)
def _article(state: str, tone: str, valid: bool, given: frozenset[str]) -> tuple[str, ...]:
    """The article about a certificate with these facts, cut: text, name of a fact, text, …"""
    certificate = {fact: f"[[{fact}]]" for fact in given} | {"state": state, "tone": tone, "valid": valid}
    html = get_template("certificates/lookup/_certificate.html").render({"certificate": certificate})
    return tuple(_CUT.split(html))


@lru_cache(maxsize=8)
def _frame(template: str) -> tuple[str, str]:
    """A page's text before and after its articles."""
    before, _, after = _CUT.split(rendered(template, {"articles": "[[articles]]"}))
    return before, after


def article(certificate: Shown) -> SafeString:
    """The article about one certificate, every fact escaped."""
    said = {fact: value for fact in FACTS if (value := getattr(certificate, fact))}
    for fact in ("issued_on", "reprinted_on"):
        if fact in said:
            said[fact] = words.day(said[fact])
    parts = _article(certificate.state, certificate.tone, certificate.valid, frozenset(said))
    return SafeString("".join([escape(said[part]) if at % 2 else part for at, part in enumerate(parts)]))


def about(template: str, certificates: Iterable[Shown]) -> HttpResponse:
    """The page about these certificates."""
    before, after = _frame(template)
    return HttpResponse(before + "".join(map(article, certificates)) + after)


@lru_cache(maxsize=1)
def _unknown() -> str:
    return rendered("certificates/lookup/unknown.html", {})


def unknown() -> HttpResponse:
    """The page of a code that is not ours."""
    return HttpResponse(_unknown(), status=404)
