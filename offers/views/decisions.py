"""An employer's decisions on sent offers: the final approval and the withdrawal, of one or several at once.

Each is asked on a page that says what it starts; what was chosen travels in the address, so that the back button, a
second tab and a double click all find the same choice.
"""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from applications.date_conditions import Finding
from offers import selectors
from offers.cards import SentRow
from offers.forms.decisions import WithdrawForm, chosen_ids
from offers.models import Position
from offers.selectors.lines import freed_seats, next_calls
from offers.services.confirm import confirm_offer
from offers.services.findings import confirm_findings
from offers.services.withdraw import withdraw_offers
from offers.states import Kind, OfferState
from offers.views.employer import row_or_404
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.edevlet.options import options

# Each approval asks e-Devlet for one record, one after another: so many, and no new one once all of them together have
# taken as long as one answer may. What is left over can be approved one by one.
MOST_CONFIRMED = 10


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.CONFIRM)
@read_only
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """«Son onayı ver»: what it starts, and the button. Coming back here afterwards leads to the offer."""
    row = row_or_404(user_of(request), pk)
    if request.method == "POST":
        _confirm(request, [row])
        return redirect("offers:sent-offer", pk)
    if not row.may_confirm(clock.page_now()):
        return redirect("offers:sent-offer", pk)
    return _confirm_page(request, [row], back=reverse("offers:sent-offer", args=[pk]))


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.CONFIRM)
@read_only
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Several final approvals on one page. Each stands alone: a lost one leaves the others as they are."""
    user = user_of(request)
    data = request.POST if request.method == "POST" else request.GET
    rows = selectors.chosen_offers(user, chosen_ids(data))
    back = f"{reverse('offers:sent')}?durum=onay"
    if not rows:
        messages.warning(request, _("Önce son onay vereceğiniz adayları işaretleyin."))
        return redirect(back)
    if request.method == "POST":
        _confirm(request, rows[:MOST_CONFIRMED])
        return redirect(back)
    return _confirm_page(request, rows, back=back)


def _confirm_page(request: HttpRequest, rows: list[SentRow], *, back: str) -> HttpResponse:
    now, shown = clock.page_now(), rows[:MOST_CONFIRMED]
    # The student's record is asked anew on this page, outside of any transaction (A2, B8, B9).
    looked, unasked = _looked([row for row in shown if row.may_confirm(now)])
    ready = [(row, found) for row, found in looked if not any(one.stops for one in found)]
    context = {
        "rows": ready,
        "others": [(row, []) for row in shown if not row.may_confirm(now)]
        + [(row, found) for row, found in looked if any(one.stops for one in found)],
        "unasked": unasked,
        "left_out": len(rows) - len(shown),
        "single": ready[0][0] if len(rows) == 1 and ready else None,
        "is_internship": any(row.offer.kind == Kind.INTERNSHIP for row, _found in ready),
        "rights": ready[0][0].offer.position.season.internships_per_student if ready else 1,
        "back": back,
    }
    return render(request, "offers/confirm.html", context)


def _looked(rows: list[SentRow]) -> tuple[list[tuple[SentRow, list[Finding]]], list[SentRow]]:
    """What speaks against each approval, and the rows for which there was no time left to ask."""
    until = time.monotonic() + options().timeout_seconds
    looked: list[tuple[SentRow, list[Finding]]] = []
    for number, row in enumerate(rows):
        if looked and time.monotonic() >= until:
            return looked, rows[number:]
        looked.append((row, confirm_findings(row.offer)))
    return looked, []


def _confirm(request: HttpRequest, rows: list[SentRow]) -> None:
    """Approve one after another, and say how each went; the loser of a race learns that it happened, not who won."""
    names, lost, internships = [], [], all(row.offer.kind == Kind.INTERNSHIP for row in rows)
    until = time.monotonic() + options().timeout_seconds
    for number, row in enumerate(rows):
        if number and time.monotonic() >= until:
            why = _("Kayıtlar şu anda sorgulanamadı; bu adayı tek başına onaylayın.")
            lost.append(f"{row.code}: {why}")
            continue
        try:
            placement = confirm_offer(offer_id=row.offer.pk, actor=user_of(request))
        except RuleViolation as rule:
            lost.append(f"{row.code}: {rule}" if len(rows) > 1 else str(rule))
        else:
            names.append(str(placement.student))
    if len(names) == 1:
        text = (
            _("%(name)s staja kabul edildi. Adaya haber verdik.")
            if internships
            else _("%(name)s için son onay verildi. Adaya haber verdik.")
        )
        messages.success(request, text % {"name": names[0]})
    elif names:
        text = ngettext(
            "%(number)d aday için son onay verildi: %(names)s. Adaylara haber verdik.",
            "%(number)d aday için son onay verildi: %(names)s. Adaylara haber verdik.",
            len(names),
        )
        messages.success(request, text % {"number": len(names), "names": ", ".join(names)})
    for sentence in lost:
        messages.error(request, sentence)


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def withdraw(request: HttpRequest) -> HttpResponse:
    """«Geri çek»: a listed reason, which seats come free, and who is called in the same moment."""
    user = user_of(request)
    data = request.POST if request.method == "POST" else request.GET
    asked = selectors.chosen_offers(user, chosen_ids(data))
    back = reverse("offers:sent")
    if not asked:
        messages.warning(request, _("Önce geri çekeceğiniz teklifleri işaretleyin."))
        return redirect(back)
    rows = [row for row in asked if row.may_withdraw]
    if len(asked) == 1:
        back = reverse("offers:sent-offer", args=[asked[0].offer.pk])
    if not rows:
        messages.warning(request, _("Seçtikleriniz artık geri çekilemez; bu arada sonuçlandılar."))
        return redirect(back)
    form = WithdrawForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        return _withdrawn(request, rows, form.cleaned_data["reason"], back)
    freed = freed_seats(rows)
    calls = next_calls(user, freed, [row.offer.pk for row in rows])
    titles = Position.objects.visible_to(user).in_bulk(freed)
    context = {
        "rows": rows,
        "others": [row for row in asked if not row.may_withdraw],
        "form": form,
        "back": back,
        "said_yes": sum(1 for row in rows if row.state not in (OfferState.OPEN, OfferState.RESERVED)),
        "effects": [(titles[pk], number, calls.get(pk)) for pk, number in freed.items()],
    }
    return render(request, "offers/withdraw.html", context, status=422 if form.is_bound else 200)


def _withdrawn(request: HttpRequest, rows: list[SentRow], reason: str, back: str) -> HttpResponse:
    try:
        gone = withdraw_offers(offer_ids=[row.offer.pk for row in rows], reason=reason, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(back)
    text = ngettext(
        "%(number)d teklif geri çekildi; adaya nedeniyle birlikte haber verdik.",
        "%(number)d teklif geri çekildi; adaylara nedeniyle birlikte haber verdik.",
        len(gone),
    )
    messages.success(request, text % {"number": len(gone)})
    if len(gone) < len(rows):
        messages.warning(request, _("Seçtiklerinizden bazıları bu arada sonuçlanmıştı; onlara dokunulmadı."))
    return redirect(back)
