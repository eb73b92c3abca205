"""Making the file of «Verilerim»: at once when it is small, by a worker with progress when many files go into it.

The file is the owner's alone, for 24 real hours; each download leaves a row. Requests are few a day, so that nobody
keeps the workers busy with copies of the same data.
"""

import datetime as dt
import functools
import json
import logging
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from typing import IO

from django.contrib.staticfiles import finders
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from usp.accounts import tasks
from usp.accounts.exports import Part, StoredFile, collect_parts
from usp.accounts.models import DataExport, DataExportDownload, ExportState, User
from usp.accounts.models.exports import FOLDER
from usp.accounts.signals import export_finished
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.logs import request_id

logger = logging.getLogger(__name__)

KEPT = dt.timedelta(hours=24)
A_DAY = 5  # requests of one person within 24 hours
DIRECT_FILES = 5  # with more files than these a worker makes it
MAX_ATTEMPTS = 3
_LOST_AFTER = dt.timedelta(minutes=15)
_DAY = dt.timedelta(days=1)
_NAME = "verilerim"  # of the ZIP's own three files


def request_export(*, actor: User) -> DataExport:
    """Ask for one's own data. A file that is ready is removed first; a running one is answered as it is.

    Small exports are ready when this returns. Raises RuleViolation after too many requests in a day.
    """
    export = _open(actor=actor)
    if export.state == ExportState.WAITING and export.attempts == 0:
        files = sum(len(part.files) for part in collect_parts(actor))
        if files > DIRECT_FILES:
            DataExport.objects.filter(pk=export.pk, state=ExportState.WAITING).update(files_total=files)
            # A broker that is away is logged, and the sweep makes the file.
            transaction.on_commit(functools.partial(tasks.make_export.delay, export.pk), robust=True)
        else:
            make_export(export.pk, in_background=False)
        export.refresh_from_db()
    return export


@verb
def _open(*, actor: User) -> DataExport:
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    mine = DataExport.objects.filter(user=actor)
    running = mine.filter(state__in=[ExportState.WAITING, ExportState.RUNNING]).first()
    if running is not None:
        return running
    if mine.filter(requested_at__gt=clock.real_now() - _DAY).count() >= A_DAY:
        raise RuleViolation(
            _("Verilerinizi bir günde en çok %(number)d kez isteyebilirsiniz. Yarın yeniden deneyin.")
            % {"number": A_DAY},
            code="export_limit",
        )
    for old in mine.filter(state=ExportState.READY):
        remove_file(old)
    with rule_from_constraint(DataExport, "data_export_one_live"):
        return DataExport.objects.create(user=actor)


def make_export(export_id: int, *, in_background: bool = True) -> None:
    """Make a waiting export's file; does nothing when somebody else makes it or has made it.

    What goes wrong is logged and tried again by the sweep; after three attempts the owner is told.
    """
    claimed = DataExport.objects.filter(pk=export_id, state=ExportState.WAITING).update(
        state=ExportState.RUNNING, started_at=Now(), files_done=0
    )
    if not claimed:
        return
    export = DataExport.objects.select_related("user").get(pk=export_id)
    try:
        with translation.override(export.user.language), tempfile.TemporaryFile() as target:
            _write(export, target)
            name = default_storage.save(export.file.field.generate_filename(export, f"{_NAME}.zip"), File(target))
            size = target.tell() or default_storage.size(name)
    except Exception:
        logger.exception("exports: %d could not be made", export_id)
        give_back(export)
        return
    _finish(export=export, name=name, size=size, in_background=in_background)


@verb
def _finish(*, export: DataExport, name: str, size: int, in_background: bool) -> None:
    now = clock.real_now()
    done = DataExport.objects.filter(pk=export.pk, state=ExportState.RUNNING).update(
        state=ExportState.READY, file=name, size=size, ready_at=now, expires_at=now + KEPT
    )
    if not done:  # it took so long that the sweep gave it to somebody else
        default_storage.delete(name)
        return
    export.refresh_from_db()
    if in_background:
        export_finished.send(sender=DataExport, export=export)


@verb
def give_back(export: DataExport) -> None:
    """An attempt failed: wait for the next one, or give up and tell the owner."""
    attempts = export.attempts + 1
    state = ExportState.FAILED if attempts >= MAX_ATTEMPTS else ExportState.WAITING
    changed = DataExport.objects.filter(pk=export.pk, state=ExportState.RUNNING).update(state=state, attempts=attempts)
    if changed and state == ExportState.FAILED:
        export.refresh_from_db()
        export_finished.send(sender=DataExport, export=export)


@verb
def download_export(*, actor: User, export_id: int) -> DataExport:
    """Note that the owner fetches the file now, and answer it. Raises RuleViolation when its 24 hours are over."""
    export = DataExport.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=export_id)
    if export.state != ExportState.READY or not export.expires_at or clock.real_now() >= export.expires_at:
        raise RuleViolation(_("Bu dosyanın süresi doldu. Verilerinizi yeniden isteyebilirsiniz."), code="expired")
    DataExportDownload.objects.create(export=export, request_id=request_id.get())
    return export


def sweep_exports() -> None:
    """Make what was left: its task got lost, its worker died, or an attempt failed. Safe as often as wanted."""
    lost = DataExport.objects.filter(state=ExportState.RUNNING, started_at__lt=clock.real_now() - _LOST_AFTER)
    for export in lost.select_related("user"):
        give_back(export)
    for export_id in list(DataExport.objects.filter(state=ExportState.WAITING).values_list("pk", flat=True)[:20]):
        make_export(export_id)


def remove_file(export: DataExport) -> None:
    """Take the file away; the row stays as the record of the request."""
    name = export.file.name
    DataExport.objects.filter(pk=export.pk, state=ExportState.READY).update(state=ExportState.REMOVED, file="")
    if name:
        default_storage.delete(name)


def remove_expired() -> int:
    """Remove the files whose 24 hours are over, and files that no row knows; answers how many."""
    now, removed = clock.real_now(), 0
    for export in DataExport.objects.filter(state=ExportState.READY, expires_at__lte=now):
        remove_file(export)
        removed += 1
    if not default_storage.exists(FOLDER):
        return removed
    for folder in default_storage.listdir(FOLDER)[0]:
        names = {f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]}
        known = set(DataExport.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names - known:
            if default_storage.get_modified_time(name) < now - _DAY:
                default_storage.delete(name)
                removed += 1
    return removed


def _write(export: DataExport, target: IO[bytes]) -> None:
    """The ZIP: a page to read, the same data for programs, and every file under its own name."""
    parts = collect_parts(export.user)
    files = _renamed([one for part in parts for one in part.files])
    DataExport.objects.filter(pk=export.pk).update(files_total=len(files))
    missing: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, one) in enumerate(files, start=1):
            if not _copy(archive, name, one):
                missing.append(name)
            DataExport.objects.filter(pk=export.pk).update(files_done=number)
        _write_texts(archive, parts, [name for name, _one in files if name not in missing], missing)


def _write_texts(archive: zipfile.ZipFile, parts: Sequence[Part], names: list[str], missing: list[str]) -> None:
    sheets = [sheet for part in parts for sheet in part.sheets]
    made_at = clock.real_now()
    context = {"sheets": sheets, "files": names, "missing": missing, "made_at": made_at}
    archive.writestr(f"{_NAME}.html", render_to_string("accounts/export_file.html", context))
    with open(str(finders.find("css/export.css")), encoding="utf-8") as style:
        archive.writestr(f"{_NAME}.css", style.read())
    data = {
        "made_at": made_at.isoformat(),
        "sheets": {sheet.key: sheet.to_json() for sheet in sheets},
        "files": names,
        "missing_files": missing,
    }
    archive.writestr(f"{_NAME}.json", json.dumps(data, ensure_ascii=False, indent=2))


def _copy(archive: zipfile.ZipFile, name: str, one: StoredFile) -> bool:
    """Put one stored file into the archive; one that cannot be read is named instead of failing the rest."""
    try:
        with one.open() as source:
            info = zipfile.ZipInfo(name, date_time=clock.real_now().timetuple()[:6])
            info.external_attr = 0o600 << 16
            with archive.open(info, "w") as entry:
                shutil.copyfileobj(source, entry)
    except OSError as error:
        logger.error("exports: %s cannot be read: %s", name, error)
        return False
    return True


def _renamed(files: Sequence[StoredFile]) -> list[tuple[str, StoredFile]]:
    """Every file under «dosyalar/», no two by one name, none outside the folder."""
    taken: set[str] = set()
    named = []
    for one in files:
        clean = "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in one.name)
        clean = clean.strip(" .") or "dosya"
        stem, dot, ending = clean.rpartition(".")
        name, number = clean, 2
        while name in taken:
            name = f"{stem} ({number}).{ending}" if dot else f"{clean} ({number})"
            number += 1
        taken.add(name)
        named.append((f"dosyalar/{name}", one))
    return named
