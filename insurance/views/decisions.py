"""What the commission decides of an intern, and what its departments ask of an internship that is to count."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.services.departments import editable_units
from insurance.forms.dates import CompulsoryDecisionForm, CriteriaForm, TermDecisionForm
from insurance.models import CompulsoryCriteria
from insurance.selectors import decisions as reads
from insurance.services import decisions as verbs
from offers.models import Placement
from offers.states import Kind
from usp.accounts.permissions import UniversityAction, university_scope
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.reference.models import Department

A = UniversityAction
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@career_center_only(A.DECIDE_COMPULSORY)
@read_only
def decide_term(request: HttpRequest, pk: int) -> HttpResponse:
    """May this internship run into lectures?"""
    placement = get_object_or_404(_placements(request), pk=pk)
    form = TermDecisionForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(form, lambda: verbs.decide_term(placement_id=pk, actor=user_of(request), **form.cleaned_data))
    ):
        messages.success(request, _("Karar kaydedildi; öğrenciye ve işverene haber verdik."))
        return redirect("insurance:intern", pk)
    term = reads.term_state(placement)
    if request.method != "POST" and (term is None or (term.decision is None and term.state != "waiting")):
        return redirect("insurance:intern", pk)
    context = {"placement": placement, "form": form, "term": term}
    return render(request, "insurance/decide_term.html", context, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@career_center_only(A.DECIDE_COMPULSORY)
@read_only
def decide_compulsory(request: HttpRequest, pk: int) -> HttpResponse:
    """Does it count as the curriculum's internship, and how much of it?"""
    user = user_of(request)
    placement = get_object_or_404(_placements(request), pk=pk)
    view = reads.compulsory_view(user, placement)
    initial = {"days": view.countable} if view else {}
    form = CompulsoryDecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: verbs.decide_compulsory(placement_id=pk, actor=user, **form.cleaned_data)):
            messages.success(request, _("Karar kaydedildi; öğrenciye haber verdik. Sigorta bundan etkilenmez."))
            return redirect("insurance:intern", pk)
    elif request.method != "POST" and (view is None or not view.may_decide):
        return redirect("insurance:intern", pk)
    context = {"placement": placement, "form": form, "view": view}
    return render(request, "insurance/decide_compulsory.html", context, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@career_center_only(A.DECIDE_COMPULSORY)
@read_only
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """What one department asks; its commission and the centre's manager write it."""
    user = user_of(request)
    mine = Department.objects.filter(unit__in=editable_units(user)).select_related("unit", "internship_rule")
    department = get_object_or_404(mine, pk=pk)
    found = reads.criteria_of(department) or CompulsoryCriteria(department=department)
    form = CriteriaForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        wanted = verbs.Criteria(**form.cleaned_data)
        if _try(form, lambda: verbs.save_criteria(department_id=pk, criteria=wanted, actor=user)):
            messages.success(request, _("Ölçütler kaydedildi. Öğrenciler teklif kartında görür."))
            return redirect("insurance:criteria", pk)
    context = {"department": department, "form": form, "found": reads.criteria_of(department)}
    return render(request, "insurance/criteria.html", context, status=422 if form.errors else 200)


def _placements(request: HttpRequest) -> "QuerySet[Placement]":
    scope = university_scope(user_of(request), A.DECIDE_COMPULSORY)
    return (
        Placement.objects.of_university(*scope)
        .filter(kind=Kind.INTERNSHIP)
        .select_related(
            "student__user",
            "offer__position__employer",
            "application__season",
            "department__unit__university",
            "department__internship_rule",
        )
    )


def _try(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Call the verb; its refusal stands on the form."""
    try:
        verb()
    except RuleViolation as rule:
        form.add_error("days" if rule.code == "days" and "days" in form.fields else None, str(rule))
        return False
    return True
