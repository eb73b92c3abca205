"""News of people's accounts, turned into notices in the transaction that writes them."""

from typing import Any

from django.dispatch import receiver

from usp.accounts.models import ContactChannel, DataExport, ExportState, Student
from usp.accounts.services.contact_values import masked_contact
from usp.accounts.signals import contact_changed, export_finished
from usp.notifications.services.notify import Notice, notify_many
from usp.notifications.states import Channel


@receiver(contact_changed, dispatch_uid="notifications.contact_changed")
def tell_old_contact(sender: Any, student: Student, channel: str, old: str, new: str, event: str, **kw: Any) -> None:
    """Tell the person, and whoever reads the contact that was replaced."""
    by_email = channel == ContactChannel.EMAIL
    notice = Notice(
        kind="contact_email_changed" if by_email else "contact_phone_changed",
        recipient=student.user,
        dedupe_key=f"contact:{event}",
        context={"new": masked_contact(channel, new)},
        addresses={Channel.EMAIL if by_email else Channel.SMS: old},
    )
    notify_many([notice])


@receiver(export_finished, dispatch_uid="notifications.export_finished")
def tell_owner(sender: Any, export: DataExport, **kw: Any) -> None:
    """Tell whoever left the page while the file was being made."""
    ready = export.state == ExportState.READY and export.expires_at
    notice = Notice(
        kind="data_export_ready" if ready else "data_export_failed",
        recipient=export.user,
        dedupe_key=f"export:{export.pk}",
        context={"until": export.expires_at} if ready and export.expires_at else {},
    )
    notify_many([notice])
