"""The e-Devlet app: a login provider and a records gateway; it has no tables of its own."""

from django.apps import AppConfig


class EdevletConfig(AppConfig):
    """Students' sign-in and their records. allauth finds the provider in ``provider.py`` and ``urls.py``."""

    name = "usp.edevlet"
    label = "edevlet"
