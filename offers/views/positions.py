"""An employer's positions: where, how many, to do what."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.models import Season
from applications.selectors import current_season
from offers import selectors
from offers.forms.positions import PositionForm, QuotaForm
from offers.models import Position
from offers.selectors.positions import has_earlier_positions, position_history
from offers.services.positions import change_position, change_quota, create_position
from offers.states import PositionState
from usp.accounts.models import Employer, EmployerStatus
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.reference.models import DepartmentGroup
from usp.reference.place_fields import asks_for_districts, typed_so_far


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def positions(request: HttpRequest) -> HttpResponse:
    """All positions with their seats; an employer at rest reads why nothing can be published."""
    employer = user_of(request).employer_membership.employer
    found = list(selectors.positions_of(user_of(request)))
    published = [one for one in found if one.shown_state == PositionState.PUBLISHED]
    context = {
        "positions": found,
        "published": published,
        "free": sum(one.seats_free for one in published),
        "may_manage": employer.status != EmployerStatus.REVOKED
        and employer_may(user_of(request), EmployerAction.MANAGE_POSITIONS),
        "status": employer.status,
        "may_copy": has_earlier_positions(user_of(request)),
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


def _pool_for(groups: list[DepartmentGroup]) -> str:
    """The pool, with the departments already chosen that the position wants; as many as the pool's filter takes."""
    chosen = urlencode([("bolum", one.code) for one in groups[:50]])
    return reverse("offers:pool") + (f"?{chosen}" if chosen else "")


def _detail(request: HttpRequest, found: Any, form: QuotaForm) -> HttpResponse:
    user = user_of(request)
    status = found.employer.status
    manages = status != EmployerStatus.REVOKED and employer_may(user, EmployerAction.MANAGE_POSITIONS)
    frozen = found.offers.exists()
    groups = list(found.wanted_groups.all())
    context = {
        "position": found,
        "quota_form": form,
        "page": selectors.sent_offers(user, selectors.Wanted(selectors.ALL, found.pk)),
        "groups": groups,
        "pool_url": _pool_for(groups),
        "documents": list(found.requested_documents.all()),
        "transitions": position_history(user, found),
        "may_manage": manages,
        "may_change": manages and not frozen and found.state in (PositionState.DRAFT, PositionState.PUBLISHED),
        "is_frozen": manages and frozen,
        "approved": status == EmployerStatus.APPROVED,
    }
    return render(request, "offers/position.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.MANAGE_POSITIONS)
@read_only
def position_new(request: HttpRequest) -> HttpResponse:
    """Describe a new position; save it as a draft or publish it."""
    employer = user_of(request).employer_membership.employer
    season = current_season()
    if wants_fragment(request):
        return _districts(request, employer, season)
    form = _form(request, employer, season, Position(season=season))
    if request.method == "POST" and form.is_bound and form.is_valid():
        if season is None:
            form.add_error(None, _("Şu anda açık bir dönem yok; pozisyon açılamaz."))
        elif opened := _create(request, form):
            if opened.state == PositionState.PUBLISHED:
                messages.success(request, _("Pozisyon yayımlandı. Şimdi aday havuzundan teklif gönderebilirsiniz."))
            else:
                messages.success(request, _("Taslak kaydedildi. Hazır olunca yayımlayın."))
            return redirect("offers:position", opened.pk)
    return _form_page(request, form, None, employer)


def _create(request: HttpRequest, form: PositionForm) -> Position | None:
    try:
        return create_position(
            position=form.save(commit=False),
            quota=form.cleaned_data["quota"],
            actor=user_of(request),
            publish="draft" not in request.POST,
            groups=[group.pk for group in form.cleaned_data["wanted_groups"]],
            documents=form.documents(),
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return None


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.MANAGE_POSITIONS)
@read_only
def position_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a position says, as long as nobody was offered it."""
    found = _position_or_404(request, pk)
    if wants_fragment(request):
        return _districts(request, found.employer, found.season)
    form = _form(request, found.employer, found.season, _position_or_404(request, pk))
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            change_position(
                position_id=pk,
                changes=form.own_values(),
                actor=user_of(request),
                groups=[group.pk for group in form.cleaned_data["wanted_groups"]],
                documents=form.documents(),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Pozisyon güncellendi."))
            return redirect("offers:position", pk)
    return _form_page(request, form, found, found.employer)


def _form(request: HttpRequest, employer: Employer, season: Season | None, instance: Position) -> PositionForm:
    """The form as it was typed; with the button of the districts it comes back without a word of complaint."""
    if request.method == "POST" and asks_for_districts(request.POST):
        typed = typed_so_far(request.POST, PositionForm)
        return PositionForm(initial=typed, instance=instance, employer=employer, season=season)
    data = request.POST if request.method == "POST" else None
    return PositionForm(data, instance=instance, employer=employer, season=season)


def _form_page(request: HttpRequest, form: PositionForm, found: Any, employer: Employer) -> HttpResponse:
    context = {"form": form, "position": found, "approved": employer.status == EmployerStatus.APPROVED}
    return render(request, "offers/position_form.html", context, status=422 if form.errors else 200)


def _districts(request: HttpRequest, employer: Employer, season: Season | None) -> HttpResponse:
    """The part of the form that depends on the province, asked for by htmx."""
    form = PositionForm(initial={"province": request.GET.get("province", "")}, employer=employer, season=season)
    return render(request, "components/district_field.html", {"field": form["district"]})


def _position_or_404(request: HttpRequest, pk: int) -> Any:
    found = selectors.positions_of(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
