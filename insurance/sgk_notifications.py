"""What officers are told of SGK's papers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insurance.models import EntryDocumentBatch
from usp.accounts.models import UserKind
from usp.notifications.kinds import Kind, register
from usp.notifications.services.notify import Notice, notify_many

register(
    Kind(
        "entry_documents_read",
        _("Giriş belgeleri okundu"),
        _("Yüklediğiniz %(total)s giriş belgesinden %(matched)s tanesi eşleşti. Bakıp öğrenci ve işverenle paylaşın."),
        audience=(UserKind.CAREER_CENTER.value,),
    )
)


def tell_documents_read(batch: EntryDocumentBatch) -> None:
    """Whoever sent them: everything is read. Once."""
    documents = batch.documents
    context = {
        "total": documents.count(),
        "matched": documents.filter(case__isnull=False).count(),
    }
    link = reverse("insurance:sgk-batch", args=[batch.pk])
    notify_many([Notice("entry_documents_read", batch.sent_by, f"entry-documents:{batch.pk}", context, link)])
