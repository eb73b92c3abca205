"""News for people: an inbox row first, then e-mail and SMS."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Kinds of notices, the outbox and its delivery, the inbox."""

    name = "usp.notifications"
    label = "notifications"
    verbose_name = _("Bildirimler")

    def ready(self) -> None:
        """Let every app's ``notifications.py`` register its kinds; carry codes and news of accounts; add the check."""
        from usp.notifications import checks, codes, receivers  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("notifications")
