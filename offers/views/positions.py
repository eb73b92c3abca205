"""An employer's positions: where, how many, to do what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.selectors import current_season
from offers import selectors
from offers.forms.positions import PositionForm, QuotaForm
from offers.models import Position
from offers.services.positions import change_position, change_quota, open_position
from usp.accounts.models import Employer
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def positions(request: HttpRequest) -> HttpResponse:
    """All positions with their seats."""
    found = list(selectors.positions_of(user_of(request)))
    context = {
        "positions": found,
        "free": sum(position.seats_free for position in found),
        "may_manage": employer_may(user_of(request), EmployerAction.MANAGE_POSITIONS),
    }
    return render(request, "offers/positions.html", context)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """One position: its seats, its offers, its quota."""
    found = _position_or_404(request, pk)
    return _detail(request, found, QuotaForm(initial={"quota": found.seats_total}))


@require_POST
@employer_only(EmployerAction.MANAGE_POSITIONS)
def quota(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the number of seats; a refused number stays in its field."""
    found = _position_or_404(request, pk)
    form = QuotaForm(request.POST)
    if form.is_valid():
        try:
            change_quota(position_id=pk, quota=form.cleaned_data["quota"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error("quota", str(rule))
        else:
            text = ngettext(
                "Kontenjan artık %(number)d yer.",
                "Kontenjan artık %(number)d yer.",
                form.cleaned_data["quota"],
            )
            messages.success(request, text % {"number": form.cleaned_data["quota"]})
            return redirect("offers:position", pk)
    return _detail(request, found, form)


def _detail(request: HttpRequest, found: Any, form: QuotaForm) -> HttpResponse:
    user = user_of(request)
    context = {
        "position": found,
        "quota_form": form,
        "page": selectors.sent_offers(user, selectors.Wanted(selectors.ALL, found.pk)),
        "may_manage": employer_may(user, EmployerAction.MANAGE_POSITIONS),
        "may_change": employer_may(user, EmployerAction.MANAGE_POSITIONS) and not found.offers.exists(),
    }
    return render(request, "offers/position.html", context)


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.MANAGE_POSITIONS)
@read_only
def position_new(request: HttpRequest) -> HttpResponse:
    """Describe a new position and publish it."""
    employer = user_of(request).employer_membership.employer
    if wants_fragment(request):
        return _districts(request, employer)
    season = current_season()
    form = PositionForm(request.POST or None, instance=Position(season=season), employer=employer)
    if request.method == "POST" and "districts" in request.POST:
        form = _with_districts(request, employer)
    elif request.method == "POST" and form.is_valid():
        if season is None:
            form.add_error(None, _("Şu anda açık bir dönem yok; pozisyon yayımlanamaz."))
        else:
            try:
                opened = open_position(
                    position=form.save(commit=False), quota=form.cleaned_data["quota"], actor=user_of(request)
                )
            except RuleViolation as rule:
                form.add_error(None, str(rule))
            else:
                messages.success(request, _("Pozisyon yayımlandı. Şimdi aday havuzundan teklif gönderebilirsiniz."))
                return redirect("offers:position", opened.pk)
    return render(request, "offers/position_form.html", {"form": form, "position": None})


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.MANAGE_POSITIONS)
@read_only
def position_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a position says, as long as nobody was offered it."""
    found = _position_or_404(request, pk)
    employer = found.employer
    if wants_fragment(request):
        return _districts(request, employer)
    form = PositionForm(request.POST or None, instance=_position_or_404(request, pk), employer=employer)
    if request.method == "POST" and "districts" in request.POST:
        form = _with_districts(request, employer, instance=form.instance)
    elif request.method == "POST" and form.is_valid():
        try:
            change_position(position_id=pk, changes=form.cleaned_data, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Pozisyon güncellendi."))
            return redirect("offers:position", pk)
    return render(request, "offers/position_form.html", {"form": form, "position": found})


def _districts(request: HttpRequest, employer: Employer) -> HttpResponse:
    """The part of the form that depends on the province, asked for by htmx."""
    form = PositionForm(initial={"province": request.GET.get("province", "")}, employer=employer)
    return render(request, "offers/_district_field.html", {"field": form["district"]})


def _with_districts(request: HttpRequest, employer: Employer, instance: Position | None = None) -> PositionForm:
    """The form as it was typed, now with the chosen province's districts, without a word of complaint."""
    typed = {name: value for name, value in request.POST.items() if name != "district"}
    return PositionForm(initial=typed, instance=instance, employer=employer)


def _position_or_404(request: HttpRequest, pk: int) -> Any:
    found = selectors.positions_of(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
