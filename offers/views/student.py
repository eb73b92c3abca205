"""«Aldığım Teklifler»: what a student receives, compares and answers."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications.form_steps import Step
from offers.cards.history import history
from offers.cards.lines import line_chart
from offers.cards.received import ReceivedCard
from offers.comparing import columns_of
from offers.forms.answers import CompareForm, DeclineForm
from offers.models import Offer
from offers.overviews import StudentOffers, overview_of
from offers.periods import last_start
from offers.selectors.changes import changes_for_student
from offers.selectors.endings import after_for_student
from offers.selectors.evaluations import evaluations_for_student
from offers.selectors.student import line_moves, received_offer, received_offers
from offers.services.answer import accept_offer, decline_offer
from offers.states import SEATED_YES, OfferState
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only


def _steps(overview: StudentOffers) -> list[Step]:
    """The line from application to insurance; offers exist only after completed scores."""
    labels = [
        _("Başvuru tamamlandı"), _("Puanlar açıklandı"), _("Teklifler"), _("Son onay"), _("Evrak ve sigorta"),
    ]  # fmt: skip
    stage = overview.stage
    return [
        Step(label, "done" if index < stage else "current" if index == stage else "next")
        for index, label in enumerate(labels)
    ]


@require_safe
@student_only
@read_only
def received(request: HttpRequest) -> HttpResponse:
    """All offers: those that go on as cards, the earlier ones folded."""
    user = user_of(request)
    cards = received_offers(user)
    overview = overview_of([card.offer for card in cards])
    context = {
        "overview": overview,
        "steps": _steps(overview) if cards else [],
        "running": [card for card in cards if card.is_live],
        "earlier": [card for card in cards if not card.is_live],
        "race": _race(cards),
        "comparable": sum(1 for card in cards if card.is_undecided),
    }
    return render(request, "offers/received.html", context)


def _race(cards: list[ReceivedCard]) -> str:
    """Several yeses: which one becomes the internship is decided by whoever approves first."""
    said = [card for card in cards if card.state in SEATED_YES and card.state != OfferState.CONFIRMED]
    if len(said) < 2:
        return ""
    text = _("Kabul ettiğiniz %(number)d teklif var; son onayı ilk veren işveren stajınızı başlatır, öbürleri düşer.")
    return text % {"number": len(said)}


@require_safe
@student_only
@read_only
def compare(request: HttpRequest) -> HttpResponse:
    """Offers side by side: the chosen ones, or all that are undecided. Somebody else's is a 404."""
    cards = received_offers(user_of(request))
    form = CompareForm(request.GET or None, cards=cards)
    undecided = [card for card in cards if card.is_undecided]
    chosen = form.chosen() if form.is_bound else undecided[: CompareForm.MOST]
    if chosen is None:
        raise Http404
    chosen.sort(key=lambda card: card.deadline or card.offer.sent_at)
    context = {
        "columns": columns_of(chosen, undecided) if len(chosen) > 1 else [],
        "chosen": {card.offer.pk for card in chosen},
        "choices": cards if any(card not in undecided for card in chosen) else undecided,
        "most": CompareForm.MOST,
    }
    return render(request, "offers/compare.html", context)


@require_safe
@student_only
@read_only
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer in full: tasks, pay, contacts, history, and what comes next."""
    card = _card_or_404(request, pk)
    others = received_offers(user_of(request)) if card.is_undecided else []
    context = {
        "card": card,
        "fit": columns_of([card], [one for one in others if one.is_undecided])[0] if others else None,
        "moments": history(card.offer, for_student=True),
        "line": line_chart(line_moves(card), card.now),
        "after": after_for_student(user_of(request), offer_id=pk) if card.after else None,
        "evaluations": evaluations_for_student(card.offer),
        "changes": changes_for_student(card.offer),
    }
    return render(request, "offers/offer.html", context)


@require_http_methods(["GET", "POST"])
@student_only
@read_only
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes. Who comes here by link, after a new sign-in, is shown the offer instead."""
    card = _card_or_404(request, pk)
    if request.method != "POST":
        return redirect("offers:offer", card.offer.pk)
    try:
        answered = accept_offer(offer_id=pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _said_yes(answered))
    return redirect("offers:received")


def _said_yes(answered: Offer) -> str:
    employer = answered.terms["employer"]
    if answered.state == OfferState.RESERVED:
        return _("%(employer)s teklifine evet dediniz; yedek sıradasınız. Yer boşalırsa haber veririz.") % {
            "employer": employer
        }
    return _("%(employer)s teklifini kabul ettiniz. Sırada işverenin son onayı var.") % {"employer": employer}


@require_http_methods(["GET", "POST"])
@student_only
@read_only
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, or step back from a yes, after reading what that means (A26)."""
    card = _card_or_404(request, pk)
    if request.method == "POST":
        form = DeclineForm(request.POST)
        if form.is_valid():
            return _declined(request, card, form.cleaned_data["reason"])
    elif not (card.may_accept or card.may_leave):
        return redirect("offers:offer", pk)
    else:
        form = DeclineForm()
    context = {
        "card": card,
        "form": form,
        "last_start": _last_start(card),
        "keep": f"{user_of(request).pk}:teklif:{pk}",
    }
    return render(request, "offers/decline.html", context, status=422 if form.errors else 200)


def _declined(request: HttpRequest, card: ReceivedCard, reason: str) -> HttpResponse:
    try:
        decline_offer(offer_id=card.offer.pk, actor=user_of(request), reason=reason)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _said_no(card))
    return redirect("offers:received")


def _said_no(card: ReceivedCard) -> str:
    employer = {"employer": card.terms["employer"]}
    if card.state == OfferState.RESERVED:
        return _("%(employer)s yedek sırasından çıktınız.") % employer
    if card.may_leave:
        return _("%(employer)s teklifinden vazgeçtiniz.") % employer
    return _("%(employer)s teklifini reddettiniz.") % employer


def _card_or_404(request: HttpRequest, pk: int) -> ReceivedCard:
    card = received_offer(user_of(request), pk)
    if card is None:
        raise Http404
    return card


def _last_start(card: ReceivedCard) -> dt.date | None:
    department = card.offer.application.department
    if department is None:
        return None
    return last_start(department.unit.university_id, card.offer.application.season_id, clock.page_now().date())
