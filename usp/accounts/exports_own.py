"""What this app holds on a student: identity, contact data and their history, requests for one's own data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import ContactCode, DataExport, DataExportDownload, Student, User

# Made by pghistory.track: what the contact data were after each change.
ContactEvent: Any = Student.pgh_event_model  # type: ignore[attr-defined]


def collect(user: User) -> Part:
    """Identity in full, since it is the person's own; of codes everything but their digits, which nobody keeps."""
    students = Student.objects.filter(user=user).select_related("user")
    identity = sheet_of(
        "identity", _("Kimlik ve iletişim"), students,
        "first_name", "last_name", ("tckn", _("T.C. kimlik no"), lambda row: row.tckn), "birth_date", "citizenship",
        "contact_email", "email_confirmed_at", "contact_phone", "phone_confirmed_at",
        ("language", _("Dil"), lambda row: row.user.get_language_display()),
        ("date_joined", _("Portala ilk giriş"), lambda row: row.user.date_joined),
        ("last_login", _("Portala son giriş"), lambda row: row.user.last_login),
    )  # fmt: skip
    history = sheet_of(
        "contact_history", _("İletişim bilgilerinin geçmişi"),
        ContactEvent.objects.filter(pgh_obj__user=user).select_related("pgh_context").order_by("pgh_id"),
        ("at", _("Değişiklik"), lambda row: row.pgh_created_at), "contact_email", "contact_phone",
        ("source", _("Kaynak"), _source),
    )  # fmt: skip
    codes = sheet_of(
        "contact_codes", _("İstenen doğrulama kodları"),
        ContactCode.objects.filter(student__user=user).order_by("pk"),
        "channel", "value", "state", "tries", "issued_at", "sent_at",
        note=_("Kodların kendileri saklanmaz; bu kayıtlar iki gün sonra silinir."),
    )  # fmt: skip
    requests = sheet_of(
        "data_requests", _("Veri istekleri"), DataExport.objects.filter(user=user).order_by("pk"),
        "state", "requested_at", "ready_at", "expires_at", "size",
    )  # fmt: skip
    downloads = sheet_of(
        "data_downloads", _("Veri indirmeleri"),
        DataExportDownload.objects.filter(export__user=user).order_by("pk"), "at", "request_id",
    )  # fmt: skip
    return Part((identity, history, codes, requests, downloads))


def _source(event: Any) -> str:
    """Where a change came from; without a word of its own it followed e-Devlet."""
    reason = (event.pgh_context.metadata if event.pgh_context else {}).get("reason", "")
    return str(_("Doğrulama kodu") if reason == "code" else _("e-Devlet"))


register(
    app="accounts",
    order=10,
    collect=collect,
    tables=(User, Student, ContactEvent, ContactCode, DataExport, DataExportDownload),
)
