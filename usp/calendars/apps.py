"""Django application of the working-day arithmetic; it has no tables of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "usp.calendars"
    label = "calendars"
    verbose_name = _("Takvim")
