"""What a person was told, on which channel, and what the person switched off."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User
from usp.notifications.models import Delivery, MutedChannel, Notification
from usp.notifications.selectors import texts_of


def collect(user: User) -> Part:
    """Every notice that the person could see, as it reads today, with its deliveries."""
    language = translation.get_language() or "tr"
    notices = list(Notification.objects.visible_to(user).order_by("pk"))
    texts = {one.pk: texts_of(one.kind, one.context, language) for one in notices}
    told = sheet_of(
        "notices", _("Bildirimler"), notices,
        ("title", _("Başlık"), lambda row: texts[row.pk].title),
        ("body", _("Metin"), lambda row: texts[row.pk].body),
        ("at", _("Bildirilme"), lambda row: row.not_before), ("read_at", _("Okunma"), lambda row: row.read_at),
    )  # fmt: skip
    deliveries = sheet_of(
        "deliveries", _("Bildirimlerin gönderilmesi"),
        Delivery.objects.filter(notification__in=notices).order_by("pk"),
        ("title", _("Bildirim"), lambda row: texts[row.notification_id].title),
        "channel", "address", "state", "sent_at",
    )  # fmt: skip
    muted = sheet_of(
        "muted_channels", _("Kapattığınız bildirimler"), MutedChannel.objects.filter(user=user).order_by("pk"),
        "kind", "channel",
    )  # fmt: skip
    return Part((told, deliveries, muted))


register(app="notifications", order=60, collect=collect, tables=(Notification, Delivery, MutedChannel))
