"""What an employer says of itself: what a manager changes at once, and what an operator has to look at again."""

from typing import Any

import pghistory
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Employer, EmployerChange, EmployerChangeState, EmployerStatus, User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.services.employer_addresses import refuse_free_mail
from usp.accounts.signals import employer_change_asked, employer_change_decided
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

# Changed by the manager at once; the rest of the facts by a request to the operators.
OWN_FIELDS = (
    "personnel_count", "activity", "about", "province", "district", "address", "phone", "email", "website",
)  # fmt: skip
CHECKED_FIELDS = ("name", "vkn", "public_code", "is_public")
_NUMBERS = ("employer_vkn_once", "employer_public_code_once")


@verb
def change_own_data(*, actor: User, values: dict[str, Any]) -> Employer:
    """Change what needs no operator; who changed what stays in the history. ``values`` are ``OWN_FIELDS``."""
    employer = _locked_own(actor)
    if set(values) - set(OWN_FIELDS):
        raise LookupError(f"not a manager's to change: {set(values) - set(OWN_FIELDS)}")
    if values.get("email", employer.email) != employer.email:
        refuse_free_mail(values["email"])
    for name, value in values.items():
        setattr(employer, name, value)
    with pghistory.context(user=actor.pk):
        employer.save(update_fields=list(values))
    return employer


@verb
def ask_for_change(*, actor: User, values: dict[str, Any], note: str) -> EmployerChange:
    """Ask the operators for another name, number or sector. ``values`` are ``CHECKED_FIELDS``, all of them."""
    employer = _locked_own(actor)
    if employer.status not in (EmployerStatus.APPROVED, EmployerStatus.SUSPENDED):
        raise RuleViolation(_("Bu bilgiler kurumunuz onaylandıktan sonra istekle değişir."), code="employer_status")
    if all(getattr(employer, name) == values[name] for name in CHECKED_FIELDS):
        raise RuleViolation(_("Kayıttaki bilgilerden farklı bir şey yazmadınız."), code="nothing_changed")
    with rule_from_constraint(EmployerChange, "employer_change_one_open"):
        change = EmployerChange.objects.create(
            employer=employer, requested_by=actor, requested_at=clock.now(), note=note, **values
        )
    employer_change_asked.send(sender=EmployerChange, change=change)
    return change


@verb
def withdraw_change(*, change_id: int, actor: User) -> EmployerChange:
    """Take a request back that nobody has decided; twice is no error."""
    employer = _locked_own(actor)
    change = EmployerChange.objects.select_for_update(of=("self",), no_key=True).get(pk=change_id, employer=employer)
    if change.state == EmployerChangeState.WITHDRAWN:
        return change
    _refuse_decided(change)
    return _close(change, EmployerChangeState.WITHDRAWN, actor)


@verb
def decide_change(*, change_id: int, approve: bool, actor: User, answer: str = "") -> EmployerChange:
    """Apply a requested change, or refuse it with a reason. The same decision twice is no error."""
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    employer_id = EmployerChange.objects.values_list("employer", flat=True).get(pk=change_id)
    employer = Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer_id)
    change = EmployerChange.objects.select_for_update(of=("self",), no_key=True).get(pk=change_id)
    target = EmployerChangeState.APPROVED if approve else EmployerChangeState.REFUSED
    if change.state == target:
        return change
    _refuse_decided(change)
    if not approve and not answer.strip():
        raise RuleViolation(_("Kabul etmemek için gerekçe yazın."), code="reason_missing")
    if approve:
        for name in CHECKED_FIELDS:
            setattr(employer, name, getattr(change, name))
        with pghistory.context(user=actor.pk, reason=change.note), rule_from_constraint(Employer, *_NUMBERS):
            employer.save(update_fields=list(CHECKED_FIELDS))
    change = _close(change, target, actor, answer.strip())
    employer_change_decided.send(sender=EmployerChange, change=change)
    return change


def _locked_own(actor: User) -> Employer:
    if not employer_may(actor, EmployerAction.MANAGE):
        raise RuleViolation(_("Bu işlemi kurumunuzun yöneticisi yapabilir."), code="not_manager_here")
    employer_id = actor.employer_membership.employer_id
    employer = Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer_id)
    if employer.status == EmployerStatus.REVOKED:
        raise RuleViolation(_("Kurumunuzun kaydı kapatılmış; bilgileri değişmez."), code="employer_revoked")
    return employer


def _refuse_decided(change: EmployerChange) -> None:
    if change.state != EmployerChangeState.OPEN:
        raise RuleViolation(
            _("Bu istek kapanmış: %(state)s.") % {"state": change.get_state_display()}, code="change_closed"
        )


def _close(change: EmployerChange, state: str, actor: User, answer: str = "") -> EmployerChange:
    change.state, change.decided_by, change.decided_at, change.answer = state, actor, clock.now(), answer
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return change
