"""A university's term dates and its rules about windows (A10, A27)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.forms.university_windows import TermForm, WindowRulesForm
from applications.models import Term, WindowRules
from applications.services.university_windows import remove_term, save_term, save_window_rules
from applications.views.career_center import university_of
from applications.window_selectors import managed_university, rules_of, terms_of
from usp.accounts.history import history_of
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

HOME = "applications:university-terms"


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def university_terms(request: HttpRequest) -> HttpResponse:
    """Term dates, and for managers a new one."""
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _saved(request, form, None):
        messages.success(request, _("Dönem eklendi; çakışan takvimler işaretlendi."))
        return redirect(HOME)
    return _page(request, form, WindowRulesForm(instance=rules_of(university_of(request))))


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.MANAGE)
@read_only
def university_term(request: HttpRequest, pk: int) -> HttpResponse:
    """One term: its name and dates."""
    term = get_object_or_404(Term.objects.visible_to(user_of(request)), pk=pk)
    form = TermForm(request.POST if request.method == "POST" else None, instance=term)
    if request.method == "POST" and _saved(request, form, pk):
        messages.success(request, _("Dönem güncellendi; çakışan takvimler yeniden işaretlendi."))
        return redirect(HOME)
    context = {"form": form, "term": term}
    return render(request, "applications/university_term.html", context, status=422 if form.errors else 200)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def term_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a term away."""
    get_object_or_404(Term.objects.visible_to(user_of(request)), pk=pk)
    try:
        remove_term(actor=user_of(request), term_id=pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Dönem silindi."))
    return redirect(HOME)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def window_rules(request: HttpRequest) -> HttpResponse:
    """What an overlap means, and which lengths the university knows."""
    form = WindowRulesForm(request.POST, instance=rules_of(university_of(request)))
    if form.is_valid():
        try:
            save_window_rules(actor=user_of(request), **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Kurallar kaydedildi."))
            return redirect(HOME)
    return _page(request, TermForm(), form)


def _saved(request: HttpRequest, form: TermForm, pk: int | None) -> bool:
    if not form.is_valid():
        return False
    try:
        save_term(actor=user_of(request), term_id=pk, **form.cleaned_data)
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True


def _page(request: HttpRequest, form: TermForm, rules_form: WindowRulesForm) -> HttpResponse:
    university = university_of(request)
    manages = managed_university(user_of(request)) is not None
    history = [
        *history_of(Term, subject=lambda event: event.name, university=university.pk, most=30),
        *history_of(WindowRules, subject=lambda _event: _("Kurallar"), university=university.pk, most=30),
    ]
    context = {
        "university": university,
        "terms": terms_of(university),
        "rules": rules_of(university),
        "form": form,
        "rules_form": rules_form,
        "manages": manages,
        "history": sorted(history, key=lambda entry: entry.at, reverse=True) if manages else [],
    }
    refused = bool(form.errors or rules_form.errors)
    return render(request, "applications/university_terms.html", context, status=422 if refused else 200)
