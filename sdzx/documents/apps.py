"""Registers the font check, so that `manage.py check` says what this machine lacks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from sdzx.documents.fonts import check_fonts


def fonts_installed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """One warning for each font or library that documents need and this machine has not."""
    return [checks.Warning(sentence, id="documents.W001") for sentence in check_fonts()]


class DocumentsConfig(AppConfig):
    name = "sdzx.documents"
    label = "documents"

    def ready(self) -> None:
        checks.register(fonts_installed)
