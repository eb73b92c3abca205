"""Papers: made from a snapshot, stored, versioned, verifiable by anyone."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Kinds of papers, rendering, stored files, verification."""

    name = "usp.documents"
    label = "documents"
    verbose_name = _("Belgeler")

    def ready(self) -> None:
        """Let every app's ``documents.py`` register its kinds of papers and its access rules."""
        from usp.documents import checks  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("documents")
