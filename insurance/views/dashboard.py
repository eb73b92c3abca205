"""«İstatistikler»: the career centre's figures of a season, on screen, in print and as PDF."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from applications.models import Season
from applications.selectors import current_season
from insurance.selectors import units_of
from insurance.selectors.dashboard import dashboard as figures
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.core import clock
from usp.core.http import read_only
from usp.documents.rendering import render_pdf
from usp.reference.models import Unit


class DashboardForm(forms.Form):
    """Which season and unit. Anything unreadable in the address counts as not chosen."""

    donem = forms.ModelChoiceField(
        label=_("Dönem"), queryset=Season.objects.none(), to_field_name="code", required=False, empty_label=None
    )
    birim = forms.ModelChoiceField(
        label=_("Birim"), queryset=Unit.objects.none(), required=False, empty_label=_("Bütün birimler")
    )


@require_safe
@read_only
@career_center_only(UniversityAction.SEE_INTERNS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The figures with their charts and tables; ``donem`` and ``birim`` choose."""
    return render(request, "insurance/dashboard.html", _context(request))


@require_safe
@read_only
@career_center_only(UniversityAction.SEE_INTERNS)
def dashboard_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, in the page's language."""
    language = "en" if get_language() == "en" else "tr"
    context = _context(request)
    content = render_pdf("insurance/dashboard_pdf.html", {**context, "language": language}, language=language).content
    answer = HttpResponse(content, content_type="application/pdf")
    season = context["programme"]
    answer["Content-Disposition"] = f'inline; filename="usp-{season.code if season else "stajlar"}-istatistik.pdf"'
    return answer


def _context(request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    seasons = Season.objects.all()
    chosen = current_season() or seasons.first()
    form = DashboardForm(request.GET or None, initial={"donem": chosen.code if chosen else None})
    form.fields["donem"].queryset = seasons  # type: ignore[attr-defined]
    form.fields["birim"].queryset = units_of(user)  # type: ignore[attr-defined]
    form.is_valid()
    data = getattr(form, "cleaned_data", {})
    season, unit = data.get("donem") or chosen, data.get("birim")
    return {
        "form": form,
        "programme": season,
        "unit": unit,
        "university": running_memberships(user)[0].university,
        "board": figures(user, season, unit) if season else None,
        "query": request.GET.urlencode(),
        "now": clock.page_now(),
    }
