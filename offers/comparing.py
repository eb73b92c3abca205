"""Offers side by side: what each means for this student's places, windows, lectures, papers and other plans.

The judging is pure; ``columns_of`` reads what it needs once, however many offers are compared.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import ProvincePreference, Term, TermOverlap, WindowChoice
from applications.window_selectors import rules_of, terms_of
from offers.cards.received import ReceivedCard
from offers.cards.shared import day_range
from offers.models import Offer, Placement
from offers.papers_time import Mark, Start, papers_due, papers_mark, start_of
from offers.states import LIVE_PLACEMENT
from usp.core import clock

_NAMED = 3  # other offers of the same days by name; whoever has more reads how many


@dataclass(frozen=True)
class Column:
    """One offer of the comparison. Lists are empty where there is nothing to judge."""

    card: ReceivedCard
    place: Mark
    windows: Mark | None
    clashes: tuple[Mark, ...]
    terms: tuple[Mark, ...]
    papers: Mark | None
    given: tuple[str, ...]


def columns_of(cards: Sequence[ReceivedCard], others: Sequence[ReceivedCard]) -> list[Column]:
    """Judge these offers; ``others`` are all the student's offers that may still become something."""
    if not cards:
        return []
    offers = [card.offer for card in cards]
    applications = {offer.application_id for offer in offers}
    preferences = ProvincePreference.objects.filter(application__in=applications).select_related("province")
    by_application: dict[int, list[ProvincePreference]] = {}
    for preference in preferences.prefetch_related("districts__district"):
        by_application.setdefault(preference.application_id, []).append(preference)
    choices = WindowChoice.objects.filter(application__in=applications).select_related("window")
    ranks = {(one.application_id, one.window.starts_on, one.window.working_days): one.rank for one in choices}
    placements = Placement.objects.filter(
        student=offers[0].application.student_id, state__in=LIVE_PLACEMENT
    ).select_related("offer")
    plans = list(placements)
    terms, rule = _terms(offers)
    due = papers_due(offers)
    today = clock.page_now().date()
    return [
        Column(
            card,
            place_mark(card.terms, by_application.get(card.offer.application_id, [])),
            _window_mark(card, ranks),
            clash_marks(card, others, plans),
            term_marks(card.offer, terms, rule) if card.is_internship else (),
            _papers(card, due, today),
            _given(card),
        )
        for card in cards
    ]


def place_mark(terms: Mapping[str, Any], preferences: Iterable[ProvincePreference]) -> Mark:
    """Whether the student had asked for this place, and as what. An agreed change makes the terms' place count."""
    wanted = next((one for one in preferences if one.province.name == terms["province"]), None)
    if wanted is None:
        return Mark(_("Tercih ettiğiniz yerler arasında değil"), "clock")
    if wanted.all_districts or terms["district"] in {one.district.name for one in wanted.districts.all()}:
        return Mark(_("%(rank)d. il tercihiniz") % {"rank": wanted.rank}, "done")
    return Mark(_("%(rank)d. il tercihiniz, ama bu ilçeyi seçmediniz") % {"rank": wanted.rank})


def clash_marks(
    card: ReceivedCard, others: Iterable[ReceivedCard], placements: Iterable[Placement]
) -> tuple[Mark, ...]:
    """Other offers and confirmed placements on the same days, the confirmed ones first."""
    offer = card.offer
    marks = [
        Mark(_("Onaylanan programınız: %(employer)s") % {"employer": plan.offer.terms["employer"]}, "clock")
        for plan in placements
        if plan.offer_id != offer.pk and plan.first_day <= offer.ends_on and offer.starts_on <= plan.last_day
    ]
    same = [other for other in others if other.offer.pk != offer.pk and _same_days(other.offer, offer)]
    unanswered = [other for other in same if other.may_accept]
    if len(unanswered) > 1:
        text = ngettext(
            "Cevap bekleyen %(number)d teklif daha", "Cevap bekleyen %(number)d teklif daha", len(unanswered)
        )
        marks.append(Mark(text % {"number": len(unanswered)}))
    named = [other for other in same if len(unanswered) < 2 or not other.may_accept]
    for other in named[:_NAMED]:
        text = _("%(employer)s (%(state)s)") % {"employer": other.terms["employer"], "state": other.label}
        marks.append(Mark(text))
    if (more := len(named) - _NAMED) > 0:
        marks.append(
            Mark(ngettext("%(number)d teklifiniz daha", "%(number)d teklifiniz daha", more) % {"number": more})
        )
    return tuple(marks) or (Mark(_("Çakışma yok"), "done"),)


def term_marks(offer: Offer, terms: Sequence[Term], rule: str) -> tuple[Mark, ...]:
    """Lectures and examinations that the internship runs into, and what the university makes of that (A10)."""
    if not terms:
        return (Mark(_("Üniversiteniz ders tarihlerini yayımlamadı")),)
    met = [term for term in terms if term.starts_on <= offer.ends_on and offer.starts_on <= term.ends_on]
    if not met:
        return (Mark(_("Çakışma yok"), "done"),)
    said = {
        TermOverlap.REFUSED.value: _("Üniversiteniz ders dönemiyle çakışan staja izin vermez"),
        TermOverlap.ALLOWED.value: _("Üniversiteniz bu çakışmaya izin verir"),
    }.get(rule, _("Biriminiz bu staj için ayrıca karar verir"))
    marks = [Mark(f"{term.name} ({day_range(term.starts_on, term.ends_on)})", "clock") for term in met]
    return (*marks, Mark(said))


def _papers(card: ReceivedCard, due: Mapping[Start, dt.date], today: dt.date) -> Mark | None:
    start = start_of(card.offer)
    return papers_mark(due.get(start), today) if start else None


def _window_mark(card: ReceivedCard, ranks: Mapping[tuple[int, dt.date, int], int]) -> Mark | None:
    if not card.is_internship:
        return None
    if not ranks:
        return Mark(_("Staj takvimi seçmediniz"))
    offer = card.offer
    rank = ranks.get((offer.application_id, offer.starts_on, offer.working_days))
    if rank is None:
        return Mark(_("Seçtiğiniz takvimlerden biri değil"), "clock")
    return Mark(_("Takvimlerinizde %(rank)d. sırada") % {"rank": rank}, "done")


def _given(card: ReceivedCard) -> tuple[str, ...]:
    """Meal, transport and lodging, as the offer promised them."""
    position = card.offer.position
    said = (("meal", _("Yemek")), ("transport", _("Servis ya da yol desteği")), ("lodging", _("Konaklama")))
    return tuple(label for name, label in said if card.terms.get(name, getattr(position, name)))


def _same_days(one: Offer, other: Offer) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _terms(offers: Sequence[Offer]) -> tuple[list[Term], str]:
    """The term dates of the student's university, and its rule where there are any."""
    university = _university(offers[0])
    terms = terms_of(university) if university else []
    return terms, rules_of(university).term_overlap if terms and university else ""


def _university(offer: Offer) -> int | None:
    department = offer.application.department
    return department.unit.university_id if department else None
