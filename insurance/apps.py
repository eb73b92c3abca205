"""The app's place in Django."""

from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    """After acceptance: the intern list, insurance cases, printed forms."""

    name = "insurance"
    label = "insurance"

    def ready(self) -> None:
        """Listen for placements."""
        from insurance import receivers  # noqa: F401, PLC0415 -- app ready
