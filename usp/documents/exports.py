"""The files a student has sent, as they were kept. Issued papers come with what they are about, from the apps above."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.exports import Part, StoredFile, register, sheet_of
from usp.accounts.models import User
from usp.documents.models import Document, Upload


def collect(user: User) -> Part:
    """Every upload of the person with its file."""
    uploads = Upload.objects.filter(owner=user).order_by("pk")
    sheet = sheet_of(
        "uploads", _("Yüklediğiniz dosyalar"), uploads,
        "name", "purpose", "content_type", "size", "pages", "sha256", "created_at",
    )  # fmt: skip
    return Part((sheet,), tuple(StoredFile(one.name, one.file.open) for one in uploads))


def stored_paper(document: Document) -> StoredFile:
    """An issued paper as a file of an export, for the app that knows whose it is."""
    return StoredFile(document.filename, document.file.open)


register(app="documents", order=50, collect=collect, tables=(Upload,))
