"""The app's place in Django."""

from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    """See the package's docstring."""

    name = "insurance"
    label = "insurance"
