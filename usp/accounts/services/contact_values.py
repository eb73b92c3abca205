"""What a contact may look like, and how it is written, hidden and counted."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from usp.accounts.models import ContactChannel
from usp.core.errors import RuleViolation

PHONE_FORMAT = _("Cep telefonu numaranızı başında sıfır olmadan, 10 hane olarak yazın: 5xx xxx xx xx.")
EMAIL_FORMAT = _("Geçerli bir e-posta adresi yazın, örneğin ad@ornek.com.")

_MOBILE = re.compile(r"5[0-9]{9}\Z", re.ASCII)
_MAX_EMAIL = 254


def clean_contact(channel: str, value: str) -> str:
    """The address or number as it is stored; RuleViolation with the format for anything else.

    A number is ten digits from 5 on, blanks between them allowed (docs/rules.md S3): landlines, a leading 0 and country
    codes are refused. That the number exists is for its code to show, so no list of prefixes is asked.
    """
    if channel == ContactChannel.PHONE:
        digits = "".join(value.split())
        if not _MOBILE.match(digits):
            raise RuleViolation(PHONE_FORMAT, code="phone_format")
        return f"+90{digits}"
    address = value.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise RuleViolation(EMAIL_FORMAT, code="email_format") from None
    if len(address) > _MAX_EMAIL or not address.isascii():
        raise RuleViolation(EMAIL_FORMAT, code="email_format")
    name, _at, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def target_of(channel: str, value: str) -> str:
    """The contact as limits count it: «a.b+c@x» reaches whoever «a.b@x» reaches."""
    if channel == ContactChannel.PHONE:
        return value
    name, _at, domain = value.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def readable_contact(channel: str, value: str) -> str:
    """As people read it: «0532 123 45 67», an address as it is."""
    if channel == ContactChannel.PHONE and value:
        return str(PhoneNumber.from_string(value).as_national)
    return value


def masked_contact(channel: str, value: str) -> str:
    """Enough to be known by its owner: «•••• 45 67», «a•••@ornek.com»."""
    if channel == ContactChannel.PHONE:
        return f"•••• {value[-4:-2]} {value[-2:]}"
    name, _at, domain = value.rpartition("@")
    return f"{name[:1]}•••@{domain}"
