"""Sending an offer: form, preview, sending, ten seconds to take it back."""

import math
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.pool.cards import Candidate
from offers import selectors
from offers.asking import Asker, asker_of
from offers.cards import contacts_of, duration
from offers.forms.sending import SendForm
from offers.periods import periods_of, start_in
from offers.sending import Wish, plan
from offers.services.send import Proposal, send_offers, terms_of, undo_offers
from offers.states import Kind, OfferRank, OfferState
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@dataclass(frozen=True)
class Target:
    """Whom an offer is meant for. ``application_id`` goes to verbs only, never into a page or an address."""

    asker: Asker
    candidate: Candidate
    application_id: int


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def send(request: HttpRequest, code: str) -> HttpResponse:
    """The form; a POST of the previewed values sends the offer."""
    target = _target_or_404(request, code)
    if request.method != "POST":
        typed = {name: value for name, value in request.GET.items() if value}
        return _form_page(request, target, _form(request, target, initial=typed))
    form = _form(request, target, request.POST)
    if form.is_valid():
        try:
            sent = send_offers(
                position_id=form.cleaned_data["position"].pk,
                proposals=[_proposal(target, form)],
                reply_by=form.cleaned_data["reply_by"],
                actor=user_of(request),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            return redirect("offers:sent-batch", sent[0].batch_id)
    return _form_page(request, target, form)


@require_safe
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Who gets what, before anything is sent; wrong values come back to the form."""
    target = _target_or_404(request, code)
    form = _form(request, target, request.GET)
    if not form.is_valid():
        return _form_page(request, target, form)
    data = form.cleaned_data
    position = data["position"]
    terms = terms_of(position, user_of(request).employer_membership)
    planned = plan(target.asker, {code: target.application_id}, _wish(code, form), terms)
    if not planned.lines:
        form.add_error(None, planned.left_out[0].reason if planned.left_out else _("Bu adaya teklif gönderilemez."))
        return _form_page(request, target, form)
    (line,) = planned.lines
    context = {
        "candidate": target.candidate,
        "form": form,
        "line": line,
        "position": position,
        "terms": terms,
        "reply_by": data["reply_by"],
        "contacts": contacts_of(terms),
        "starts_on": data.get("starts_on"),
        "duration": duration(line.working_days, position.weekly_days),
        "typed": request.GET.urlencode(),
    }
    return render(request, "offers/send_preview.html", context)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def batch(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """What was sent, and the button that takes it back while no candidate can see it."""
    rows = selectors.sent_batch(user_of(request), batch_id)
    if not rows:
        raise Http404
    visible_from = rows[0].offer.visible_from
    undone = all(row.state == OfferState.UNDONE for row in rows)
    seconds = max(0, math.ceil((visible_from - clock.page_now()).total_seconds()))
    asil = sum(1 for row in rows if row.offer.rank == OfferRank.ASIL)
    context = {
        "rows": rows,
        "batch_id": batch_id,
        "undone": undone,
        "seconds": 0 if undone else seconds,
        "visible_from": visible_from,
        "asil": asil,
        "yedek": len(rows) - asil,
        "edit": _edit_address(request, undone),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "offers/sent_batch.html", context)


@require_POST
@employer_only(EmployerAction.SEND_OFFERS)
def undo(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Take a sending back."""
    if not selectors.sent_batch(user_of(request), batch_id):
        raise Http404
    try:
        number = undo_offers(batch_id=batch_id, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        text = ngettext(
            "Teklif geri alındı; aday hiçbir şey görmedi.",
            "%(number)d teklif geri alındı; adaylar hiçbir şey görmedi.",
            number,
        )
        messages.success(request, text % {"number": number})
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("offers:sent-batch", args=[batch_id]) + query)


def _edit_address(request: HttpRequest, undone: bool) -> str:
    """Back to what the sending was made from: the list, and after an undo everything that was typed."""
    found = request.GET.get("liste", "")
    if not found.isdecimal():
        return ""
    query = request.GET.copy()
    del query["liste"]
    if undone:
        return reverse("offers:bulk", args=[int(found[:18])]) + "?" + query.urlencode()
    return reverse("offers:talent-list", args=[int(found[:18])])


def _target_or_404(request: HttpRequest, code: str) -> Target:
    asker = asker_of(user_of(request))
    shown, application_id = asker.candidate(code), asker.application(code)
    if shown is None or application_id is None:
        raise Http404
    return Target(asker, shown, application_id)


def _form(request: HttpRequest, target: Target, data: Any = None, initial: dict[str, Any] | None = None) -> SendForm:
    now, season = clock.page_now(), target.asker.opened
    if season is None:
        raise Http404
    return SendForm(
        data,
        initial=initial or {},
        season=season,
        positions=selectors.open_positions(user_of(request), season.pk),
        periods=periods_of(target.application_id, now.date()),
        now=now,
    )


def _form_page(request: HttpRequest, target: Target, form: SendForm) -> HttpResponse:
    has_position = form.fields["position"].queryset.exists()  # type: ignore[attr-defined]
    context = {"candidate": target.candidate, "form": form, "has_position": has_position}
    return render(request, "offers/send.html", context, status=422 if form.errors else 200)


def _wish(code: str, form: SendForm) -> Wish:
    data = form.cleaned_data
    return Wish(
        position=data["position"],
        asil=1 if data["rank"] == OfferRank.ASIL else 0,
        reply_by=data["reply_by"],
        starts_on=data.get("starts_on"),
        working_days=data.get("working_days"),
        periods={code: data.get("period") or ""},
        opened_only=False,
    )


def _proposal(target: Target, form: SendForm) -> Proposal:
    data = form.cleaned_data
    if data["position"].kind != Kind.INTERNSHIP:
        return Proposal(target.application_id, data["rank"], data["starts_on"], data["position"].working_days)
    if "period" not in form.fields:
        return Proposal(target.application_id, data["rank"], data["starts_on"], data["working_days"])
    period = form.periods[data["period"]]
    start = start_in(target.application_id, period, clock.page_now().date(), data["reply_by"])
    if start is None:
        raise RuleViolation(_("Aday staj takvimini az önce değiştirdi; başka bir dönem seçin."), code="no_window")
    return Proposal(target.application_id, data["rank"], start, period.working_days)
