"""Files that no paper knows: their worker was killed or their transaction was rolled back."""

import datetime as dt
import logging

from django.core.files.storage import default_storage
from django.utils import timezone

from usp.documents.models import Document

logger = logging.getLogger(__name__)
_FOLDER = "documents"
SPARED = dt.timedelta(days=1)  # a paper that is being issued right now has a file before it has a row


def remove_orphans() -> int:
    """Remove files of papers that were never issued and are older than a day; answers how many."""
    if not default_storage.exists(_FOLDER):
        return 0
    before, removed = timezone.now() - SPARED, 0
    for folder in default_storage.listdir(_FOLDER)[0]:
        names = [f"{_FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{_FOLDER}/{folder}")[1]]
        known = set(Document.objects.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - known:
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                removed += 1
    if removed:
        logger.warning("documents: removed %d files without a paper", removed)
    return removed
