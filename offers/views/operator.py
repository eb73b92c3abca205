"""What operators do with the engine: stop and start it, extend clocks after an outage, bring an offer back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.cards.history import history
from offers.cards.sent import EMPLOYER_WORDS
from offers.forms.operations import ExtendForm, ReinstateForm, StopForm
from offers.models import Offer
from offers.selectors.operations import engine_page, find_offers
from offers.services.extend import Extended, extend_clocks
from offers.services.reinstate import reinstate_offer
from offers.services.switch import start_engine, stop_engine
from offers.states import OfferState
from usp.accounts.models import User
from usp.accounts.policies import operator_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only

_MAY_COME_BACK = (OfferState.EXPIRED, OfferState.WITHDRAWN, OfferState.LAPSED)


@require_safe
@operator_only
@read_only
def engine(request: HttpRequest) -> HttpResponse:
    """«Süre motoru»: whether the clocks run, what disturbs them, and the ways to act."""
    return _engine_page(request, StopForm())


@require_POST
@operator_only
def stop(request: HttpRequest) -> HttpResponse:
    """Let nothing expire, lapse or be called until it is started again."""
    form = StopForm(request.POST)
    if not form.is_valid():
        return _engine_page(request, form, status=422)
    try:
        stop_engine(actor=user_of(request), reason=form.cleaned_data["reason"])
    except RuleViolation as rule:
        form.add_error("reason", str(rule))
        return _engine_page(request, form, status=422)
    messages.success(request, _("Süreler durduruldu. Yeniden başlatana kadar hiçbir teklif düşmez."))
    return redirect("offers:engine")


@require_POST
@operator_only
def start(request: HttpRequest) -> HttpResponse:
    """Let the clocks run again."""
    start_engine(actor=user_of(request))
    messages.success(request, _("Süreler yeniden işliyor. Bu arada dolan süreler ilk turda sonuçlanır."))
    return redirect("offers:engine")


@require_http_methods(["GET", "POST"])
@operator_only
@read_only
def extend(request: HttpRequest) -> HttpResponse:
    """Move clocks on after an outage: first who is concerned, then the same form does it."""
    if request.method != "POST":
        return render(
            request, "offers/operator/extend.html", {"form": ExtendForm(initial=_span(request)), "found": None}
        )
    form = ExtendForm(request.POST)
    doing = "do" in request.POST
    found: Extended | None = None
    if form.is_valid():
        try:
            found = extend_clocks(**form.cleaned_data, actor=user_of(request), dry_run=not doing)
        except RuleViolation as rule:
            form.add_error("until" if rule.code == "outage_order" else None, str(rule))
    if found is not None and doing:
        text = _("%(moved)s süre uzatıldı, %(back)s teklif geri getirildi. İlgililere haber verdik.")
        messages.success(request, text % {"moved": found.moved, "back": found.brought_back})
        return redirect("offers:engine")
    status = 200 if found is not None else 422
    return render(request, "offers/operator/extend.html", {"form": form, "found": found}, status=status)


@require_safe
@operator_only
@read_only
def find(request: HttpRequest) -> HttpResponse:
    """Any offer, by number, student, employer or position."""
    words = request.GET.get("ara", "").replace("\x00", "").strip()[:60]
    found = [(offer, EMPLOYER_WORDS[offer.state]) for offer in find_offers(user_of(request), words)]
    return render(request, "offers/operator/find.html", {"words": words, "found": found})


@require_http_methods(["GET", "POST"])
@operator_only
@read_only
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer with its history; an ended one may come back for a reason on record."""
    user = user_of(request)
    offer = get_object_or_404(
        Offer.objects.visible_to(user).select_related("position__employer", "application__student", "successor"), pk=pk
    )
    form = ReinstateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = reinstate_offer(offer_id=pk, reason=form.cleaned_data["reason"], actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _came_back(row))
            return redirect("offers:operator-offer", row.pk)
    context = {
        "offer": offer,
        "state": EMPLOYER_WORDS[offer.state][0],
        "form": form,
        "successor": getattr(offer, "successor", None),
        "may_come_back": offer.state in _MAY_COME_BACK and getattr(offer, "successor", None) is None,
        "moments": history(offer, for_student=False, colleagues=_names(offer)),
    }
    return render(request, "offers/operator/offer.html", context, status=422 if form.is_bound else 200)


def _came_back(row: Offer) -> str:
    """Where an offer that was brought back stands now."""
    if row.seat_no is not None:
        return _("Teklif yeniden geçerli ve boş yeri aldı; adaya ve işverene haber verdik.")
    return _("Teklif yeniden geçerli; boş yer olmadığı için sıranın başına geçti. Adaya ve işverene haber verdik.")


def _engine_page(request: HttpRequest, form: StopForm, status: int = 200) -> HttpResponse:
    return render(request, "offers/operator/engine.html", {"page": engine_page(), "form": form}, status=status)


def _span(request: HttpRequest) -> dict[str, Any]:
    """The outage that the link named, as the form's beginning; one without an end lasts until now."""
    form = ExtendForm({**request.GET.dict(), "reason": "-"})
    form.is_valid()
    span = {name: form.cleaned_data.get(name) for name in ("since", "until") if hasattr(form, "cleaned_data")}
    if span.get("since") and not request.GET.get("until"):
        span["until"] = clock.page_now()
    return {name: timezone.localtime(moment) for name, moment in span.items() if moment}


def _names(offer: Offer) -> dict[int, str]:
    """Whom the history names: an operator reads every name."""
    numbers = {row.actor.partition(":")[2] for row in offer.transitions.all()}
    return dict(User.objects.filter(pk__in=[int(one) for one in numbers if one]).values_list("pk", "full_name"))
