"""Notices to people: inbox and mail."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sdzx.notifications"
    label = "notifications"
