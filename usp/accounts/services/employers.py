"""Where an employer stands with the programme: the operators' verbs."""

from typing import Any

import pghistory
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Employer, EmployerStatus, User
from usp.accounts.signals import employer_approved, employer_suspended
from usp.core.db import verb
from usp.core.errors import RuleViolation

S = EmployerStatus
_ONLY_OPERATORS = _("Bu işlemi yalnızca program yürütücüleri yapabilir.")


@verb
def approve_employer(*, employer_id: int, actor: User) -> Employer:
    """Let an employer open positions, send and confirm; also ends a suspension. Approving twice is no error.

    What waited while it was suspended goes on in the same transaction (``employer_approved``).
    """
    employer = _locked(employer_id, actor)
    if employer.status == S.APPROVED:
        return employer
    if employer.status == S.REVOKED:
        raise RuleViolation(
            _("%(employer)s kurumunun kaydı kapatılmış; kapatılan kayıt yeniden onaylanamaz.") % {"employer": employer},
            code="employer_revoked",
        )
    return _set(employer, S.APPROVED, employer_approved, actor=actor)


@verb
def suspend_employer(*, employer_id: int, actor: User, reason: str) -> Employer:
    """Stop an approved employer from sending, being called from and confirming, for a reason that is kept.

    Suspending twice is no error.
    """
    employer = _locked(employer_id, actor)
    if employer.status == S.SUSPENDED:
        return employer
    if not reason.strip():
        raise RuleViolation(_("Askıya almak için gerekçe yazın."), code="reason_missing")
    if employer.status != S.APPROVED:
        raise RuleViolation(
            _("%(employer)s «%(status)s» durumunda; yalnızca onaylı bir kurum askıya alınabilir.")
            % {"employer": employer, "status": employer.get_status_display()},
            code="employer_status",
        )
    return _set(employer, S.SUSPENDED, employer_suspended, actor=actor, reason=reason.strip())


def _locked(employer_id: int, actor: User) -> Employer:
    if not actor.is_operator:
        raise RuleViolation(_ONLY_OPERATORS, code="operators_only")
    return Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer_id)


def _set(employer: Employer, status: EmployerStatus, news: Signal, *, actor: User, **why: Any) -> Employer:
    """Write the status, who set it and why (field history), and pass the news on."""
    with pghistory.context(user=actor.pk, **why):
        employer.status = status
        employer.save(update_fields=["status"])
    news.send(sender=Employer, employer=employer, **why)
    return employer
