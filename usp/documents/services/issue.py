"""Issue a paper, and revoke papers (docs/rules.md I11)."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.documents import kinds
from usp.documents.codes import new_code
from usp.documents.forms_data import PublicFacts
from usp.documents.models import Document, DocumentState, random_name, usp_now
from usp.documents.signing import sign_pdf
from usp.reference.models import University

logger = logging.getLogger(__name__)
Guard = Callable[[], bool]


def issue_document(
    *,
    kind: str,
    subject_type: str,
    subject_id: int,
    university: University | None,
    snapshot: Mapping[str, Any],
    public_facts: PublicFacts,
    actor: User | None,
    guard: Guard,
) -> Document:
    """Make the paper from the snapshot, sign it where the portal has a certificate, store it, issue the next version.

    ``guard`` runs again inside the inserting transaction, before any of our locks: it locks the subject
    (``FOR SHARE``) and says whether the snapshot still holds. If it does not, the file is thrown away and a
    RuleViolation («changed») tells the user; so does a file that cannot be stored («storage»). The version
    before becomes «replaced». Best called outside a transaction: rendering takes a
    quarter of a second, and if a caller's own transaction is rolled back later, the file stays until
    ``remove_orphans`` finds it.
    """
    from usp.documents.rendering import render_paper  # noqa: PLC0415 -- WeasyPrint costs a second at every start

    chosen = kinds.get(kind)
    code, issued_at = new_code(), clock.now()
    pdf = render_paper(chosen, {**chosen.context(snapshot), **frame_of(chosen, code, issued_at)})
    signed = sign_pdf(pdf.content)
    document = Document(
        kind=kind,
        code=code,
        subject_type=subject_type,
        subject_id=subject_id,
        owner_university=university,
        title=chosen.title,
        snapshot=dict(snapshot),
        public_facts=public_facts.to_json(),
        sha256=hashlib.sha256(signed.content).hexdigest(),
        pages=pdf.pages,
        issued_at=issued_at,
        issued_by=actor,
        signed_by=signed.by,
        signed_at=signed.at,
    )
    document.file.name = _store(signed.content)
    try:
        _insert(document, guard)
    except BaseException:
        _throw_away(document.file.name)
        raise
    return document


@verb
def revoke_documents(
    *, subject_type: str, subject_id: int, actor: User | None, reason: str, only: Collection[str] = ()
) -> int:
    """Revoke every paper of the subject that is not revoked yet, replaced ones too; answers how many.

    ``only`` names the kinds to which it is limited; without any it is all of them.

    The reason is for the record; the verification page says only that the paper was revoked.
    """
    papers = Document.objects.filter(subject_type=subject_type, subject_id=subject_id)
    if only:
        papers = papers.filter(kind__in=only)
    return papers.exclude(state=DocumentState.REVOKED).update(
        state=DocumentState.REVOKED, revoked_at=usp_now(), revoked_by=actor, revoke_reason=reason[:300]
    )


@verb
def _insert(document: Document, guard: Guard) -> None:
    if not guard():
        raise RuleViolation(
            _("Bu kayıt az önce değişti; belge düzenlenmedi. Sayfayı yenileyip yeniden deneyin."),
            code="changed",
        )
    earlier = Document.objects.filter(
        subject_type=document.subject_type, subject_id=document.subject_id, kind=document.kind
    )
    # There may be no row to lock yet, so the name of the paper's place is locked.
    with connection.cursor() as cursor:
        place = f"document:{document.subject_type}:{document.subject_id}:{document.kind}"
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
    newest = earlier.order_by("-version").values_list("version", flat=True).first()
    document.version = (newest or 0) + 1
    earlier.filter(state=DocumentState.VALID).update(state=DocumentState.REPLACED)
    document.save(force_insert=True)


def frame_of(kind: kinds.DocumentKind, code: str, issued_at: dt.datetime) -> dict[str, Any]:
    """What every paper's frame says: its code, where to check it, when it was made."""
    from usp.documents.rendering import qr_data_uri  # noqa: PLC0415 -- as above

    verify_url = settings.USP_PUBLIC_URL + reverse("documents:verify-code", args=[code])
    return {
        "title": kind.title,
        "code": code,
        "issued_at": issued_at,
        "verify_address": settings.USP_PUBLIC_URL.partition("://")[2] + reverse("documents:verify"),
        "qr": qr_data_uri(verify_url),
    }


def _store(content: bytes) -> str:
    """Put the file under a random name; what a full disk left behind is removed."""
    name = random_name()
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        logger.error("documents: a paper could not be stored: %s", error)
        _throw_away(name)
        raise RuleViolation(
            _("Belge şu anda kaydedilemedi; hiçbir şey değişmedi. Birkaç dakika sonra yeniden deneyin."),
            code="storage",
        ) from error


def _throw_away(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError as error:
        logger.error("documents: the file %s of a paper that was not issued could not be removed: %s", name, error)
