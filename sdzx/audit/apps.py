"""The trace: who did what, when, as whom and why."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sdzx.audit"
    label = "audit"
