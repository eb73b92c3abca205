"""Registering an employer: what is typed waits outside the portal until its e-mail address is proven.

Nothing of it blocks anybody: two people may type the same number; whoever reads the corporate mail first is the
employer's first manager, and only then does an operator see it. All moments are of the real clock (docs/rules.md S4).
"""

import datetime as dt
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Employer, EmployerMembership, EmployerRegistration, EmployerRole, User, UserKind
from usp.accounts.services.employer_addresses import refuse_free_mail
from usp.accounts.services.links import account_of, clean_address, hash_of, issue
from usp.accounts.signals import employer_waits
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# (most registrations, within): to one address, for one number, from everybody together.
ADDRESS_LIMITS = ((4, HOUR), (8, DAY))
NUMBER_LIMIT = (10, DAY)
ALL_LIMIT = (300, HOUR)
DOUBLE_SUBMIT = dt.timedelta(seconds=30)
KEPT_UNPROVEN = dt.timedelta(days=30)
FACTS = (
    "name", "vkn", "public_code", "is_public", "personnel_count", "activity", "about", "province", "district",
    "address", "phone", "website",
)  # fmt: skip
_TYPED = (*FACTS, "contact_name", "contact_title", "contact_phone")


@verb
def register_employer(*, email: str, values: dict[str, Any]) -> EmployerRegistration:
    """Keep what was typed and send a link to its address; a second click within half a minute changes nothing.

    ``values`` are the fields of ``EmployerFacts`` and ``contact_…``. What was typed for the same address before is
    withdrawn. Refused: free mail addresses, a number that an employer here has already, too many attempts. Whether the
    address has an account is told by e-mail only.
    """
    address = clean_address(email)
    refuse_free_mail(address)
    _refuse_known(values)
    _lock(address)
    unanswered = EmployerRegistration.objects.unanswered().filter(email=address)
    latest = unanswered.order_by("-pk").first()
    registration = EmployerRegistration(email=address, **values)
    if latest is not None and latest.asked_at > timezone.now() - DOUBLE_SUBMIT and _same(latest, registration):
        return latest
    _refuse_too_often(registration)
    unanswered.update(withdrawn_at=timezone.now(), next_send_at=None)
    return issue(registration)


@verb
def send_again(*, registration_id: int) -> EmployerRegistration:
    """Send the link once more; the earlier one stops working. Counts like typing it all again."""
    row = EmployerRegistration.objects.get(pk=registration_id)
    _lock(row.email)
    latest = EmployerRegistration.objects.unanswered().filter(email=row.email).order_by("-pk").first()
    if latest is None:
        raise RuleViolation(_("Bu kayıt tamamlanmış; giriş yapabilirsiniz."), code="registration_answered")
    _refuse_known({"vkn": latest.vkn, "public_code": latest.public_code})
    if latest.asked_at > timezone.now() - dt.timedelta(minutes=1):
        raise RuleViolation(
            _("Bağlantı az önce gönderildi. Yeniden göndermek için bir dakika bekleyin."), code="sent_just_now"
        )
    again = EmployerRegistration(email=latest.email, **{name: getattr(latest, name) for name in _TYPED})
    _refuse_too_often(again)
    EmployerRegistration.objects.filter(pk=latest.pk).update(withdrawn_at=timezone.now(), next_send_at=None)
    return issue(again)


@verb
def confirm_registration(*, token: str, full_name: str, password: str) -> User:
    """Make the employer, waiting for an operator, and the account of its first manager. The link proves the address."""
    address = EmployerRegistration.objects.filter(token_hash=hash_of(token)).values_list("email", flat=True).first()
    _lock(address or "")
    registration = EmployerRegistration.objects.filter(token_hash=hash_of(token)).first()
    if registration is None or not registration.is_open:
        raise RuleViolation(_("Bu bağlantı artık geçerli değil."), code="registration_not_valid")
    if account_of(registration.email) is not None:
        raise RuleViolation(_("Bu adresin bir hesabı var; giriş yapın."), code="has_account")
    user = User.objects.create_user(
        kind=UserKind.EMPLOYER, full_name=full_name, email=registration.email, password=password
    )
    EmailAddress.objects.create(user=user, email=registration.email, verified=True, primary=True)
    employer = Employer(email=registration.email, **{name: getattr(registration, name) for name in FACTS})
    with (
        acting(f"user:{user.pk}"),
        pghistory.context(user=user.pk),
        rule_from_constraint(Employer, "employer_vkn_once", "employer_public_code_once"),
    ):
        employer.save()
        EmployerMembership.objects.create(
            user=user,
            employer=employer,
            role=EmployerRole.MANAGER,
            job_title=registration.contact_title,
            phone=registration.contact_phone,
        )
    registration.accepted_at, registration.employer, registration.next_send_at = timezone.now(), employer, None
    registration.save(update_fields=["accepted_at", "employer", "next_send_at"])
    employer_waits.send(sender=Employer, employer=employer)
    return user


def purge_registrations() -> int:
    """Remove what nobody proved within thirty days: names and numbers of people who are not here."""
    old = EmployerRegistration.objects.filter(accepted_at__isnull=True, asked_at__lt=timezone.now() - KEPT_UNPROVEN)
    return old.delete()[0]


def known_number(*, vkn: str | None, public_code: str | None, but: int | None = None) -> str:
    """The name of the field whose number an employer here has already, other than ``but``; empty for none."""
    employers = Employer.objects.exclude(pk=but) if but else Employer.objects.all()
    if vkn and employers.filter(vkn=vkn).exists():
        return "vkn"
    if public_code and employers.filter(public_code=public_code).exists():
        return "public_code"
    return ""


def _refuse_known(values: dict[str, Any]) -> None:
    if known_number(vkn=values.get("vkn"), public_code=values.get("public_code")):
        raise RuleViolation(
            _(
                "Bu numarayla kayıtlı bir kurum var. Kurumunuzun portal yöneticisi sizi davet edebilir; kim olduğunu "
                "bilmiyorsanız program yürütücüsüne yazın."
            ),
            code="number_known",
        )


def _same(one: EmployerRegistration, other: EmployerRegistration) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _TYPED)


def _lock(address: str) -> None:
    """Nobody else registers or confirms with this address until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"employer-registration:{address}"])


def _refuse_too_often(registration: EmployerRegistration) -> None:
    now = timezone.now()
    rows = EmployerRegistration.objects.all()
    number = Q(vkn=registration.vkn) if registration.vkn else Q(public_code=registration.public_code)
    counted = [(rows.filter(email=registration.email), *limit) for limit in ADDRESS_LIMITS]
    counted += [(rows.filter(number), *NUMBER_LIMIT)]
    if any(found.filter(asked_at__gt=now - within).count() >= most for found, most, within in counted):
        raise RuleViolation(
            _("Bu kurum ya da adres için kısa sürede çok fazla bağlantı istendi. Birkaç saat sonra yeniden deneyin."),
            code="too_many_registrations",
        )
    most, within = ALL_LIMIT
    if rows.filter(asked_at__gt=now - within).count() >= most:
        raise RuleViolation(
            _("Şu anda çok sayıda kayıt isteniyor. Yazdıklarınız duruyor; bir saat sonra yeniden gönderin."),
            code="too_many_registrations",
        )
