"""People, centres, roles and what each may do."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sdzx.accounts"
    label = "accounts"
