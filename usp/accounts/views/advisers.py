"""«Bölüm danışmanları»: whom the students of each department turn to, and which departments have nobody (A15)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts import selectors
from usp.accounts.forms_people import AdviserForm
from usp.accounts.models import DepartmentAdviser
from usp.accounts.policies import user_of
from usp.accounts.services.advisers import name_adviser, remove_adviser
from usp.accounts.views.delegates import manager_only
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.reference.models import Department


@require_safe
@manager_only
@read_only
def advisers(request: HttpRequest) -> HttpResponse:
    """The departments of the manager's units with their advisers; those without one come first."""
    user = user_of(request)
    unit = request.GET.get("birim", "")
    departments = selectors.departments_managed(user, unit=unit)
    context = {
        "units": selectors.units_managed(user),
        "unit": unit,
        "gaps": [one for one in departments if not one.current_advisers],
        "named": [one for one in departments if one.current_advisers],
    }
    return render(request, "accounts/advisers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def department_advisers(request: HttpRequest, pk: int) -> HttpResponse:
    """The advisers of one department; naming another one, correcting the details of one."""
    user = user_of(request)
    department = get_object_or_404(
        Department.objects.filter(unit__in=selectors.units_managed(user)).select_related("unit"), pk=pk
    )
    chosen = request.GET.get("danisman", "")
    current = selectors.advisers_of(department)
    edited = next((one for one in current if str(one.pk) == chosen), None)
    form = AdviserForm(
        request.POST if request.method == "POST" else None,
        department=department,
        initial=AdviserForm.about(edited) if edited else None,
    )
    if request.method == "POST" and form.is_valid() and _name(request, department, form):
        return redirect("people:department-advisers", pk)
    context = {"department": department, "advisers": current, "edited": edited, "form": form}
    return render(request, "accounts/department_advisers.html", context, status=422 if form.errors else 200)


def _name(request: HttpRequest, department: Department, form: AdviserForm) -> bool:
    data = form.cleaned_data
    try:
        adviser = name_adviser(
            department_id=department.pk,
            user_id=data["person"].pk,
            room=data["room"],
            phone=str(data["phone"] or ""),
            hours=data["hours"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            actor=user_of(request),
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(
        request, _("%(person)s, %(department)s danışmanı.") % {"person": adviser.user, "department": department}
    )
    return True


@require_POST
@manager_only
def adviser_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Students stop seeing this adviser."""
    user = user_of(request)
    adviser = get_object_or_404(
        DepartmentAdviser.objects.filter(department__unit__in=selectors.units_managed(user)).select_related("user"),
        pk=pk,
    )
    try:
        remove_adviser(adviser_id=pk, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("%(person)s bölüm danışmanlığından çıkarıldı.") % {"person": adviser.user})
    return redirect("people:department-advisers", adviser.department_id)
