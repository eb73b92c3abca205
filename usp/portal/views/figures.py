"""«Dönem rakamları»: the operators' page of a season's figures, and the same as a file."""

import csv
import io

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from applications.models import Season
from applications.selectors import current_season
from usp.accounts.policies import operator_only
from usp.core.http import read_only
from usp.portal.figures import csv_rows, tables_of


class FiguresForm(forms.Form):
    """Which season, and part of a university's name."""

    donem = forms.ModelChoiceField(
        label=_("Dönem"), queryset=Season.objects.none(), to_field_name="code", required=False, empty_label=None
    )
    ara = forms.CharField(label=_("Üniversite ara"), max_length=100, required=False)


def _asked(request: HttpRequest) -> tuple[FiguresForm, Season | None, str]:
    """The form with what was asked; anything that is no season is the current one, else the newest."""
    seasons = Season.objects.all()
    chosen = current_season() or seasons.first()
    form = FiguresForm(request.GET or None, initial={"donem": chosen.code if chosen else None})
    form.fields["donem"].queryset = seasons  # type: ignore[attr-defined]
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, data.get("donem") or chosen, data.get("ara", "")


@require_safe
@operator_only
@read_only
def figures(request: HttpRequest) -> HttpResponse:
    """The tables with their bars; ``donem`` and ``ara`` choose."""
    form, season, search = _asked(request)
    context = {
        "form": form,
        "programme": season,
        "search": search,
        "tables": tables_of(season, search) if season else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/figures.html", context)


@require_safe
@operator_only
@read_only
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers with every university, as spreadsheets read it: semicolons and a byte order mark."""
    _form, season, search = _asked(request)
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(csv_rows(tables_of(season, search, top=None) if season else []))
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"usp-{season.code}.csv" if season else "usp.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
