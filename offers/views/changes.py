"""A change of place or window: the student asks, the employer answers; each page knows only what its side may."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offers import selectors
from offers.cards import ReceivedCard
from offers.cards.changes import EmployerChange
from offers.change_options import offered_places, offered_windows
from offers.forms.changes import ChangeForm, NewPlaceForm
from offers.models import ChangeRequest
from offers.selectors.changes import changes_for_employer, changes_for_student
from offers.services import changes as verbs
from offers.states import OfferState
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def change_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another place or window before answering."""
    card = selectors.received_offer(user_of(request), pk)
    if card is None:
        raise Http404
    if request.method != "POST" and not changes_for_student(card.offer).may_ask:
        return redirect("offers:offer", pk)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        places=offered_places(card.offer),
        windows=offered_windows(card.offer, clock.page_now()),
    )
    if form.is_bound and form.is_valid():
        try:
            made = verbs.request_change(offer_id=pk, wish=form.wish, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            said = _("İsteğiniz işverene iletildi; cevabı gelince ya da süresi dolunca size haber veririz.")
            messages.success(request, said)
            return redirect("offers:offer", made.offer_id)
    return _new_page(request, card, form)


def _new_page(request: HttpRequest, card: ReceivedCard, form: ChangeForm) -> HttpResponse:
    offer = card.offer
    is_first = not offer.change_requests.exists()
    reply_by, request_by = verbs.clocks_of_request(offer, clock.page_now(), is_first=is_first)
    context = {"card": card, "form": form, "reply_by": reply_by, "request_by": request_by}
    return render(request, "offers/changes/new.html", context, status=422 if form.errors else 200)


@require_POST
@student_only
def change_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The student asks no longer."""
    found = get_object_or_404(ChangeRequest.objects.visible_to(user_of(request)), pk=pk)
    try:
        verbs.take_back_change(request_id=pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("İsteğinizi geri aldınız; teklifi olduğu gibi cevaplayabilirsiniz."))
    return redirect("offers:offer", found.offer_id)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def change_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree with an address, or stay with the offer; a candidate is a pseudonym here."""
    user = user_of(request)
    found = get_object_or_404(ChangeRequest.objects.visible_to(user), pk=pk)
    row = selectors.sent_offer(user, found.offer_id)
    if row is None:
        raise Http404
    change = next(one for one in changes_for_employer(user, row).requests if one.request.pk == pk)
    if request.method != "POST" and not change.may_decide:
        return redirect("offers:sent-offer", row.offer.pk)
    if request.method == "POST" and request.POST.get("answer") == "refuse":
        return _refused(request, change)
    form = _place_form(request, change)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            new = verbs.agree_change(request_id=pk, place=form.place if form else None, actor=user)
        except RuleViolation as rule:
            if form is None or row.state != OfferState.OPEN:
                messages.error(request, str(rule))
                return redirect("offers:sent-offer", row.offer.pk)
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Kabul ettiniz; yeni teklif eskisinin yerine geçti ve adaya bildirildi."))
            return redirect("offers:sent-offer", new.pk)
    context = {"row": row, "change": change, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "offers/changes/decide.html", context, status=status)


def _place_form(request: HttpRequest, change: EmployerChange) -> NewPlaceForm | None:
    """The address of the place asked for; None where only another window is wanted."""
    if change.request.province_id is None:
        return None
    return NewPlaceForm(request.POST if request.method == "POST" else None, request=change.request)


def _refused(request: HttpRequest, change: EmployerChange) -> HttpResponse:
    try:
        verbs.refuse_change(request_id=change.request.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("İsteği kabul etmediniz; teklifiniz olduğu gibi duruyor ve adaya bildirildi."))
    return redirect("offers:sent-offer", change.request.offer_id)
