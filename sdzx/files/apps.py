"""Uploaded and produced files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sdzx.files"
    label = "files"
