"""«Evrak süreleri»: until when a university takes papers in, and what that means for its windows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications.selectors import current_season
from applications.window_selectors import managed_university
from insurance.forms.paper_rules import COUNTED, PaperRulesForm
from insurance.models import PaperRules
from insurance.services.cases import rules_of
from insurance.services.paper_rules import PaperDeadline, deadlines_of, save_paper_rules
from usp.accounts.history import history_of
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.reference.models import University


def _university_of(request: HttpRequest) -> University:
    return running_memberships(user_of(request))[0].university


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def paper_rules(request: HttpRequest) -> HttpResponse:
    """The rules with what they mean; managers change them."""
    university = _university_of(request)
    form = PaperRulesForm(request.POST if request.method == "POST" else None, instance=rules_of(university))
    if request.method == "POST" and form.is_valid():
        try:
            save_paper_rules(actor=user_of(request), terms=form.terms())
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Evrak süreleri kaydedildi. Bekleyen dosyalar verilen günü korur."))
            return redirect("insurance:paper-rules")
    manages = managed_university(user_of(request)) is not None
    context = {
        "university": university,
        "rules": rules_of(university),
        "form": form,
        "counted": ",".join(COUNTED),
        "manages": manages,
        "deadlines": _deadlines(university, None),
        "history": history_of(PaperRules, subject=lambda _event: _("Evrak süreleri"), university=university.pk)
        if manages
        else [],
    }
    return render(request, "insurance/paper_rules.html", context, status=422 if form.errors else 200)


@require_safe
@career_center_only(UniversityAction.MANAGE)
@read_only
def paper_rules_preview(request: HttpRequest) -> HttpResponse:
    """What the rules in the address would mean for each published window. Asked for while they are typed."""
    university = _university_of(request)
    form = PaperRulesForm(request.GET, instance=PaperRules(university=university))
    wrong = bool(form.errors.keys() & set(COUNTED))
    context = {
        "deadlines": [] if wrong else _deadlines(university, form.instance),
        "wrong": wrong,
    }
    return render(request, "insurance/_paper_deadlines.html", context)


def _deadlines(university: University, rules: PaperRules | None) -> list[PaperDeadline]:
    season = current_season()
    return deadlines_of(university, season, rules) if season else []
