"""Papers: made from a snapshot, stored, versioned, verifiable by anyone."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    """Kinds of papers, rendering, stored files, verification."""

    name = "usp.documents"
    label = "documents"

    def ready(self) -> None:
        """Let every app's ``documents.py`` register its kinds of papers and its access rules."""
        autodiscover_modules("documents")
