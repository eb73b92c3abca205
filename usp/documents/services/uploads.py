"""Keep a file that somebody sent."""

import datetime as dt
import logging
import secrets
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.documents.models import FileType, Upload
from usp.documents.uploads import PROOF_TYPES, CheckedUpload, checked_upload

logger = logging.getLogger(__name__)
PER_HOUR = 120  # files of one person: far above any form, far below a full disk


def store_upload(
    *,
    actor: User | None,
    file: UploadedFile | CheckedUpload,
    purpose: str,
    allowed: Sequence[FileType] = PROOF_TYPES,
) -> Upload:
    """Check the file (unless a form has done so) and keep it; raises RuleViolation with the sentence for the field.

    ``purpose`` must have an access rule (usp.documents.access). The same file sent twice is kept twice: each row is
    one act of sending, and what nobody points at is removed after a day. Best called outside a transaction.
    """
    checked = file if isinstance(file, CheckedUpload) else checked_upload(file, allowed)
    if actor is not None:
        _refuse_flood(actor)
    name = _keep(checked)
    try:
        return _insert(actor=actor, checked=checked, purpose=purpose, name=name)
    except BaseException:
        _throw_away(name)
        raise


def _refuse_flood(actor: User) -> None:
    since = clock.now() - dt.timedelta(hours=1)
    if Upload.objects.filter(owner=actor, created_at__gt=since).count() >= PER_HOUR:
        raise RuleViolation(
            _("Son bir saatte çok sayıda dosya yüklediniz. Bir saat sonra yeniden deneyin."), code="upload_flood"
        )


@verb
def _insert(*, actor: User | None, checked: CheckedUpload, purpose: str, name: str) -> Upload:
    return Upload.objects.create(
        owner=actor,
        purpose=purpose,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        pages=checked.pages,
        sha256=checked.sha256,
        file=name,
    )


def _keep(checked: CheckedUpload) -> str:
    """Store the content under a random name; a full disk is a sentence."""
    token = secrets.token_hex(20)
    name = f"uploads/{token[:2]}/{token}{checked.content_type.extension}"
    try:
        return default_storage.save(name, ContentFile(checked.content))
    except OSError as error:
        logger.error("uploads: a file could not be stored: %s", error)
        _throw_away(name)
        raise RuleViolation(
            _("Dosya şu anda kaydedilemedi; hiçbir şey değişmedi. Birkaç dakika sonra yeniden deneyin."),
            code="storage",
        ) from error


def _throw_away(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError as error:
        logger.error("uploads: the file %s that has no row could not be removed: %s", name, error)
