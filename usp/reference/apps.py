"""Django application of the reference tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "usp.reference"
    label = "reference"
    verbose_name = _("Kaynak veriler")
