"""What employer and intern agreed of pay: written by the employer, printed by contract and fund form."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override
from stdnum import iban as iban_rules
from stdnum.exceptions import ValidationError as NumberError

from insurance.models import PayTerms
from insurance.paper_kinds import Paper
from insurance.papers.issue import subject_of
from insurance.papers.pay import legal_minimum
from insurance.services.receipts import void_papers
from insurance.services.withdrawn_papers import withdraw_papers
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock, turkish
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_money

PRINTED_ON = (Paper.CONTRACT, Paper.FUND_FORM)
"""The papers that say what is paid: other terms are other papers."""

# How banks and registers shorten a firm's legal form.
_SHORT = {
    "aş": "anonim şirketi", "a ş": "anonim şirketi", "ltd": "limited", "şti": "şirketi", "san": "sanayi",
    "tic": "ticaret", "hiz": "hizmetleri", "müh": "mühendislik", "inş": "inşaat", "paz": "pazarlama",
}  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What the form gives; ``amount`` is TL a month."""

    is_paid: bool
    amount: Decimal | None
    is_monthly: bool
    pay_day: int
    iban: str = ""
    account_holder: str = ""


@verb
def save_pay_terms(*, placement_id: int, terms: Terms, actor: User) -> PayTerms:
    """Write the terms of a running internship. Other terms than before revoke the contract and the fund's form.

    RuleViolation with the field's name as code: «amount» (missing, or below the law's minimum of these dates), «iban»,
    «account_holder» (not the firm's); «not_yours», «paper_state».
    """
    placement = (
        Placement.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=placement_id, kind=Kind.INTERNSHIP)
        .first()
    )
    if placement is None or not actor.is_employer or not employer_may(actor, EmployerAction.CONFIRM):
        raise RuleViolation(_("Ücret koşullarını stajın işvereni yazar."), code="not_yours")
    if placement.state != PlacementState.CONFIRMED or not placement.offer.identity_is_open:
        raise RuleViolation(_("Ücret koşulları yalnızca süren bir staj için yazılır."), code="paper_state")
    terms = checked(terms, placement)
    before = PayTerms.objects.filter(placement=placement).first()
    if before is not None and _same(before, terms):
        return before
    stored = before or PayTerms(placement=placement)
    for name in ("is_paid", "amount", "is_monthly", "pay_day", "iban", "account_holder"):
        setattr(stored, name, getattr(terms, name))
    stored.changed_by, stored.changed_at = actor, clock.now()
    with rule_from_constraint(PayTerms, "pay_terms_day", "pay_terms_amount"):
        stored.save()
    if before is not None:
        _withdraw(placement, actor)
    return stored


def checked(terms: Terms, placement: Placement) -> Terms:
    """The terms as they are stored: an unpaid internship has no amount, the account is the firm's, in Türkiye."""
    if not terms.is_paid:
        return Terms(False, None, False, terms.pay_day)
    if terms.amount is None:
        raise RuleViolation(_("Ücret ödenecekse aylık tutarı yazın."), code="amount")
    subject = subject_of(placement.pk)
    minimum = legal_minimum(subject.wage)[0] if subject else None
    if minimum is not None and terms.amount < minimum:
        raise RuleViolation(
            _("Bu tarihlerde yasal alt sınır aylık %(amount)s; ücret bundan az olamaz.")
            % {"amount": tr_money(minimum)},
            code="amount",
        )
    account = checked_iban(terms.iban)
    holder = " ".join(terms.account_holder.split())
    if bool(account) != bool(holder):
        raise RuleViolation(_("IBAN ve hesap sahibi birlikte yazılır."), code="account_holder" if account else "iban")
    if holder and not same_firm(holder, placement.offer.position.employer.name):
        raise RuleViolation(
            _("Hesap sahibi işverenin kendisi olmalıdır: %(name)s.") % {"name": placement.offer.position.employer.name},
            code="account_holder",
        )
    return Terms(True, terms.amount, terms.is_monthly, terms.pay_day, account, holder)


def checked_iban(text: str) -> str:
    """The IBAN without blanks, in capitals; empty stays empty. Only accounts in Türkiye: the State pays there."""
    compact = iban_rules.compact(text)
    if not compact:
        return ""
    try:
        valid = str(iban_rules.validate(compact))
    except NumberError as error:
        raise RuleViolation(
            _("IBAN doğru değil. TR ile başlayan 26 haneyi banka kaydından aynen yazın."), code="iban"
        ) from error
    if not valid.startswith("TR"):
        raise RuleViolation(_("Türkiye’deki bir hesabın IBAN’ını yazın; TR ile başlar."), code="iban")
    return valid


def same_firm(holder: str, employer: str) -> bool:
    """Whether the account's holder is the employer: the same words, or one name cut short; legal forms spelt out."""
    one, other = _words(holder), _words(employer)
    shared = min(len(one), len(other))
    return shared >= min(2, len(other)) and one[:shared] == other[:shared]


def _words(name: str) -> list[str]:
    text = re.sub(r"[.,&/()’'\-]+", " ", turkish.lower(name))
    text = re.sub(r"\ba ş\b", "anonim şirketi", text)
    spelt = " ".join(_SHORT.get(word, word) for word in text.split() if word != "ve")
    return turkish.fold(spelt).split()


def _same(stored: PayTerms, terms: Terms) -> bool:
    return all(getattr(stored, name) == getattr(terms, name) for name in Terms.__dataclass_fields__)


def _withdraw(placement: Placement, actor: User) -> None:
    """Papers that print the old terms count no more, and neither do their signed copies."""
    with override("tr"):
        reason = _("Ücret koşulları değişti.")
    withdraw_papers(placement=placement, reason=reason, actor=actor, only=PRINTED_ON)
    void_papers(placement=placement, reason=reason, actor=actor, only=PRINTED_ON)
