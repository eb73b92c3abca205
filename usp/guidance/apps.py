"""What people are told and may ask, between the news of single events and the season's own pages."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """Announcements, official letters, questions to the adviser, problem reports, common questions."""

    name = "usp.guidance"
    label = "guidance"
    verbose_name = _("Rehberlik")

    def ready(self) -> None:
        """Let the apps above answer what guidance asks of them (usp.guidance.upward); listen for roles."""
        from usp.guidance import employer_news, receivers  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("guidance")
