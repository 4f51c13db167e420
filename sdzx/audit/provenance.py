"""Tracing back: from a certificate to the catalogue entry. Slices register what a record rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from sdzx.clauses import CLAUSES


@dataclass(frozen=True, slots=True)
class Link:
    """One station of the way back: what it is, which record, where its page is, and the facts that matter."""

    stage: str
    clause: str
    record: models.Model
    url: str
    facts: tuple[str, ...]


Provider = Callable[[Any], Sequence[Link]]
_providers: list[Provider] = []


def register(*given: Provider) -> None:
    """Add providers; the same one twice counts once."""
    _providers.extend(provider for provider in given if provider not in _providers)


def chain(certificate: Any) -> list[Link]:
    """All stations behind a certificate, from the end of the regulation back to its beginning."""
    order = {clause: place for place, clause in enumerate(CLAUSES)}
    links = [link for provider in reversed(_providers) for link in provider(certificate)]
    return sorted(links, key=lambda link: order[link.clause], reverse=True)
