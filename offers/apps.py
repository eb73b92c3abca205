"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    """See the package's docstring."""

    name = "offers"
    label = "offers"
    verbose_name = _("Pozisyonlar, teklifler, stajlar")

    def ready(self) -> None:
        """Listen for news of employers; name those a student knows."""
        from offers import namers, receivers, receivers_people  # noqa: F401, PLC0415 -- app ready
