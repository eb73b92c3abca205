"""«Yöntem Raporu» for everybody, and the operators' pages of scoring methods."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.forms.method import CopyForm, MethodForm
from applications.models import MethodState, ScoringMethod
from applications.scoring.example import worked_example
from applications.scoring.method_rules import method_problems
from applications.scoring.rules_text import items_of, rules_of
from applications.scoring.sample import sample_under
from applications.scoring.services import current_method
from applications.selectors import current_season
from applications.services.methods import InvalidMethod, copy_method, discard_draft, publish_method, save_draft
from usp.accounts.policies import operator_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import public
from usp.documents.rendering import render_pdf

get_only = require_http_methods(["GET", "HEAD"])
_PDF_SECONDS = 24 * 60 * 60


@public
@get_only
@read_only
def method_report(request: HttpRequest, season: str = "", version: str = "") -> HttpResponse:
    """The method as its rows say it; the current season's where no version is named."""
    method = _published(season, version)
    context = _report(method) if method else {"method": None}
    return render(request, "applications/method_report.html", context)


@public
@get_only
@read_only
def method_pdf(request: HttpRequest, season: str, version: str) -> HttpResponse:
    """The same as a PDF in the page's language; a version never changes, so it is made once a day and language."""
    method = get_object_or_404(
        ScoringMethod.objects.select_related("season"),
        season__code=season, version=version, state=MethodState.PUBLISHED,
    )  # fmt: skip
    language = "en" if get_language() == "en" else "tr"
    key = f"method-report:{method.pk}:{language}"
    content = cache.get(key)
    if content is None:
        context = {**_report(method), "language": language}
        content = render_pdf("applications/method_report_pdf.html", context, language=language).content
        cache.set(key, content, _PDF_SECONDS)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="usp-{method.season.code}-{method.version}.pdf"'
    return answer


@get_only
@operator_only
@read_only
def methods(request: HttpRequest) -> HttpResponse:
    """All versions: who made and published them and when; the form to copy one."""
    return render(request, "applications/methods.html", _list_context(CopyForm(initial={"season": current_season()})))


@require_POST
@operator_only
def method_copy(request: HttpRequest) -> HttpResponse:
    """A new draft from a version."""
    form = CopyForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            draft = copy_method(
                actor=user_of(request), method_id=data["method"].pk, season_id=data["season"].pk,
                version=data["version"],
            )  # fmt: skip
        except RuleViolation as refusal:
            form.add_error("version", str(refusal))
        else:
            return redirect("applications:method-edit", draft.pk)
    return render(request, "applications/methods.html", _list_context(form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
@read_only
def method_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of a draft in one form."""
    method = get_object_or_404(ScoringMethod.objects.select_related("season", "based_on"), pk=pk)
    if not method.is_draft:
        return redirect("applications:method-version", method.season.code, method.version)
    items = items_of(method)
    form = MethodForm(request.POST if request.method == "POST" else None, method=method, items=items)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            save_draft(actor=user_of(request), method_id=pk, revision=revision, numbers=form.numbers())
        except InvalidMethod as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Taslak kaydedildi."))
            return redirect("applications:method-edit", pk)
    problems = [] if form.is_bound else method_problems(items)
    context = {"method": method, "form": form, "problems": problems}
    return render(request, "applications/method_form.html", context, status=422 if form.errors else 200)


@get_only
@operator_only
@read_only
def method_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Random applications under the draft, beside the method in force; nothing is stored."""
    method = get_object_or_404(ScoringMethod.objects.select_related("season"), pk=pk, state=MethodState.DRAFT)
    context = {"method": method, "sample": sample_under(method), "can_publish": _can_publish(method)}
    return render(request, "applications/method_sample.html", context)


@require_POST
@operator_only
def method_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the draft; the season is scored by it from now on."""
    get_object_or_404(ScoringMethod, pk=pk)
    try:
        method = publish_method(actor=user_of(request), method_id=pk)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:method-edit", pk)
    messages.success(request, _("%(version)s yayımlandı; puanlar yeniden hesaplanıyor.") % {"version": method.version})
    return redirect("applications:methods")


@require_POST
@operator_only
def method_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    get_object_or_404(ScoringMethod, pk=pk)
    try:
        discard_draft(actor=user_of(request), method_id=pk)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taslak silindi."))
    return redirect("applications:methods")


def _published(season: str, version: str) -> ScoringMethod | None:
    if season:
        rows = ScoringMethod.objects.select_related("season").filter(state=MethodState.PUBLISHED)
        return get_object_or_404(rows, season__code=season, version=version)
    programme = current_season()
    return current_method(programme) if programme else None


def _report(method: ScoringMethod) -> dict[str, Any]:
    items = items_of(method)
    versions = ScoringMethod.objects.filter(state=MethodState.PUBLISHED).select_related("season")
    return {
        "method": method,
        "categories": rules_of(items),
        "example": worked_example(method, items),
        "versions": versions.order_by("-published_at", "-pk"),
    }


def _list_context(form: CopyForm) -> dict[str, Any]:
    rows = ScoringMethod.objects.select_related("season", "created_by", "published_by", "based_on").order_by("-pk")
    return {"methods": rows, "form": form}


def _can_publish(method: ScoringMethod) -> bool:
    return clock.page_now() < method.season.pool_opens_at
