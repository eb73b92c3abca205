"""«İptal istekleri»: what a career centre decides about placements that end, and about notes."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from offers import endings_rules as rules
from offers.forms.endings import AppealDecisionForm, CenterCancelForm, CenterEndForm, CompleteForm
from offers.models import CancellationState, Placement
from offers.selectors import endings_center as selectors
from offers.services.cancelling import cancel_for_student
from offers.services.conduct import decide_appeal
from offers.services.ending import complete_placement, stop_by_center
from offers.states import PlacementState
from usp.accounts.permissions import UniversityAction, university_may
from usp.accounts.policies import career_center_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only

A = UniversityAction


@require_safe
@career_center_only(A.DECIDE_CANCELLATIONS)
@read_only
def cancellations(request: HttpRequest) -> HttpResponse:
    """Requests in the order in which the centre may act; silent endings, objections and what was decided in tabs."""
    user = user_of(request)
    counts = selectors.counts_for(user)
    tab = request.GET.get("sekme", "istek")
    tabs = [
        ("istek", _("İptal istekleri"), counts.open),
        ("bitmis", _("Bildirilmeyen stajlar"), counts.silent),
        ("sonuc", _("Sonuçlananlar"), None),
    ]
    if university_may(user, A.DECIDE_CONDUCT):
        tabs.insert(2, ("itiraz", _("Not itirazları"), counts.appeals))
    context = {
        "counts": counts,
        "now": clock.page_now(),
        "tab": tab if tab in [key for key, _label, _number in tabs] else "istek",
        "tabs": tabs,
        "requests": selectors.decided_requests(user) if tab == "sonuc" else selectors.open_requests(user),
        "silent": selectors.silent_placements(user) if tab == "bitmis" else [],
        "appeals": selectors.open_appeals(user) if tab == "itiraz" else [],
    }
    return render(request, "offers/endings/center_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(A.DECIDE_CANCELLATIONS)
@read_only
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what the student says, what the employer answered, and from when the centre may cancel."""
    user, now = user_of(request), clock.page_now()
    found = get_object_or_404(selectors.requests_of(user), pk=pk)
    form = CenterCancelForm(
        request.POST if request.method == "POST" else None, placement=found.placement, today=now.date()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _try(
            form,
            lambda: cancel_for_student(request_id=pk, answer=data["answer"], left_on=data.get("left_on"), actor=user),
        ):
            messages.success(request, _("Staj iptal edildi; öğrenciye ve işverene haber verdik."))
            return redirect("offers:cancellation", pk)
    context = {
        "found": found,
        "form": form,
        "now": now,
        "may_decide": found.state == CancellationState.OPEN and now >= found.center_from,
    }
    return render(request, "offers/endings/center_request.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(A.DECIDE_CANCELLATIONS)
@read_only
def center_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The university stops an internship that it cannot insure, or whose student is none any more (A2)."""
    user, today = user_of(request), clock.page_now().date()
    placement = get_object_or_404(_placements(request), pk=pk)
    form = CenterEndForm(
        request.POST if request.method == "POST" else None,
        endings=rules.CENTER_STOPS,
        placement=placement,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: stop_by_center(placement_id=pk, actor=user, **form.cleaned_data)):
            messages.success(request, _("Staj sona erdirildi; öğrenciye ve işverene haber verdik."))
            return redirect("insurance:intern", pk)
    elif request.method != "POST" and placement.state != PlacementState.CONFIRMED:
        return redirect("insurance:intern", pk)
    context = {"placement": placement, "form": form, "has_begun": rules.has_begun(placement, today)}
    return render(request, "offers/endings/center_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(A.DECIDE_CANCELLATIONS)
@read_only
def center_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre states attendance where the employer is silent."""
    user, today = user_of(request), clock.page_now().date()
    placement = get_object_or_404(_placements(request), pk=pk)
    form = CompleteForm(request.POST if request.method == "POST" else None, placement=placement)
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: complete_placement(placement_id=pk, actor=user, **form.cleaned_data)):
            messages.success(request, _("Staj tamamlandı olarak kaydedildi."))
            return redirect("offers:cancellations")
    elif request.method != "POST" and not (
        placement.state == PlacementState.CONFIRMED and rules.is_over(placement, today)
    ):
        return redirect("offers:cancellations")
    context = {"placement": placement, "form": form}
    return render(request, "offers/endings/center_complete.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(A.DECIDE_CONDUCT)
@read_only
def note_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection to a note: both sides' words, the records, and the decision."""
    user = user_of(request)
    note = get_object_or_404(selectors.appeals_of(user), pk=pk)
    form = AppealDecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _try(
            form,
            lambda: decide_appeal(
                note_id=pk, struck=data["verdict"] == "struck", decision=data["decision"], actor=user
            ),
        ):
            messages.success(request, _("Karar kaydedildi; öğrenciye ve işverene haber verdik."))
            return redirect("offers:note-appeal", pk)
    context = {
        "note": note,
        "requests": note.placement.cancellation_requests.all(),
        "form": form,
    }
    return render(request, "offers/endings/center_appeal.html", context, status=422 if form.errors else 200)


def _placements(request: HttpRequest) -> "QuerySet[Placement]":
    return selectors.in_scope(user_of(request), A.DECIDE_CANCELLATIONS).select_related(
        "student__user", "offer__position__employer"
    )


def _try(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Call the verb; its refusal stands on the form."""
    try:
        verb()
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True
