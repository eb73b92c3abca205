"""What both sides' cards say alike: dates, lengths, whom to ask, which clock counts. Rows in, words out."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber

from offers.models import Offer, RequestedDocument
from offers.states import LIVE_PLACEMENT, OfferState
from usp.accounts.models import EmployerMembership

S = OfferState
Fact = tuple[str, str]
Words = dict[str, tuple[str | Promise, str]]

DECLINE_REASONS: tuple[tuple[str, str | Promise], ...] = (
    ("place", gettext_lazy("Staj yeri bana uygun değil")),
    ("dates", gettext_lazy("Tarihler bana uygun değil")),
    ("tasks", gettext_lazy("Yapılacak işler bölümüme uygun değil")),
    ("other_offer", gettext_lazy("Başka bir teklifi tercih ediyorum")),
    ("personal", gettext_lazy("Kişisel nedenler")),
)


@dataclass(frozen=True)
class Contact:
    """Somebody to ask: what they are to this offer, and how to reach them (A19)."""

    role: str
    name: str
    title: str
    email: str
    phone: str
    phone_text: str


@dataclass(frozen=True)
class Days:
    """Of an offer, or of the placement that came out of it, which may have got other dates meanwhile."""

    first_day: dt.date
    last_day: dt.date
    working_days: int
    weekly_days: int


def days_of(offer: Offer) -> Days:
    """The dates that hold. No query where the offer was read with its placement."""
    placement = getattr(offer, "placement", None)
    if placement is not None and placement.state in LIVE_PLACEMENT:
        return Days(placement.first_day, placement.last_day, placement.working_days, placement.weekly_days)
    return Days(offer.starts_on, offer.ends_on, offer.working_days, offer.weekly_days)


def day_range(first: dt.date, last: dt.date) -> str:
    """«5 Ağu – 2 Eyl 2024»."""
    left = date_format(first, "j M" if first.year == last.year else "j M Y")
    return f"{left} – {date_format(last, 'j M Y')}"


def duration(working_days: int, weekly_days: int) -> str:
    """«20 iş günü, haftada 5»."""
    return _("%(days)d iş günü, haftada %(week)d") % {"days": working_days, "week": weekly_days}


def start_month(day: dt.date) -> str:
    """«Ağustos 2024 başlangıçlı»: all that an employer learns of the dates before a yes (docs/rules.md P2)."""
    return _("%(month)s başlangıçlı") % {"month": date_format(day, "F Y")}


def contacts_of(terms: dict[str, Any], supervisor: EmployerMembership | None = None) -> list[Contact]:
    """The offer's two contacts; one line where the same person is both.

    Terms stay as they were sent, people do not: where the position has another ``supervisor`` now, that one is named
    first, and whom the candidate was told stands beside as the former one.
    """
    told, sender = terms["supervisor"], terms["sender"]
    present = contact_terms(supervisor) if supervisor is not None else told
    if present["email"] == sender["email"]:
        found = [_contact(_("Staj sorumlusu ve teklifi gönderen"), present)]
    else:
        found = [_contact(_("Staj sorumlusu"), present), _contact(_("Teklifi gönderen"), sender)]
    if told["email"] not in (present["email"], sender["email"]):
        found.append(_contact(_("Önceki staj sorumlusu"), told))
    return found


def contact_terms(member: EmployerMembership) -> dict[str, str]:
    """Somebody of the employer as an offer's terms name them."""
    return {
        "name": member.user.full_name,
        "title": member.job_title,
        "email": member.user.email or "",
        "phone": str(member.phone or member.employer.phone),
    }


def documents_of(terms: dict[str, Any]) -> list[str]:
    """The documents that the employer will ask for, as the offer said; none in offers from before they were said."""
    kinds = dict(RequestedDocument.Kind.choices)
    asked = terms.get("documents", [])
    return [one["note"] or str(kinds.get(one["kind"], one["kind"])) for one in asked]


def readable_phone(number: str) -> str:
    """«+90 312 417 00 00»."""
    return str(PhoneNumber.from_string(number).as_international) if number else ""


def _contact(role: str, terms: dict[str, str]) -> Contact:
    phone = terms["phone"]
    return Contact(role, terms["name"], terms["title"], terms["email"], phone, readable_phone(phone))


def deadline_of(offer: Offer, state: str) -> dt.datetime | None:
    """Which of the three clocks counts in this state."""
    if state in (S.OPEN, S.EXPIRED):
        return offer.reply_by
    if state == S.RESERVED:
        return offer.last_call_at
    return offer.confirm_by if state in (S.ACCEPTED, S.EVALUATING) else None
