"""The catalogue of projects and their specifications (clause 1)."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "sdzx.catalogue"
    label = "catalogue"
