"""The channels of a notice and the states of its delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Where a notice goes. The inbox holds every notice; the others repeat it."""

    INBOX = "inbox", _("Bildirim kutusu")
    EMAIL = "email", _("E-posta")
    SMS = "sms", _("Kısa mesaj")


class DeliveryState(models.TextChoices):
    """How far one delivery has come.

    ``waiting → sending → sent``; what was refused goes back to ``waiting`` until its tries are used up, then
    it is ``failed``. ``unknown`` is an SMS of which nobody can tell whether it left: it is shown to the
    operator and never repeated by itself (docs/rules.md I10). ``cancelled`` says in ``last_error`` why nothing
    was sent.
    """

    WAITING = "waiting", _("Bekliyor")
    SENDING = "sending", _("Gönderiliyor")
    SENT = "sent", _("Gönderildi")
    FAILED = "failed", _("Gönderilemedi")
    UNKNOWN = "unknown", _("Gönderildiği bilinmiyor")
    CANCELLED = "cancelled", _("Gönderilmedi")
