"""«Ek değerlemeler»: an employer asks, proposes times, decides; who may not send offers only reads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from offers import selectors
from offers.cards import SentRow
from offers.cards.evaluations import EmployerEvaluation
from offers.evaluation_times import near_from
from offers.forms.evaluations import DecideForm, InterviewForm, ProposeForm, TaskForm
from offers.models import Evaluation
from offers.selectors.evaluations import agenda_of, employer_evaluation
from offers.services import evaluate as verbs
from offers.states import OfferState
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only

_GROUPS: dict[str, type[InterviewForm] | type[TaskForm]] = {"mulakat": InterviewForm, "odev": TaskForm}


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def evaluations(request: HttpRequest) -> HttpResponse:
    """What the employer is to do, what is agreed day by day, what waits for candidates, what is decided."""
    return render(request, "offers/evaluations/agenda.html", {"agenda": agenda_of(user_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def evaluation_new(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """Ask the candidate of an accepted offer for an interview, or for a test, task or portfolio."""
    row = selectors.sent_offer(user_of(request), pk)
    if row is None or group not in _GROUPS:
        raise Http404
    if row.offer.confirm_by is None or (request.method != "POST" and row.state != OfferState.ACCEPTED):
        return redirect("offers:sent-offer", pk)
    times = {"now": clock.page_now(), "confirm_by": row.offer.confirm_by}
    form = _GROUPS[group](request.POST if request.method == "POST" else None, **times)
    if form.is_bound and form.is_valid():
        try:
            made = verbs.request_evaluation(
                offer_id=pk,
                kind=form.cleaned_data["kind"],
                instructions=form.cleaned_data["instructions"],
                what=form.what,
                actor=user_of(request),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Adaya bildirdik. Cevabı gelince size haber veririz."))
            _warn_of_time(request, made)
            return redirect("offers:sent-offer", pk)
    return _new_page(request, row, group, form)


def _new_page(request: HttpRequest, row: SentRow, group: str, form: InterviewForm | TaskForm) -> HttpResponse:
    context = {
        "row": row,
        "group": group,
        "form": form,
        "near_from": near_from(form.confirm_by),
        "has_enough_time": clock.page_now() < near_from(form.confirm_by),
    }
    return render(request, "offers/evaluations/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def evaluation_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose other times; what was agreed before no longer holds."""
    card = _card_or_404(request, pk)
    offer = card.evaluation.offer
    if offer.confirm_by is None or (request.method != "POST" and not card.may_propose):
        return redirect("offers:sent-offer", offer.pk)
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        initial={"link": card.evaluation.link, "place": card.evaluation.place},
        kind=card.evaluation.kind,
        now=clock.page_now(),
        confirm_by=offer.confirm_by,
    )
    if form.is_bound and form.is_valid():
        try:
            made = verbs.propose_times(evaluation_id=pk, meeting=form.what, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Yeni saatleri adaya bildirdik."))
            _warn_of_time(request, made)
            return redirect("offers:sent-offer", offer.pk)
    context = {"card": card, "form": form, "near_from": near_from(offer.confirm_by)}
    return render(request, "offers/evaluations/propose.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def evaluation_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the result, with the note that the student reads."""
    card = _card_or_404(request, pk)
    offer_id = card.evaluation.offer_id
    if request.method != "POST" and not card.may_decide:
        return redirect("offers:sent-offer", offer_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        passed = form.cleaned_data["result"] == "passed"
        try:
            verbs.decide_evaluation(evaluation_id=pk, passed=passed, note=form.words, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _decided_text(passed=passed))
            return redirect("offers:sent-offer", offer_id)
    context = {"card": card, "form": form}
    return render(request, "offers/evaluations/decide.html", context, status=422 if form.errors else 200)


def _decided_text(*, passed: bool) -> str:
    if passed:
        return _("Sonuç adaya bildirildi. Stajı başlatmak için son onayınız gerekiyor.")
    return _("Sonuç adaya bildirildi; teklif sona erdi. Boşalan yer, varsa sıradaki yedeğe geçti.")


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def evaluation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without it: asks once more with what that causes."""
    card = _card_or_404(request, pk)
    offer_id = card.evaluation.offer_id
    if request.method != "POST":
        if not card.may_cancel:
            return redirect("offers:sent-offer", offer_id)
        return render(request, "offers/evaluations/cancel.html", {"card": card})
    try:
        verbs.cancel_evaluation(evaluation_id=pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Ek değerlemeden vazgeçildi; adaya bildirdik. Kabul geçerliliğini koruyor."))
    return redirect("offers:sent-offer", offer_id)


def _warn_of_time(request: HttpRequest, evaluation: Evaluation) -> None:
    """Say it when a time leaves less than two working days for the final approval."""
    confirm_by = evaluation.offer.confirm_by
    if confirm_by is None:
        return
    near = near_from(confirm_by)
    times = [slot.starts_at for slot in evaluation.slots.all() if slot.round == evaluation.round]
    if any(moment >= near for moment in [*times, *([evaluation.due_at] if evaluation.due_at else [])]):
        messages.warning(request, _("Bu zaman son onaya iki iş gününden az kala; sonucu ve son onayı geciktirmeyin."))


def _card_or_404(request: HttpRequest, pk: int) -> EmployerEvaluation:
    card = employer_evaluation(user_of(request), pk)
    if card is None:
        raise Http404
    return card
