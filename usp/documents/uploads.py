"""What may come in: size, real type, pages, and nothing hidden (docs/rules.md S5). Each refusal is one sentence.

``UploadField`` is the form field; its cleaned value goes to ``services.uploads.store_upload``.
"""

import hashlib
import json
import logging
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usp.core.errors import RuleViolation
from usp.documents import inspection
from usp.documents.models import FileType

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE  # one file
MAX_BODY_BYTES = 40 * MEGABYTE  # one request, whatever is in it; deploy/Caddyfile says the same
PROOF_TYPES = (FileType.PDF, FileType.JPEG, FileType.PNG)
PICTURE_TYPES = (FileType.JPEG, FileType.PNG)

_PATIENCE_SECONDS = 15
_MAGIC = ((b"%PDF-", FileType.PDF), (b"\xff\xd8\xff", FileType.JPEG), (b"\x89PNG\r\n\x1a\n", FileType.PNG))
_ENDINGS = {
    FileType.PDF: {".pdf"},
    FileType.JPEG: {".jpg", ".jpeg", ".jfif", ".jpe"},
    FileType.PNG: {".png"},
}
_EMPTY = _("Dosya boş geldi. Dosyayı açıp içeriğini kontrol edin, sonra yeniden seçin.")
_SENTENCES: dict[str, str | Promise] = {
    "empty": _EMPTY,
    "unread": _("Dosya şu anda alınamadı; hiçbir şey kaydedilmedi. Birkaç dakika sonra yeniden deneyin."),
    "size": _(
        "Dosya 10 MB’tan büyük. Taranmış belgelerde 200 nokta/inç ve gri tonlama yeterlidir; küçültüp yeniden yükleyin."
    ),
    "type": _("Bu dosya türü kabul edilmiyor. PDF, JPEG veya PNG olarak kaydedip yeniden yükleyin."),
    "pdf_only": _("Burada yalnızca PDF kabul edilir. Belgeyi PDF olarak kaydedip yeniden yükleyin."),
    "pictures_only": _("Burada yalnızca JPEG veya PNG resmi kabul edilir."),
    "svg": _("SVG dosyaları kabul edilmiyor, çünkü içlerinde program bulunabilir. Resmi PNG olarak kaydedin."),
    "heic": _("HEIC fotoğrafları kabul edilmiyor. Fotoğrafı JPEG olarak kaydedin veya ekran görüntüsünü yükleyin."),
    "office": _("Word ve benzeri dosyalar kabul edilmiyor. «Farklı kaydet → PDF» ile kaydedip o dosyayı yükleyin."),
    "ending": _("Dosyanın adı ile içeriği uyuşmuyor. Dosyayı asıl türüyle (.pdf, .jpg, .png) adlandırıp yükleyin."),
    "damaged": _(
        "Dosya açılamadı; bozuk veya yarım kalmış olabilir. Kendi cihazınızda açıldığını görüp yeniden yükleyin."
    ),
    "encrypted": _("PDF şifreli veya korumalı. Belgeyi açıp «Yazdır → PDF olarak kaydet» ile korumasız kaydedin."),
    "active": _(
        "PDF’in içinde program, form ya da ekli dosya var. «Yazdır → PDF olarak kaydet» ile sade bir kopya yükleyin."
    ),
    "pages": _("PDF en fazla 30 sayfa olabilir. Yalnızca kanıt olan sayfaları ayrı bir PDF olarak kaydedin."),
    "pixels": _("Resim çok büyük (en fazla 60 megapiksel). Daha küçük çözünürlükte kaydedip yeniden yükleyin."),
    "bomb": _(
        "Dosya açıldığında izin verilenden çok yer kaplıyor. Belgeyi yeniden tarayıp PDF veya JPEG olarak yükleyin."
    ),
}


@dataclass(frozen=True)
class CheckedUpload:
    """A file that was really opened; ``content`` is what will be stored (a picture: drawn anew)."""

    name: str
    content_type: FileType
    content: bytes
    pages: int

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Of what will be stored."""
        return hashlib.sha256(self.content).hexdigest()


def checked_upload(file: UploadedFile, allowed: Sequence[FileType] = PROOF_TYPES) -> CheckedUpload:
    """The file, opened and found harmless; raises RuleViolation with the sentence and a code from ``_SENTENCES``.

    Size, emptiness and type are decided from the first bytes; then a process of its own opens the file with bounded
    time and memory (usp.documents.inspection), which takes a quarter of a second.
    """
    if getattr(file, "is_broken", False):
        raise _refusal("unread")
    if not file.size:
        raise _refusal("empty")
    if file.size > MAX_BYTES:
        raise _refusal("size")
    file.seek(0)
    content = file.read()
    content_type = _real_type(content, allowed)
    name = clean_name(file.name or "", content_type)
    answer, picture = _inspect(content, "picture" if content_type.is_picture else "pdf")
    return CheckedUpload(name, content_type, picture or content, answer["pages"])


def checked_pdf_with_text(name: str, content: bytes) -> tuple[CheckedUpload, str]:
    """A PDF at hand, opened like any other, with what its first two pages say; raises RuleViolation like the other."""
    if not content:
        raise _refusal("empty")
    if len(content) > MAX_BYTES:
        raise _refusal("size")
    content_type = _real_type(content, (FileType.PDF,))
    answer, _picture = _inspect(content, "text")
    return CheckedUpload(clean_name(name, content_type), content_type, content, answer["pages"]), answer["text"]


def _real_type(content: bytes, allowed: Sequence[FileType]) -> FileType:
    found = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    if found is None:
        raise _refusal(_what_else(content))
    if found not in allowed:
        raise _refusal("pdf_only" if tuple(allowed) == (FileType.PDF,) else "pictures_only")
    return found


def _what_else(content: bytes) -> str:
    head = content[:1024]
    if b"<svg" in head.lower():
        return "svg"
    if head[4:8] == b"ftyp":
        return "heic"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "office"
    return "type"


def clean_name(name: str, content_type: FileType) -> str:
    """The sender's name of the file without path, invisible signs and second endings; raises RuleViolation («ending»).

    «../../belge.pdf» is «belge.pdf», «rapor.exe.pdf» is «rapor_exe.pdf»; «rapor.pdf.exe» is refused.
    """
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", name).strip()
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem = name
    elif f".{ending.lower()}" not in _ENDINGS[content_type]:
        raise _refusal("ending")
    stem = re.sub(r"\.(?=[A-Za-z]{2,5}(\.|$))", "_", stem).strip(" .")[:140]
    return f"{stem or 'belge'}{content_type.extension}"


def _inspect(content: bytes, kind: str) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the picture drawn anew; by a process that can do no harm."""
    command = [sys.executable, "-I", inspection.__file__, kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _refusal("bomb") from None
    except OSError as error:
        logger.error("uploads: the inspecting process did not start: %s", error)
        raise _refusal("unread") from error
    line, _newline, picture = done.stdout.partition(b"\n")
    if done.returncode or not line:
        logger.warning("uploads: an inspection ended with %d: %s", done.returncode, done.stderr[-300:])
        raise _refusal("bomb")
    answer: dict[str, Any] = json.loads(line)
    if "refused" in answer:
        raise _refusal(answer["refused"])
    if answer.get("unread") or answer.get("pages_unread"):
        logger.warning(
            "uploads: of a PDF of %d pages, %d objects and the text of %d pages could not be read",
            answer["pages"], answer.get("unread", 0), answer.get("pages_unread", 0),
        )  # fmt: skip
    return answer, picture


def _refusal(code: str) -> RuleViolation:
    return RuleViolation(_SENTENCES[code], code=f"upload_{code}")


class UploadField(forms.FileField):
    """A file input whose cleaned value is a CheckedUpload, or None where nothing was chosen and nothing is required."""

    default_error_messages = {"required": _("Bir dosya seçin."), "empty": _EMPTY}

    def __init__(self, *, allowed: Sequence[FileType] = PROOF_TYPES, **options: Any) -> None:
        self.allowed = tuple(allowed)
        options.setdefault("widget", forms.FileInput())
        super().__init__(**options)
        self.widget.attrs.setdefault("accept", ",".join(kind.value for kind in self.allowed))

    def clean(self, data: Any, initial: Any = None) -> CheckedUpload | None:
        """The checked file; the refusal's sentence stands by the field."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            return checked_upload(file, self.allowed)
        except RuleViolation as rule:
            raise ValidationError(str(rule), code=rule.code) from rule
