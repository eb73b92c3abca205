"""«SGK ayarları»: codes, workplaces and occupations of a university."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.window_selectors import managed_university
from insurance.forms.sgk_settings import OccupationField, SgkSettingsForm, WorkplaceForm
from insurance.models import SgkWorkplace
from insurance.selectors import sgk_settings as selectors
from insurance.services.sgk_settings import remove_workplace, save_occupations, save_sgk_settings, save_workplace
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.reference.models import University

HOME = "insurance:sgk-settings"


def university_of(request: HttpRequest) -> University:
    """The official's university."""
    return running_memberships(user_of(request))[0].university


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_settings(request: HttpRequest) -> HttpResponse:
    """Codes with a live example, workplaces, and what changed; managers write."""
    university = university_of(request)
    form = SgkSettingsForm(
        request.POST if request.method == "POST" else None, instance=selectors.settings_of(university)
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_sgk_settings(actor=user_of(request), values=form.values())
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("SGK ayarları kaydedildi. Yapılmış dosyalar değişmez."))
            return redirect(HOME)
    manages = managed_university(user_of(request)) is not None
    settings, workplaces = selectors.settings_of(university), selectors.workplaces_of(university)
    context = {
        "form": form,
        "settings": settings,
        "workplaces": workplaces,
        "manages": manages,
        "example": selectors.example_of(settings, workplaces[0] if workplaces else None),
        "history": selectors.history_of_settings(university) if manages else [],
    }
    return render(request, "insurance/sgk_settings.html", context, status=422 if form.errors else 200)


@require_safe
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_example(request: HttpRequest) -> HttpResponse:
    """The example file by what stands in the form. Asked for while it is typed."""
    university = university_of(request)
    form = SgkSettingsForm(request.GET, instance=selectors.settings_of(university))
    workplaces = selectors.workplaces_of(university)
    valid = form.is_valid()
    example = selectors.example_of(form.instance, workplaces[0] if workplaces else None) if valid else ""
    return render(request, "insurance/_sgk_example.html", {"example": example})


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.MANAGE)
@read_only
def sgk_workplace(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A new workplace (0), or one of the university's."""
    university = managed_university(user_of(request))
    if university is None:
        raise Http404
    workplace = get_object_or_404(SgkWorkplace, pk=pk, university=university) if pk else None
    data = request.POST if request.method == "POST" else None
    form = WorkplaceForm(data, university=university, workplace=workplace)
    if request.method == "POST" and form.is_valid():
        try:
            save_workplace(actor=user_of(request), terms=form.terms(), workplace_id=pk or None)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("SGK işyeri kaydedildi."))
            return redirect(HOME)
    context = {"form": form, "workplace": workplace}
    refused = request.method == "POST"
    return render(request, "insurance/sgk_workplace.html", context, status=422 if refused else 200)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def sgk_workplace_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a workplace away that no file was made for."""
    get_object_or_404(SgkWorkplace, pk=pk, university=managed_university(user_of(request)))
    try:
        remove_workplace(actor=user_of(request), workplace_id=pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("SGK işyeri silindi."))
    return redirect(HOME)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.MANAGE)
@read_only
def sgk_occupations(request: HttpRequest) -> HttpResponse:
    """Occupation codes by department; an empty one is the university's usual."""
    university = managed_university(user_of(request))
    if university is None:
        raise Http404
    lines = selectors.occupations_of(university)
    form = _occupation_form(request, lines)
    if request.method == "POST" and form.is_valid():
        try:
            codes = {line.department.pk: form.cleaned_data[f"d{line.department.pk}"] for line in lines}
            changed = save_occupations(actor=user_of(request), codes=codes)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            text = ngettext("%(number)d bölümün kodu değişti.", "%(number)d bölümün kodu değişti.", changed)
            messages.success(request, text % {"number": changed} if changed else _("Değişiklik yok."))
            return redirect("insurance:sgk-occupations")
    context = {
        "form": form,
        "rows": [(line, form[f"d{line.department.pk}"]) for line in lines],
        "usual": selectors.settings_of(university).occupation_code,
    }
    return render(request, "insurance/sgk_occupations.html", context, status=422 if form.errors else 200)


def _occupation_form(request: HttpRequest, lines: list[selectors.OccupationLine]) -> forms.Form:
    """One field for each department."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    for line in lines:
        label = _("%(department)s meslek kodu") % {"department": line.department.name}
        form.fields[f"d{line.department.pk}"] = OccupationField(label=label, initial=line.code)
    return form
