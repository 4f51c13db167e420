"""Registers of managers, examiners, supervisors and experts (clause 5.3)."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "sdzx.personnel"
    label = "personnel"
