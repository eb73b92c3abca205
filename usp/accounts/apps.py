"""People and organisations: who somebody is, and what for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, student identity, employers, memberships and roles."""

    name = "usp.accounts"
    label = "accounts"
    verbose_name = _("Kişiler ve kurumlar")
