"""What becomes of a position: published, copied, closed, opened again, cancelled, handed to another supervisor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.forms.positions import HandOverForm, PositionReasonForm
from offers.models import Position
from offers.selectors.employer import positions_of
from offers.selectors.positions import earlier_positions, ending_of
from offers.selectors.supervising import held_positions
from offers.services import positions as verbs
from offers.services.closing import cancel_position, close_position, reopen_position
from offers.states import PositionState
from usp.accounts.models import EmployerMembership
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

manages_positions = employer_only(EmployerAction.MANAGE_POSITIONS)
_CLOSE_HELP = gettext_lazy("İsterseniz yazın; pozisyonun geçmişinde durur.")
_CANCEL_HELP = gettext_lazy(
    "Pozisyonun geçmişinde durur. Adaylara teklifin pozisyonla birlikte geri çekildiği bildirilir."
)


@require_safe
@manages_positions
@read_only
def copies(request: HttpRequest) -> HttpResponse:
    """«Geçen yıldan kopyala»: the positions of earlier seasons."""
    return render(request, "offers/position_copies.html", {"positions": list(earlier_positions(user_of(request)))})


@require_POST
@manages_positions
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of an earlier position and open it for review."""
    found = _own_or_404(request, pk)
    try:
        draft = verbs.copy_position(position_id=found.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("offers:position", pk)
    messages.success(request, _("Taslak hazır: tarihleri, sorumluyu ve belgeleri gözden geçirip yayımlayın."))
    return redirect("offers:position-edit", draft.pk)


@require_POST
@manages_positions
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a draft send offers."""
    done = _("Pozisyon yayımlandı. Şimdi aday havuzundan teklif gönderebilirsiniz.")
    return _move(request, pk, verbs.publish_position, done)


@require_POST
@manages_positions
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a closed position send and call again."""
    return _move(request, pk, reopen_position, _("Pozisyon yeniden yayında."))


def _move(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    found = _own_or_404(request, pk)
    try:
        act(position_id=found.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, done)
    return redirect("offers:position", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_positions
@read_only
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End sending and calling, after saying what that does."""
    return _ending(request, pk, close_position, "offers/position_close.html", _CLOSE_HELP, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_positions
@read_only
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End a position for good, after saying whose offers that withdraws."""
    return _ending(request, pk, cancel_position, "offers/position_cancel.html", _CANCEL_HELP, required=True)


def _ending(
    request: HttpRequest, pk: int, act: Any, template: str, help_text: str | Promise, *, required: bool
) -> HttpResponse:
    found = _own_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    form = PositionReasonForm(data, required=required, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        try:
            ended = act(position_id=pk, actor=user_of(request), reason=form.cleaned_data["reason"].strip())
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            closed = ended.state == PositionState.CLOSED
            messages.success(request, _("Pozisyon kapatıldı.") if closed else _("Pozisyon iptal edildi."))
            return redirect("offers:position", pk)
    context = {"position": found, "form": form, "ending": ending_of(found)}
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.MANAGE)
@read_only
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a colleague's positions to another one."""
    user = user_of(request)
    colleagues = EmployerMembership.objects.filter(employer=user.employer_membership.employer_id)
    giver = get_object_or_404(colleagues.select_related("user"), pk=pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, giver=giver)
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["taker"]
        try:
            number = verbs.hand_over(from_id=giver.pk, to_id=taker.pk, actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            text = ngettext(
                "%(number)d pozisyonun staj sorumlusu artık %(person)s.",
                "%(number)d pozisyonun staj sorumlusu artık %(person)s.",
                number,
            )
            messages.success(request, text % {"number": number, "person": taker.user})
            return redirect("employers:member", giver.pk)
    positions = held_positions(giver).select_related("season", "province", "district")
    context = {"giver": giver, "form": form, "positions": list(positions)}
    return render(request, "offers/hand_over.html", context, status=422 if form.errors else 200)


def _own_or_404(request: HttpRequest, pk: int) -> Position:
    found: Position | None = positions_of(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
