"""The outbox: one row per notice, one row per notice and channel (docs/rules.md I10)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.notifications.states import Channel, DeliveryState


def usp_now() -> models.Func:
    """The database's clock as an expression (docs/rules.md S4)."""
    return models.Func(function="usp_now", output_field=models.DateTimeField())


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notices and who may see them."""

    def visible_to(self, user: User) -> "NotificationQuerySet":
        """The user's own notices whose moment has come and that were not taken back."""
        return self.filter(recipient=user, cancelled_at__isnull=True, not_before__lte=usp_now())

    def unread(self) -> "NotificationQuerySet":
        """Those that nobody opened yet."""
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One event that one person is told of. Written in the transaction of the event, once per event.

    The texts are not stored: they are made from ``kind`` and ``context`` in the reader's language, at the
    time of reading or sending. ``not_before`` hides the notice, and holds back its deliveries, until then by
    the database's clock.
    """

    recipient = models.ForeignKey(User, models.PROTECT, related_name="notifications", verbose_name=_("alıcı"))
    kind = models.CharField(_("tür"), max_length=60)
    dedupe_key = models.CharField(_("olay"), max_length=200)
    context = models.JSONField(_("İçerik"), default=dict)
    link = models.CharField(_("bağlantı"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("oluşturulma"), db_default=usp_now(), editable=False)
    not_before = models.DateTimeField(_("görünme zamanı"), db_default=usp_now())
    read_at = models.DateTimeField(_("okunma"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("geri alınma"), null=True, blank=True)

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("bildirim")
        verbose_name_plural = _("bildirimler")
        ordering = ["-not_before", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "dedupe_key"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notification_link_is_ours",
            ),
        ]
        indexes = [
            models.Index(F("recipient"), F("not_before").desc(), F("id").desc(), name="notification_inbox"),
            models.Index(
                fields=["recipient"],
                name="notification_unread",
                condition=Q(read_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"


class Delivery(models.Model):
    """One notice on one channel. ``next_try_at`` and ``claimed_at`` are read on the real clock.

    The inbox's delivery is made as ``sent``: the notice itself is what arrives there. ``address`` is set only where
    the message goes elsewhere than to the person's contact of today: to the one that was just replaced.
    """

    notification = models.ForeignKey(
        Notification, models.PROTECT, related_name="deliveries", verbose_name=_("bildirim")
    )
    channel = models.CharField(_("kanal"), max_length=8, choices=Channel.choices)
    address = models.CharField(_("başka adres"), max_length=254, blank=True, db_default="")
    state = models.CharField(_("durum"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(_("deneme"), default=0)
    next_try_at = models.DateTimeField(_("sonraki deneme"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("gönderime alınma"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gönderilme"), null=True, blank=True)
    last_error = models.CharField(_("son hata"), max_length=300, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, blank=True)

    objects: ClassVar[models.Manager["Delivery"]] = models.Manager()

    class Meta:
        verbose_name = _("gönderim")
        verbose_name_plural = _("gönderimler")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING) & Q(next_try_at__isnull=True)),
                name="delivery_waiting_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENDING) | Q(claimed_at__isnull=False),
                name="delivery_sending_is_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="delivery_claimed", condition=Q(state="sending")),
        ]

    def __str__(self) -> str:
        return f"{self.notification} · {self.get_channel_display()}"


class MutedChannel(models.Model):
    """One channel of one kind that a person switched off. Mandatory kinds and the inbox have none."""

    user = models.ForeignKey(User, models.PROTECT, related_name="muted_channels", verbose_name=_("kullanıcı"))
    kind = models.CharField(_("tür"), max_length=60)
    channel = models.CharField(_("kanal"), max_length=8, choices=Channel.choices)

    objects: ClassVar[models.Manager["MutedChannel"]] = models.Manager()

    class Meta:
        verbose_name = _("kapatılan bildirim")
        verbose_name_plural = _("kapatılan bildirimler")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="muted_channel_once"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.INBOX),
                name="muted_channel_never_inbox",
                violation_error_message=_("Bildirim kutusu kapatılamaz."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} · {self.get_channel_display()}"
