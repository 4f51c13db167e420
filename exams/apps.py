"""Announcements, registration, question sets, sessions, dispatch, scores (clauses 3.x, 4.x)."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "exams"
    label = "exams"
