"""The career centre's main page: Stajyerler → Listele."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from insurance import selectors
from insurance.forms import TABS, InternFilterForm
from insurance.intern_parts import parts_of
from insurance.services.cases import finish_task
from insurance.services.papers import ensure_acceptance_form
from offers.models import Placement
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment

PAGE = 50


@require_safe
@read_only
@vary_on_headers("HX-Request")
@career_center_only(UniversityAction.SEE_INTERNS)
def interns(request: HttpRequest) -> HttpResponse:
    """Every intern of the official's units, the most pressing first; narrowed by what stands in the address."""
    user = user_of(request)
    form = InternFilterForm(request.GET, user=user)
    wanted = form.cleaned_data if form.is_valid() else {}
    tab = request.GET.get("sekme", "all")
    unit = wanted.get("unit")
    rows = selectors.filtered(
        selectors.interns(user), text=wanted.get("q", ""), unit=unit.pk if unit else None, tab=tab
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("sayfa"))
    kept = request.GET.copy()
    for name in ("sayfa", "sekme"):
        kept.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "figures": selectors.figures(user),
        "tabs": [(key, label, key == tab) for key, label in TABS],
        "kept": kept.urlencode(),
        "tab": tab,
        "asked": bool(wanted.get("q") or unit),
    }
    template = "insurance/interns.html" + ("#intern-table" if wants_fragment(request) else "")
    return render(request, template, context)


@require_safe
@read_only
@career_center_only(UniversityAction.SEE_INTERNS)
def intern(request: HttpRequest, pk: int) -> HttpResponse:
    """One intern: what every feature has to say of the internship (intern_parts)."""
    placement = get_object_or_404(selectors.interns(user_of(request)), pk=pk)
    context = {"placement": placement, "parts": parts_of(user_of(request), placement)}
    return render(request, "insurance/intern.html", context)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer has deleted the entry, or declared the exit, at SGK."""
    task = get_object_or_404(selectors.tasks_in_scope(user_of(request)), pk=pk)
    finish_task(task_id=task.pk, actor=user_of(request))
    messages.success(request, _("Yapıldı olarak kaydedildi."))
    return redirect("insurance:intern", task.case.placement_id)


@require_POST
@career_center_only(UniversityAction.PRINT_PAPERS)
def make_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the acceptance form now, when the worker has not done it yet."""
    user = user_of(request)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    try:
        document = ensure_acceptance_form(placement_id=placement.pk, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:intern", pk=pk)
    return redirect("documents:download", code=document.code)
