"""The working-day calendar."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "sdzx.workdays"
    label = "workdays"
