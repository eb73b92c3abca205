"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """See the package's docstring."""

    name = "applications"
    label = "applications"
    verbose_name = _("Başvurular")

    def ready(self) -> None:
        """Connect the receivers."""
        from applications import receivers  # noqa: F401, PLC0415 -- app ready
