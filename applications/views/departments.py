"""Compulsory internships by department: what the university confirms, and which lengths that gives its students."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from applications.forms.departments import DepartmentForm
from applications.models import DepartmentRule
from applications.selectors import current_season
from applications.services.departments import RuleChangedMeanwhile, confirm_departments, editable_units
from applications.views.career_center import university_of
from applications.window_selectors import department_lines, units_with_progress
from usp.accounts.history import history_of
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.reference.selectors import units_of


@require_safe
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def departments(request: HttpRequest) -> HttpResponse:
    """The university's units and how many of their departments wait for a word."""
    rows = units_with_progress(units_of(university_of(request)))
    context = {
        "university": university_of(request),
        "rows": rows,
        "waiting": sum(row.unconfirmed for row in rows),
    }
    return render(request, "applications/departments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def unit_departments(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's departments as a table; who decides about them confirms all of them at once."""
    unit = get_object_or_404(units_of(university_of(request)), pk=pk)
    season = current_season()
    if season is None:
        raise Http404
    editable = editable_units(user_of(request)).filter(pk=unit.pk).exists()
    if request.method == "POST" and not editable:
        raise Http404
    data = request.POST if request.method == "POST" else None
    forms = [DepartmentForm(data, line=line) for line in department_lines(unit, season)]
    if data is not None and _saved(request, forms):
        return redirect("applications:unit-departments", unit.pk)
    context = {
        "unit": unit,
        "forms": forms,
        "editable": editable,
        "refused": any(form.errors for form in forms if form.is_bound),
        "history": history_of(
            DepartmentRule, subject=_name_in(forms), department__in=[form.line.department.pk for form in forms], most=60
        ),
    }
    status = 422 if context["refused"] else 200
    return render(request, "applications/unit_departments.html", context, status=status)


def _saved(request: HttpRequest, forms: list[DepartmentForm]) -> bool:
    """Write all rows or none; what is refused stands by its row."""
    if any(form.errors for form in forms):  # each row is judged, so that each says what is wrong with it
        return False
    try:
        changed = confirm_departments(actor=user_of(request), answers=[form.answer() for form in forms])
    except RuleChangedMeanwhile as rule:
        row = next(form for form in forms if form.line.department.pk == rule.department_id)
        row.add_error(None, str(rule))
        return False
    except RuleViolation as rule:
        forms[0].add_error(None, str(rule))
        return False
    text = ngettext(
        "%(number)d bölümün bilgisi kaydedildi ve onaylandı.",
        "%(number)d bölümün bilgisi kaydedildi ve onaylandı.",
        changed,
    )
    messages.success(request, text % {"number": changed} if changed else _("Değişiklik yok; bilgiler zaten onaylı."))
    return True


def _name_in(forms: list[DepartmentForm]) -> Callable[[Any], str]:
    names = {form.line.department.pk: form.line.department.name for form in forms}
    return lambda event: names.get(event.department_id, "")
