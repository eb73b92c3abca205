"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsuranceConfig(AppConfig):
    """After acceptance: the intern list, insurance cases, printed forms."""

    name = "insurance"
    label = "insurance"
    verbose_name = _("Sigorta ve evrak")

    def ready(self) -> None:
        """Listen for placements, and tell the apps below how cases stand."""
        from insurance import (  # noqa: F401, PLC0415 -- app ready
            asks,
            date_receivers,
            dates_notifications,
            case_notifications,
            list_notifications,
            papers_news,
            ending_notifications,
            forms_notifications,
            exports_ending,
            exports_forms,
            parts_case,
            parts_ending,
            parts_forms,
            parts_dates,
            parts_intern,
            exports_sgk,
            parts_papers,
            parts_pay,
            parts_sgk,
            sgk_access,
            sgk_notifications,
            progress,
            receivers,
            receivers_ending,
            receivers_forms,
            reminder_notifications,
            worklist_sources,
            receivers_list,
        )
