"""A province in miniature, made through the services."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sdzx.demo"
    label = "demo"
