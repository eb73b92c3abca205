"""People and organisations: who somebody is, and what for."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, student identity, employers, memberships and roles."""

    name = "usp.accounts"
    label = "accounts"
    verbose_name = _("Kişiler ve kurumlar")

    def ready(self) -> None:
        """Let every app's ``exports.py`` say what it holds of a student, ``encrypted.py`` what new keys rewrite."""
        from usp.accounts import exports_own  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("exports", "encrypted")
