"""Gap-free running numbers."""

from django.apps import AppConfig


class SerialsConfig(AppConfig):
    name = "sdzx.serials"
    label = "serials"
