"""The app's place in Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """See the package's docstring."""

    name = "offers"
    label = "offers"
