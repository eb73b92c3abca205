"""People and organisations: who somebody is, and what for."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, student identity, employers, memberships and roles."""

    name = "usp.accounts"
    label = "accounts"
