"""Sites: application, evaluation, registry, oversight (clauses 2.1–2.4, 5.1, 5.4)."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "sites"
    label = "sites"
