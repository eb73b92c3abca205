"""Files that nobody knows, and uploads that nobody kept."""

import datetime as dt
import logging

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from usp.core import clock
from usp.core.db import verb
from usp.documents.models import Document, Upload

logger = logging.getLogger(__name__)
_FOLDERS: dict[str, type[models.Model]] = {"documents": Document, "uploads": Upload}
SPARED = dt.timedelta(days=1)  # what is being issued or filled in right now has a file before it has a row


def remove_orphans() -> int:
    """Remove files without a row (their worker was killed, their transaction rolled back) that are older than a day.

    Uploads that nothing points at lose their rows first. Answers how many files went.
    """
    forget_unused_uploads()
    removed = sum(_clear(folder, model) for folder, model in _FOLDERS.items())
    if removed:
        logger.warning("documents: removed %d files without a row", removed)
    return removed


@verb
def forget_unused_uploads() -> int:
    """Delete the rows of uploads older than a day that nothing points at; answers how many. Files follow later."""
    unused = unused_uploads().filter(created_at__lt=clock.now() - SPARED)
    locked = Upload.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=unused.values("pk"))
    # Looked at again under the lock: a key that points here waits for it.
    gone = list(unused_uploads().filter(pk__in=[upload.pk for upload in locked]).values_list("pk", flat=True))
    Upload.objects.filter(pk__in=gone).delete()
    return len(gone)


def unused_uploads() -> QuerySet[Upload]:
    """Uploads that no row of any app points at."""
    found = Upload.objects.all()
    for relation in Upload._meta.related_objects:
        model, field = relation.related_model, relation.field.attname
        assert not isinstance(model, str)  # noqa: S101 -- names are resolved by now
        found = found.exclude(Exists(model._base_manager.filter(**{field: OuterRef("pk")})))
    return found


def _clear(folder: str, model: type[models.Model]) -> int:
    if not default_storage.exists(folder):
        return 0
    before, removed = timezone.now() - SPARED, 0
    for inner in default_storage.listdir(folder)[0]:
        names = [f"{folder}/{inner}/{name}" for name in default_storage.listdir(f"{folder}/{inner}")[1]]
        known = set(model._base_manager.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - known:
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                removed += 1
    return removed
