"""Links that prove an address: made, found and sent. All moments are of the real clock (docs/rules.md S4)."""

import datetime as dt
import functools
import hashlib
import secrets
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from usp.accounts import tasks
from usp.accounts.models import MailedLink, User
from usp.accounts.models.links import VALID_FOR
from usp.core.errors import RuleViolation

LinkT = TypeVar("LinkT", bound=MailedLink)
RESEND_AFTER = dt.timedelta(minutes=1)


def token_of(link: MailedLink) -> str:
    """What the link carries: made of the nonce and the server's secret, stored nowhere."""
    return salted_hmac(f"usp.accounts.{link._meta.model_name}", link.nonce, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """What the table keeps of a link, to find its row."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(link: LinkT) -> LinkT:
    """A new link for seven days, and the e-mail that carries it; saves the row. Part of a verb, not one."""
    now = timezone.now()
    link.nonce = secrets.token_hex(16)
    link.token_hash = hash_of(token_of(link))
    link.expires_at, link.next_send_at = now + VALID_FOR, now
    link.sent_at, link.send_tries, link.send_error = None, 0, ""
    link.save()
    # robust: with the broker away the beat sends what was left
    transaction.on_commit(functools.partial(tasks.send_link.delay, str(link._meta.model_name), link.pk), robust=True)
    return link


def refuse_sent_just_now(link: MailedLink) -> None:
    """One link is sent at most once a minute."""
    if link.sent_at is not None and link.sent_at > timezone.now() - RESEND_AFTER:
        raise RuleViolation(
            _("Bu davet az önce gönderildi. Yeniden göndermek için bir dakika bekleyin."), code="sent_just_now"
        )


def clean_address(email: str) -> str:
    """The address as accounts keep it; addresses are ASCII here, so the English lower case is right."""
    return email.strip().lower()


def host_of(email: str) -> str:
    """The part of an address behind the @."""
    return email.rpartition("@")[2]


def account_of(email: str) -> User | None:
    """Whoever signs in with this address."""
    return User.objects.filter(email=email).first()
