"""Page furniture: components, list, record and step pages."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sdzx.ui"
    label = "ui"
