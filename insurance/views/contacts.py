"""What was said with an intern: kept by an official, or tapped by the student."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from insurance import selectors
from insurance.forms import ContactForm
from insurance.models import ContactEntry
from insurance.parts_intern import CONTACT_PART
from insurance.selectors.messages import message_to
from insurance.services.contacts import answer_ask, log_contact
from insurance.views.interns import intern_page
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_POST
@career_center_only(UniversityAction.SEE_INTERNS)
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a contact; a refused form comes back on the intern's page with what was typed."""
    user = user_of(request)
    placement = get_object_or_404(selectors.placements(user), pk=pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            log_contact(placement_id=placement.pk, actor=user, **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _said(form.cleaned_data["intends"], placement))
            return redirect("insurance:intern", pk)
    return intern_page(request, placement, {CONTACT_PART: {"form": form}}, status=422)


@require_POST
@student_only
def my_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The student's one tap; «yapmayacağım» leads on to the cancellation request."""
    user = user_of(request)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    intends, unit = request.POST.get("intends", ""), request.POST.get("been_to_unit", "")
    try:
        answer_ask(
            placement_id=placement.pk,
            intends=intends if intends in ContactEntry.Intends.values else "",
            been_to_unit=unit if unit in ContactEntry.Unit.values else "",
            actor=user,
        )
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(_back(request))
    if intends == ContactEntry.Intends.NO:
        messages.info(
            request,
            _("Cevabınız kariyer merkezine iletildi. Stajınız sürüyor; yapmayacaksanız iptal isteğinizi gönderin."),
        )
        return redirect("offers:ask-cancellation", placement.pk)
    messages.success(request, _("Teşekkürler, cevabınız kariyer merkezine iletildi."))
    return redirect(_back(request))


@require_safe
@read_only
@student_only
def my_message(request: HttpRequest, message_pk: int, pk: int) -> HttpResponse:
    """One message of the career centre, as it was sent to this student."""
    context = {"message": message_to(user_of(request), message_pk, pk)}
    return render(request, "insurance/my_message.html", context)


def _back(request: HttpRequest) -> str:
    """Where the tap came from: the papers or the offer."""
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if safe else "insurance:my-documents"


def _said(intends: str, placement: Placement) -> str:
    if intends == ContactEntry.Intends.NO and placement.state == PlacementState.CONFIRMED:
        return _("Görüşme kaydedildi. Öğrenciye iptal isteğini göndermesi için bildirim gitti.")
    return _("Görüşme kaydedildi.")
