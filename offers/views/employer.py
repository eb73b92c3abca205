"""An employer's sent offers, the final approval, and its interns."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from offers import selectors
from offers.cards import SentRow, contacts_of, history
from offers.models import Placement
from offers.services.confirm import confirm_offer
from offers.states import Kind, OfferState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.access import may_download
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def sent(request: HttpRequest) -> HttpResponse:
    """Sent offers in tabs; what waits for the employer comes first."""
    user = user_of(request)
    position_id = _number(request.GET.get("pozisyon", ""))
    page = selectors.sent_offers(
        user,
        group=request.GET.get("durum", ""),
        position_id=position_id,
        before=_number(request.GET.get("once", "")),
    )
    labels = {
        "onay": _("Son onay bekleyen"),
        "cevap": _("Cevap bekleyen"),
        "sirada": _("Yedek sırada"),
        "staj": _("Staja kabul"),
        "biten": _("Sonuçlanan"),
    }
    context = {
        "page": page,
        "tabs": [(name, label, page.counts[name]) for name, label in labels.items()]
        + [(selectors.ALL, _("Tümü"), sum(page.counts.values()))],
        "position_id": position_id,
        "positions": selectors.positions_of(user).values_list("pk", "title"),
        "suffix": f"&pozisyon={position_id}" if position_id else "",
        "next_url": _older_url(page, position_id),
    }
    return render(request, "offers/sent.html", context)


def _older_url(page: selectors.SentPage, position_id: int | None) -> str:
    if page.older is None:
        return ""
    query = {"durum": page.group, "once": page.older} | ({"pozisyon": position_id} if position_id else {})
    return f"?{urlencode(query)}"


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def sent_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One sent offer; identity and contact only with a seat and a yes."""
    user = user_of(request)
    row = _row_or_404(user, pk)
    now = clock.page_now()
    context = {
        "row": row,
        "contacts": contacts_of(row.offer.place),
        "moments": history(row.offer.transitions.all(), for_student=False, colleagues=selectors.colleagues_of(user)),
        "may_confirm": employer_may(user, EmployerAction.CONFIRM) and row.may_confirm(now),
        "waits_until": row.waits_until(now) if row.state == OfferState.ACCEPTED else None,
        "documents": _documents(user, row),
    }
    return render(request, "offers/sent_offer.html", context)


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.CONFIRM)
@read_only
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """«Son onayı ver»: what it starts, and the button. Coming back here afterwards leads to the offer."""
    row = _row_or_404(user_of(request), pk)
    if request.method == "POST":
        return _confirmed(request, row)
    if not row.may_confirm(clock.page_now()):
        return redirect("offers:sent-offer", pk)
    return render(request, "offers/confirm.html", {"row": row, "is_internship": row.offer.kind == Kind.INTERNSHIP})


def _confirmed(request: HttpRequest, row: SentRow) -> HttpResponse:
    try:
        placement = confirm_offer(offer_id=row.offer.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        name = str(placement.student)
        messages.success(request, _("%(name)s staja kabul edildi. Adaya haber verdik.") % {"name": name})
    return redirect("offers:sent-offer", row.offer.pk)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def interns(request: HttpRequest) -> HttpResponse:
    """The employer's interns: who, where, when, how to reach them."""
    rows = selectors.interns_of(user_of(request))
    today = clock.page_now().date()
    context = {"rows": rows, "running": sum(1 for row in rows if row.first_day <= today <= row.last_day)}
    return render(request, "offers/interns.html", context)


def _documents(user: User, row: SentRow) -> list[Document]:
    """The valid papers of the offer's placement that this person may fetch."""
    if row.state != OfferState.CONFIRMED:
        return []
    placement_ids = list(Placement.objects.visible_to(user).filter(offer=row.offer).values_list("pk", flat=True))
    papers = documents_of(subject_type="placement", subject_ids=placement_ids).filter(state=DocumentState.VALID)
    return [paper for paper in papers if may_download(user, paper)]


def _row_or_404(user: User, pk: int) -> SentRow:
    row = selectors.sent_offer(user, pk)
    if row is None:
        raise Http404
    return row
