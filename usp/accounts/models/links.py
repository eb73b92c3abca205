"""What all links have in common that prove an e-mail address: invitations and registrations."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VALID_FOR = dt.timedelta(days=7)


class MailedLinkQuerySet(models.QuerySet["MailedLink"]):
    """Links and what may still become of them."""

    def unanswered(self) -> Self:
        """Neither used nor withdrawn; they may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class MailedLink(models.Model):
    """One link that was sent to one e-mail address, and how its e-mail fares.

    The link is made of ``nonce`` and the server's secret, so neither the table nor a copy of it opens anything;
    ``token_hash`` only finds the row. Sending it again changes the nonce: of several e-mails the newest counts. All
    moments are of the real clock. Subclasses say whether the link was used: ``accepted_at``, ``withdrawn_at``.
    """

    email = models.EmailField(_("e-posta"))
    expires_at = models.DateTimeField(_("bağlantının son anı"))
    accepted_at = models.DateTimeField(_("kabul"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("geri alınış"), null=True, blank=True)
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    next_send_at = models.DateTimeField(_("sonraki gönderim"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("gönderim"), null=True, blank=True, editable=False)
    send_tries = models.PositiveSmallIntegerField(_("gönderim denemesi"), default=0, editable=False)
    send_error = models.CharField(_("son gönderim hatası"), max_length=300, blank=True, editable=False)

    objects: ClassVar[MailedLinkQuerySet] = MailedLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    @property
    def has_expired(self) -> bool:
        """Whether the link's time is over."""
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and not self.has_expired
