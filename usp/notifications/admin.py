"""The operator's view of the outbox: what was told to whom, and what did not get through."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline
from usp.notifications.models import Delivery, Notification
from usp.notifications.services.deliver import send_again


class DeliveryInline(ReadOnlyInline):
    """The deliveries of one notice."""

    model = Delivery
    fields = ["channel", "state", "tries", "next_try_at", "sent_at", "last_error"]


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """What people were told."""

    list_display = ["recipient", "kind", "dedupe_key", "not_before", "read_at", "cancelled_at"]
    list_filter = ["kind", "recipient__kind", "not_before"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__full_name", "recipient__email", "dedupe_key"]
    date_hierarchy = "not_before"
    inlines = [DeliveryInline]
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What left the house, what waits and what failed."""

    list_display = [
        "notification",
        "recipient",
        "channel",
        "state",
        "tries",
        "next_try_at",
        "sent_at",
        "last_error",
    ]
    list_filter = ["state", "channel", "notification__kind"]
    list_select_related = ["notification__recipient"]
    search_fields = ["notification__recipient__full_name", "notification__dedupe_key", "message_id"]
    actions = ["send_once_more"]
    show_full_result_count = False

    @admin.display(description=_("alıcı"), ordering="notification__recipient__full_name")
    def recipient(self, delivery: Delivery) -> str:
        """Who is told."""
        return delivery.notification.recipient.full_name

    @admin.action(description=_("Yeniden gönder (yalnızca gönderilemeyen ve bilinmeyenler)"), permissions=["view"])
    def send_once_more(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Send failed deliveries and SMS of unknown fate again; the others stay as they are."""
        count = send_again(delivery_ids=list(chosen.values_list("pk", flat=True)))
        text = ngettext("%d gönderim yeniden sıraya alındı.", "%d gönderim yeniden sıraya alındı.", count)
        self.message_user(request, text % count, messages.SUCCESS)
