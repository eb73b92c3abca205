"""The app's place in Django."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """See the package's docstring."""

    name = "applications"
    label = "applications"
