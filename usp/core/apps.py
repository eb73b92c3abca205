"""The core app: what every other app stands on, and nothing about internships."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Errors, database helpers, clock, Turkish text, template tags, system checks."""

    name = "usp.core"
    label = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from usp.core import checks  # noqa: F401, PLC0415 -- app ready
