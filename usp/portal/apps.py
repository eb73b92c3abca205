"""The app's place in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home page per role, navigation, health, demo data, season clock."""

    name = "usp.portal"
    label = "portal"
