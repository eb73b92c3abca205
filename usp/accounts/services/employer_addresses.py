"""Which e-mail addresses an employer may use: corporate ones. Free mail providers prove nobody's employer."""

from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from usp.accounts.services.links import clean_address, host_of
from usp.core.errors import RuleViolation

_LIST = Path(__file__).parent.parent / "data" / "free_mail.list"
FREE_MAIL = _(
    "%(host)s herkese açık bir e-posta hizmeti; kimin hangi kurumda çalıştığını göstermez. Kurumunuzun kendi alan "
    "adındaki bir adres yazın, örneğin ad.soyad@kurumunuz.com.tr."
)


def is_free_mail(email: str) -> bool:
    """Whether anybody may open such an address for themselves: the provider's own domain or one below it."""
    host = host_of(clean_address(email))
    return any(host == one or host.endswith(f".{one}") for one in _free_mail())


def refuse_free_mail(email: str) -> None:
    """Raise RuleViolation for an address of a free mail provider."""
    if is_free_mail(email):
        raise RuleViolation(FREE_MAIL % {"host": host_of(clean_address(email))}, code="free_mail")


def is_of_employer(email: str, employer_email: str) -> bool:
    """Whether the address is of the same domain as the employer's own, or below it."""
    host, own = host_of(clean_address(email)), host_of(clean_address(employer_email))
    return host == own or host.endswith(f".{own}")


@cache
def _free_mail() -> frozenset[str]:
    lines = (line.strip() for line in _LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
