"""Case files, retention and disposal (clause 5.2)."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "sdzx.archive"
    label = "archive"
