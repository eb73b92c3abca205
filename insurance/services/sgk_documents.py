"""SGK's entry documents: taken in, read, matched, and shared with student and employer (docs/rules.md A1, A16)."""

import functools
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from insurance import tasks
from insurance.models import EntryDocument, EntryDocumentBatch, InsuranceCase
from insurance.selectors.sgk import cases_in_scope
from insurance.selectors.sgk_documents import batches_in_scope, wanted_in
from insurance.services.case_moves import ENTRY_DOCUMENT, share_entry
from insurance.sgk.matching import MAX_ALL, MAX_FILE, MAX_FILES, Match, Wanted, match, unpacked
from insurance.sgk_notifications import tell_documents_read
from usp.accounts import crypto
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import checked_pdf_with_text

SECONDS = 8.0
FoundBy = EntryDocument.FoundBy


@dataclass(frozen=True)
class Shared:
    """How many were shared, and whose could not be, with the sentence."""

    number: int
    failed: tuple[tuple[str, str], ...]


@verb
def receive_documents(*, actor: User, files: Sequence[UploadedFile]) -> EntryDocumentBatch:
    """Keep PDFs, and those in ZIP files, to be read by a worker; nothing is kept when one of the files is refused."""
    university_id, _units = university_scope(actor, UniversityAction.DECLARE_INSURANCE)
    if university_id is None:
        raise EntryDocumentBatch.DoesNotExist
    found = _all_files(files)
    batch = EntryDocumentBatch.objects.create(university_id=university_id, sent_at=clock.now(), sent_by=actor)
    EntryDocument.objects.bulk_create(
        [EntryDocument(batch=batch, name=name, raw=crypto.encrypt_bytes(content)) for name, content in found]
    )
    # robust: with the broker away the page reads them when asked
    transaction.on_commit(functools.partial(tasks.read_entry_documents.delay, batch.pk), robust=True)
    return batch


def _all_files(files: Sequence[UploadedFile]) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for file in files:
        file.seek(0)
        content = file.read()
        if getattr(file, "is_broken", False):
            raise RuleViolation(
                _("Dosya şu anda alınamadı; hiçbir şey kaydedilmedi. Birkaç dakika sonra yeniden deneyin."),
                code="upload_unread",
            )
        name = str(file.name or _("belge"))[-150:]
        found += list(unpacked(content)) if content.startswith(b"PK") else [(name, content)]
        if len(found) > MAX_FILES or sum(len(one) for _name, one in found) > MAX_ALL:
            raise RuleViolation(
                _("Bir seferde en çok 300 belge, toplam 36 MB yüklenir. Bölüp yükleyin."), code="zip_files"
            )
    if not found:
        raise RuleViolation(_("Yüklenecek belge yok."), code="no_documents")
    return found


def read_documents(*, batch_id: int, seconds: float | None = SECONDS) -> int:
    """Read and match what was not read yet, each in a transaction of its own; how many are left when time is over.

    Several may read at once (a worker and the page), and whoever stops half-way leaves the rest to the next.
    """
    began = time.monotonic()
    unread = EntryDocument.objects.filter(batch=batch_id, raw__isnull=False)
    while seconds is None or time.monotonic() - began < seconds:
        if not _read_next(batch_id):
            break
    left = unread.count()
    if not left:
        tell_documents_read(EntryDocumentBatch.objects.select_related("sent_by").get(pk=batch_id))
    return left


@verb
def _read_next(batch_id: int) -> bool:
    held = EntryDocument.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    document = held.filter(batch=batch_id, raw__isnull=False).select_related("batch__sent_by").order_by("pk").first()
    if document is None:
        return False
    content = crypto.decrypt_bytes(bytes(document.raw or b""))
    document.raw = None
    try:
        if len(content) > MAX_FILE:
            raise RuleViolation(_("Belge 2 MB’tan büyük. SGK’nın verdiği PDF’i değiştirmeden yükleyin."), code="size")
        checked, text = checked_pdf_with_text(document.name, content)
        document.upload = store_upload(actor=None, file=checked, purpose=ENTRY_DOCUMENT)
    except RuleViolation as rule:
        document.refusal = str(rule)[:300]
    else:
        _match(document, text)
    document.name = hide_numbers(document.name)
    document.save()
    return True


def hide_numbers(name: str) -> str:
    """A file's name to be shown: an identity number in it keeps its last two digits."""
    words = []
    digits = ""
    for sign in f"{name}\0":
        if sign.isdigit():
            digits += sign
            continue
        words.append("*" * 9 + digits[-2:] if len(digits) == 11 else digits)
        digits = ""
        words.append(sign)
    return "".join(words)[:-1]


def _match(document: EntryDocument, text: str) -> None:
    """One person: matched. Several, or one whose document is here already: candidates for the officer."""
    batch = document.batch
    found = match(_wanted(batch), text, document.name, crypto.blind_index)
    taken = set(batch.documents.filter(case__isnull=False).values_list("case", flat=True))
    if len(found.case_ids) == 1 and found.case_ids[0] not in taken:
        document.case_id, document.found_by = found.case_ids[0], found.found_by
    else:
        document.candidates = list(found.case_ids)
        document.found_by = found.found_by if _is_double(found, taken) else ""


def _is_double(found: Match, taken: set[int]) -> bool:
    return len(found.case_ids) == 1 and found.case_ids[0] in taken


def _wanted(batch: EntryDocumentBatch) -> list[Wanted]:
    return wanted_in(cases_in_scope(batch.sent_by))


@verb
def match_by_hand(*, actor: User, document_id: int, case_id: int | None) -> EntryDocument:
    """The officer says whose a document is; None takes a match back. A shared one stays."""
    held = EntryDocument.objects.select_for_update(of=("self",), no_key=True)
    document = held.get(pk=document_id, batch__in=batches_in_scope(actor))
    if document.shared_at is not None or document.upload_id is None:
        raise RuleViolation(_("Bu belge artık eşleştirilemez."), code="document_shared")
    if case_id is not None and not any(one.case_id == case_id for one in wanted_in(cases_in_scope(actor))):
        raise RuleViolation(_("Bu stajyerin SGK’da açık girişi yok ya da sizin biriminizde değil."), code="no_entry")
    document.case_id = case_id
    document.found_by = FoundBy.HAND if case_id else ""
    with rule_from_constraint(EntryDocument, "entry_document_one_each"):
        document.save(update_fields=["case", "found_by"])
    return document


def share_documents(*, actor: User, batch: EntryDocumentBatch, document_ids: Iterable[int]) -> Shared:
    """Share each matched document; what one refuses stops no other. Twice is once."""
    documents = batch.documents.filter(pk__in=list(document_ids), case__isnull=False, upload__isnull=False)
    number, failed = 0, []
    for document in documents.defer("raw").select_related("case__placement__student"):
        try:
            number += _share(document_id=document.pk, actor=actor)
        except (RuleViolation, InsuranceCase.DoesNotExist) as refusal:
            said = str(refusal) if isinstance(refusal, RuleViolation) else _("Bu stajyerin işlemini siz yapamazsınız.")
            failed.append((str(document.case.placement.student) if document.case else document.name, said))
    return Shared(number, tuple(failed))


@verb
def _share(*, document_id: int, actor: User) -> int:
    """1 when it was shared now. Locks placement and case (inside ``share_entry``) before the document's own row."""
    found = EntryDocument.objects.select_related("case__placement__offer", "upload").defer("raw").get(pk=document_id)
    if found.case is None or found.upload is None:
        raise RuleViolation(_("Belge kiminle eşleştiği belli olmadan paylaşılmaz."), code="document_open")
    if found.shared_at is not None:
        return 0
    share_entry(case_id=found.case.pk, document=found.upload, actor=actor)
    return EntryDocument.objects.filter(pk=document_id, shared_at__isnull=True).update(shared_at=clock.now())
