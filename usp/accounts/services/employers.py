"""Where an employer stands with the programme: the operators' verbs, and the applicant's second try."""

from typing import Any

import pghistory
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Employer, EmployerStatus, User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.signals import (
    employer_approved,
    employer_rejected,
    employer_revoked,
    employer_suspended,
    employer_waits,
)
from usp.accounts.states import employer_allowed, employer_target
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import Institution

S = EmployerStatus
_ONLY_OPERATORS = _("Bu işlemi yalnızca program yürütücüleri yapabilir.")
_REASON_MISSING = {
    "suspend": _("Askıya almak için gerekçe yazın."),
    "reject": _("Reddetmek için gerekçe yazın; başvuran neyi düzelteceğini buradan okur."),
    "revoke": _("Kaydı kapatmak için gerekçe yazın."),
}
_NOT_POSSIBLE = {
    "suspend": _("%(employer)s «%(status)s» durumunda; yalnızca onaylı bir kurum askıya alınabilir."),
    "reject": _("%(employer)s «%(status)s» durumunda; yalnızca onay bekleyen bir başvuru reddedilebilir."),
    "revoke": _("%(employer)s «%(status)s» durumunda; yalnızca onaylı ya da askıdaki bir kurumun kaydı kapatılabilir."),
    "approve": _(
        "%(employer)s «%(status)s» durumunda; önce başvuranın başvurusunu düzeltip yeniden göndermesi gerekir."
    ),
}


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
    action = "lift" if employer.status == S.SUSPENDED else "approve"
    return _move(employer, action, employer_approved, actor=actor)


@verb
def reject_employer(*, employer_id: int, actor: User, reason: str) -> Employer:
    """Refuse a registration for a reason that the applicant reads and may answer by correcting it; twice is one."""
    return _decide("reject", employer_id, actor, reason, employer_rejected)


@verb
def suspend_employer(*, employer_id: int, actor: User, reason: str) -> Employer:
    """Stop an approved employer from sending, being called from and confirming, for a reason that is kept.

    Suspending twice is no error.
    """
    return _decide("suspend", employer_id, actor, reason, employer_suspended)


@verb
def revoke_employer(*, employer_id: int, actor: User, reason: str) -> Employer:
    """Close an employer's registration for good; its positions are cancelled by who listens. Twice is no error."""
    return _decide("revoke", employer_id, actor, reason, employer_revoked)


@verb
def resubmit_employer(*, actor: User, values: dict[str, Any]) -> Employer:
    """Correct a rejected registration and put it before the operators again; only a manager of the employer may.

    ``values`` are fields of ``EmployerFacts`` and the contact address. Sending it twice is no error.
    """
    if not employer_may(actor, EmployerAction.MANAGE):
        raise RuleViolation(_("Bu işlemi kurumunuzun yöneticisi yapabilir."), code="not_manager_here")
    employer = _for_update(actor.employer_membership.employer_id)
    if employer.status == S.PENDING:
        return employer
    if not employer_allowed("resubmit", employer.status):
        raise RuleViolation(_("Yalnızca reddedilen bir başvuru yeniden gönderilebilir."), code="employer_status")
    for name, value in values.items():
        setattr(employer, name, value)
    with rule_from_constraint(Employer, "employer_vkn_once", "employer_public_code_once"):
        return _move(employer, "resubmit", employer_waits, actor=actor, fields=values)


@verb
def link_institution(*, employer_id: int, institution_id: int | None, actor: User) -> Employer:
    """Say which institution of the students' wish list this employer is (A34); None unties them."""
    employer = _locked(employer_id, actor)
    if institution_id is not None:
        institution = Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=institution_id)
        other = Employer.objects.filter(institution=institution).exclude(pk=employer.pk).first()
        if other is not None:
            raise RuleViolation(
                _("%(institution)s zaten %(employer)s ile eşleştirilmiş.")
                % {"institution": institution, "employer": other},
                code="institution_taken",
            )
    if employer.institution_id != institution_id:
        employer.institution_id = institution_id
        with pghistory.context(user=actor.pk):
            employer.save(update_fields=["institution"])
    return employer


def _decide(action: str, employer_id: int, actor: User, reason: str, news: Signal) -> Employer:
    """A move of the operators that needs a reason and is no error when it was made already."""
    employer = _locked(employer_id, actor)
    if employer.status == employer_target(action):
        return employer
    if not reason.strip():
        raise RuleViolation(_REASON_MISSING[action], code="reason_missing")
    return _move(employer, action, news, actor=actor, reason=reason.strip())


def _locked(employer_id: int, actor: User) -> Employer:
    if not actor.is_operator:
        raise RuleViolation(_ONLY_OPERATORS, code="operators_only")
    return _for_update(employer_id)


def _for_update(employer_id: int) -> Employer:
    return Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer_id)


def _move(
    employer: Employer, action: str, news: Signal, *, actor: User, reason: str = "", fields: Any = ()
) -> Employer:
    """Write the status by the table, who moved it and why (transition row, field history), and pass the news on."""
    if not employer_allowed(action, employer.status):
        raise RuleViolation(
            _NOT_POSSIBLE[action] % {"employer": employer, "status": employer.get_status_display()},
            code="employer_status",
        )
    why = {"reason": reason} if reason else {}
    with (
        acting(f"user:{actor.pk}", reason),
        pghistory.context(user=actor.pk, **why),
        rule_from_constraint(Employer, "employer_transition"),
    ):
        employer.status = employer_target(action)
        employer.save(update_fields=["status", *fields])
    news.send(sender=Employer, employer=employer, **why)
    return employer
