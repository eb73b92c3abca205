"""The shipped catalogue in a test's database: a dozen statements, no institutions."""

from applications.catalogue_file import CATALOGUE
from applications.models import ItemKind
from applications.services.catalogue import load_catalogue


def make_catalogue() -> dict[str, ItemKind]:
    """Load kinds, languages, exams, reasons and consent texts; answers with the kinds by their number (A1 … C5)."""
    load_catalogue(paths=[CATALOGUE])
    return {kind.number: kind for kind in ItemKind.objects.all()}
