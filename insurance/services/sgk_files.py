"""Make a file for SGK and hand it out: what stands in it stays, and who took it is on record."""

import functools
import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from insurance.models import (
    Encoding,
    InsuranceCase,
    InsuranceEntry,
    SgkDownload,
    SgkFile,
    SgkFileRow,
    SgkSettings,
    SgkWorkplace,
)
from insurance.selectors import sgk as desk
from insurance.selectors.sgk_settings import as_written, codes_of, settings_of
from insurance.sgk.sheet import SheetRow, workbook
from insurance.sgk.writing import entry_xml, exit_xml
from usp.accounts import crypto
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)
FOLDER = "sgk"
"""Where the files lie."""


@dataclass(frozen=True)
class LeftOut:
    """Somebody who was chosen and does not stand in the file."""

    name: str
    reason: str | Promise


@dataclass(frozen=True)
class MadeFile:
    """The file, and whom it leaves out."""

    file: SgkFile
    left_out: tuple[LeftOut, ...]


@verb
def make_file(
    *,
    actor: User,
    kind: str,
    workplace_id: int,
    case_ids: Sequence[int],
    encoding: str = "",
    again: Mapping[int, int] | None = None,
) -> MadeFile:
    """Make the file of these cases for one of the university's workplaces.

    Locks the cases, so that two clicks make one file: whoever waits for an answer in an earlier file is left out,
    unless ``again`` names that very file (case → number of the file that the officer saw). Raises RuleViolation when
    nobody is left, or our own schema refuses the file; SgkWorkplace.DoesNotExist for somebody else's.
    """
    seen = again or {}
    scope = desk.cases_in_scope(actor)
    wanted = scope.filter(pk__in=[*case_ids, *seen])
    held = list(wanted.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    university_id, _units = university_scope(actor, UniversityAction.DECLARE_INSURANCE)
    workplace = SgkWorkplace.objects.get(pk=workplace_id, university=university_id)
    settings = settings_of(workplace.university_id)
    encoding = encoding if encoding in Encoding.values else settings.encoding
    cases = InsuranceCase.objects.filter(pk__in=held)
    read = desk.entry_rows if kind == SgkFile.Kind.ENTRY else desk.exit_rows
    chosen = [row for row in read(cases, workplace.university_id, encoding) if row.workplace == workplace]
    rows = [row for row in chosen if not _reason(row, seen)]
    left_out = tuple(LeftOut(row.person.full_name, _reason(row, seen)) for row in chosen if _reason(row, seen))
    if not rows:
        said = " ".join(f"{one.name}: {one.reason}" for one in left_out[:3])
        raise RuleViolation(_("Dosyaya girecek kimse yok. %(reasons)s") % {"reasons": said}, code="sgk_nobody")
    return MadeFile(_write(actor, kind, workplace, settings, encoding, rows), left_out)


def _reason(row: desk.DeskRow, seen: Mapping[int, int]) -> str | Promise:
    if row.problem:
        return row.problem
    if row.waits_in and seen.get(row.case.pk) != row.waits_in:
        return _("%(number)d numaralı dosyada, cevap bekliyor.") % {"number": row.waits_in}
    return ""


def _write(
    actor: User,
    kind: str,
    workplace: SgkWorkplace,
    settings: SgkSettings,
    encoding: str,
    rows: Sequence[desk.DeskRow],
) -> SgkFile:
    codes, people = codes_of(settings), [row.person for row in rows]
    exits = kind == SgkFile.Kind.EXIT
    content = (exit_xml if exits else entry_xml)(as_written(workplace), people, codes, encoding)
    sheet = workbook([_sheet_row(row) for row in rows], codes, exits=exits)
    names: list[str] = []
    try:
        names = [_keep(content), _keep(sheet)]
        file = SgkFile.objects.create(
            university_id=workplace.university_id, workplace=workplace, kind=kind, encoding=encoding, content=names[0],
            sha256=hashlib.sha256(content).hexdigest(), sheet=names[1], sheet_sha256=hashlib.sha256(sheet).hexdigest(),
            made_at=clock.now(), made_by=actor,
        )  # fmt: skip
        _write_rows(file, rows)
    except BaseException:
        for name in names:
            _throw_away(name)
        raise
    return file


def _write_rows(file: SgkFile, rows: Sequence[desk.DeskRow]) -> None:
    entries: dict[int, int] = {}
    if file.kind == SgkFile.Kind.EXIT:
        found = InsuranceEntry.objects.filter(desk.open_entries(), case__in=[row.case.pk for row in rows])
        entries = dict(found.values_list("case_id", "pk"))
    SgkFileRow.objects.bulk_create(
        [SgkFileRow(file=file, case=row.case, entry_id=entries.get(row.case.pk), day=row.person.day) for row in rows]
    )


def _sheet_row(row: desk.DeskRow) -> SheetRow:
    placement = row.placement
    return SheetRow(
        row.person, placement.last_day, placement.working_days, placement.application.student_no,
        placement.department.unit.name, str(placement.offer.terms["employer"]), row.case.has_health_cover,
        timezone.localdate(placement.confirmed_at),
    )  # fmt: skip


@verb
def take_file(*, actor: User, file_id: int, part: str) -> bytes:
    """The same bytes as when it was made; the log says who took them. RuleViolation when the file is damaged."""
    file = desk.files_in_scope(actor).get(pk=file_id)
    stored, wanted = (file.sheet, file.sheet_sha256) if part == SgkDownload.Part.SHEET else (file.content, file.sha256)
    content = _read(str(stored.name))
    if content is None or hashlib.sha256(content).hexdigest() != wanted:
        logger.error("sgk: the %s of file %d is not what was made", part, file.pk)
        raise RuleViolation(
            _("Dosya depoda bulunamadı ya da bozulmuş; indirilmedi. Aynı kişilerle yeni bir dosya yapın."),
            code="sgk_damaged",
        )
    SgkDownload.objects.create(file=file, part=part, taken_by=actor, taken_at=clock.now())
    return content


def stored_file(name: str) -> bytes:
    """A file as it lies there, encrypted; OSError where it cannot be read."""
    with default_storage.open(name) as stored:
        return bytes(stored.read())


def renewed_file(name: str) -> str:
    """The same content encrypted with the newest key, under a new name; the old file goes when this is committed."""
    made = _keep_encrypted(crypto.rotate(stored_file(name)))
    transaction.on_commit(functools.partial(_throw_away, name))
    return made


def _keep(content: bytes) -> str:
    """Store the content, encrypted, under a random name; a full disk is a sentence."""
    return _keep_encrypted(crypto.encrypt_bytes(content))


def _keep_encrypted(encrypted: bytes) -> str:
    token = secrets.token_hex(20)
    name = f"{FOLDER}/{token[:2]}/{token}.bin"
    try:
        return default_storage.save(name, ContentFile(encrypted))
    except OSError as error:
        logger.error("sgk: a file could not be stored: %s", error)
        _throw_away(name)
        raise RuleViolation(
            _("Dosya şu anda kaydedilemedi; hiçbir şey değişmedi. Birkaç dakika sonra yeniden deneyin."),
            code="storage",
        ) from error


def _read(name: str) -> bytes | None:
    try:
        return crypto.decrypt_bytes(stored_file(name))
    except (OSError, crypto.Unreadable):
        return None


def _throw_away(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError as error:
        logger.error("sgk: the file %s that has no row could not be removed: %s", name, error)
