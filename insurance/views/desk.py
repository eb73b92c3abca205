"""The insurance case's steps, one page each: for officials, and for whoever insures in the university's place (A8)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from insurance.case_rights import side_of
from insurance.case_steps import BY_KEY
from insurance.models import InsuranceCase
from insurance.parts_papers import of_papers
from insurance.selectors.case_page import case_of_user, case_view, foreign_cases, moment_of
from insurance.states import CaseState
from usp.accounts.models import User
from usp.accounts.policies import operator_only, signed_in, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@read_only
def case_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a case: what it causes, what it asks for, and the verb behind it."""
    user = user_of(request)
    case, one = case_of_user(user, pk), BY_KEY.get(step)
    if case is None or one is None or not _concerns(user, case):
        raise Http404
    moment = moment_of(user, case)
    if request.method != "POST" and not one.is_open(moment):
        return redirect(_page_of(user, case))
    if not one.is_open(moment):
        messages.error(request, str(InsuranceCase.trigger_rules["insurance_transition"]))
        return redirect(_page_of(user, case))
    form = one.make_form(moment, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            one.do(case, user, form.cleaned_data)
        except RuleViolation as rule:
            if case_of_user(user, pk) is None:  # another unit insures from now on
                messages.warning(request, str(rule))
                return redirect("insurance:interns")
            form.add_error(None, str(rule))
        else:
            messages.success(request, str(one.done))
            return redirect(_page_of(user, case) if case_of_user(user, pk) else "insurance:interns")
    context = {"case": case, "step": one, "form": form, "back": _page_of(user, case)}
    return render(request, "insurance/case_step.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
@read_only
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The case alone, for the operator and the employer who insures; officials see it on the intern's page."""
    user = user_of(request)
    found = case_of_user(user, pk)
    if found is None or not _concerns(user, found):
        raise Http404
    if user.is_career_center or user.is_student:
        return redirect(_page_of(user, found))
    papers = of_papers(user, found.placement) if user.is_operator else None  # the employer takes none in
    context = {
        **(papers or {}),
        "has_papers": papers is not None,
        "placement": found.placement,
        "case": found,
        "view": case_view(user, found),
        "tasks": [],
    }
    return render(request, "insurance/case.html", context)


@require_safe
@operator_only
@read_only
def decisions(request: HttpRequest) -> HttpResponse:
    """Interns of universities abroad and in KKTC: who insures them, and where each case stands."""
    rows = foreign_cases(user_of(request))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("sayfa")),
        "waiting": rows.filter(state=CaseState.AWAITING_DECISION).count(),
    }
    return render(request, "insurance/decisions.html", context)


def _concerns(user: User, case: InsuranceCase) -> bool:
    """Who sees the placement may still have nothing to do with its insurance."""
    if user.is_student or user.is_career_center:
        return True
    return bool(side_of(user, case, "decide") or side_of(user, case, "declare_entry"))


def _page_of(user: User, case: InsuranceCase) -> str:
    """Where this user reads the case."""
    if user.is_student:
        return reverse("insurance:my-documents")
    if user.is_career_center:
        return reverse("insurance:intern", args=[case.placement_id]) + "#sigorta"
    return reverse("insurance:case", args=[case.pk])
