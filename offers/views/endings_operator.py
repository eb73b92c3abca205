"""Operators: words that employers added to notes, and placements that neither side can end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers import endings_rules as rules
from offers.forms.endings import OperatorEndForm
from offers.models import ConductNote, Placement
from offers.selectors.endings_center import words_waiting
from offers.services.conduct import judge_words
from offers.services.ending import stop_by_operator
from offers.states import PlacementState
from usp.accounts.policies import operator_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

PAGE = 50


@require_safe
@operator_only
@read_only
def words(request: HttpRequest) -> HttpResponse:
    """Added words of notes that wait for a reader."""
    waiting = words_waiting()
    context = {"notes": waiting[:PAGE], "number": waiting.count()}
    return render(request, "offers/endings/operator_words.html", context)


@require_POST
@operator_only
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Release or refuse one note's words."""
    verdict = request.POST.get("karar", "")
    if verdict not in ("goster", "gosterme"):
        raise Http404
    get_object_or_404(ConductNote, pk=pk)
    try:
        judge_words(note_id=pk, release=verdict == "goster", actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Karar kaydedildi."))
    return redirect("offers:note-words")


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
@read_only
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a placement with a reason in words."""
    placement = get_object_or_404(
        Placement.objects.visible_to(user_of(request)).select_related("student__user", "offer__position__employer"),
        pk=pk,
    )
    form = OperatorEndForm(request.POST if request.method == "POST" else None, endings=rules.OPERATOR_STOPS)
    if request.method == "POST" and form.is_valid():
        try:
            stop_by_operator(placement_id=pk, actor=user_of(request), **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Staj iptal edildi; öğrenciye, işverene ve üniversiteye haber verdik."))
            return redirect("admin:offers_placement_change", pk)
    elif request.method != "POST" and placement.state != PlacementState.CONFIRMED:
        return redirect("admin:offers_placement_change", pk)
    context = {"placement": placement, "form": form}
    return render(request, "offers/endings/operator_end.html", context, status=422 if form.errors else 200)
