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
            case_notifications,
            date_receivers,
            dates_notifications,
            ending_notifications,
            exports_ending,
            exports_forms,
            exports_sgk,
            forms_notifications,
            list_notifications,
            papers_news,
            parts_case,
            parts_dates,
            parts_ending,
            parts_forms,
            parts_intern,
            parts_papers,
            parts_pay,
            parts_sgk,
            progress,
            receivers,
            receivers_ending,
            receivers_forms,
            receivers_list,
            reminder_notifications,
            sgk_access,
            sgk_notifications,
            worklist_papers,
            worklist_sources,
        )
