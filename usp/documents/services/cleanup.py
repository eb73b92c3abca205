"""Files that nobody knows, and uploads that nobody kept."""

import datetime as dt
import logging
from collections.abc import Callable, Collection

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from usp.core import clock
from usp.core.db import verb
from usp.documents.models import Document, Upload

logger = logging.getLogger(__name__)
Known = Callable[[Collection[str]], set[str]]
SPARED = dt.timedelta(days=1)  # what is being issued or filled in right now has a file before it has a row


def names_in(model: type[models.Model], *fields: str) -> Known:
    """Which of some names of files rows of the model keep in one of these fields. One query for each field."""

    def known(names: Collection[str]) -> set[str]:
        found: set[str] = set()
        for field in fields:
            found |= set(model._base_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True))
        return found

    return known


_folders: dict[str, Known] = {"documents": names_in(Document, "file"), "uploads": names_in(Upload, "file")}


def register_folder(folder: str, known: Known) -> None:
    """Let an app have a folder of its own cleared; ``known`` answers which of the names it is asked for have a row.

    Called from its ``documents.py``. Files stand in the folder itself or in one folder inside it.
    """
    if folder in _folders:
        raise ValueError(f"the folder {folder} is registered twice")
    _folders[folder] = known


def remove_orphans() -> int:
    """Remove files without a row (their worker was killed, their transaction rolled back) that are older than a day.

    Uploads that nothing points at lose their rows first. Answers how many files went.
    """
    forget_unused_uploads()
    removed = sum(_clear(folder, known) for folder, known in _folders.items())
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


def _clear(folder: str, known: Known) -> int:
    if not default_storage.exists(folder):
        return 0
    inner, _files = default_storage.listdir(folder)
    return sum(_clear_one(path, known) for path in (folder, *(f"{folder}/{one}" for one in inner)))


def _clear_one(path: str, known: Known) -> int:
    names = {f"{path}/{name}" for name in default_storage.listdir(path)[1]}
    before, removed = timezone.now() - SPARED, 0
    for name in names - known(names):
        if default_storage.get_modified_time(name) < before:
            default_storage.delete(name)
            removed += 1
    return removed
