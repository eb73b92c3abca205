"""An employer's sent offers, the line of a position, and its interns."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from offers import selectors
from offers.cards import SentRow, contacts_of, employer_history
from offers.cards.steps import steps_now
from offers.models import Placement, Position
from offers.selectors.changes import changes_for_employer
from offers.selectors.conduct import notes_open_to
from offers.selectors.endings import after_for_employer
from offers.selectors.evaluations import evaluations_for_employer
from offers.selectors.lines import position_line
from offers.states import OfferState
from offers.told import told_after
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.http import read_only
from usp.documents.access import may_download
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of

MOST_SEARCHED = 60


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def sent(request: HttpRequest) -> HttpResponse:
    """Sent offers in tabs; what waits for the employer comes first."""
    user = user_of(request)
    wanted = selectors.Wanted(
        tab=request.GET.get("durum", ""),
        position_id=_number(request.GET.get("pozisyon", "")),
        search=request.GET.get("aday", "").replace("\x00", "").strip()[:MOST_SEARCHED],
        after=request.GET.get("sonra", ""),
    )
    page = selectors.sent_offers(user, wanted)
    labels = {
        "onay": _("Sizi bekleyen"),
        "cevap": _("Cevap bekleyen"),
        "sirada": _("Yedek sırada"),
        "staj": _("Staja kabul"),
        "biten": _("Sonuçlanan"),
    }
    kept = {"pozisyon": wanted.position_id or "", "aday": wanted.search}
    kept = {name: value for name, value in kept.items() if value}
    context = {
        "page": page,
        "tabs": [(name, label, page.counts[name]) for name, label in labels.items()]
        + [(selectors.ALL, _("Tümü"), sum(page.counts.values()))],
        "wanted": wanted,
        "positions": list(selectors.positions_of(user).values_list("pk", "title")),
        "suffix": f"&{urlencode(kept)}" if kept else "",
        "next_url": f"?{urlencode({'durum': page.tab, 'sonra': page.older} | kept)}" if page.older else "",
        "found": sum(page.counts.values()),
        "may_decide": employer_may(user, EmployerAction.CONFIRM) and page.tab in ("onay", "cevap", "sirada"),
    }
    return render(request, "offers/sent.html", context)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def sent_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One sent offer: its clocks, what can be done now; identity and contact only with a seat and a yes."""
    user = user_of(request)
    row = row_or_404(user, pk)
    now = clock.page_now()
    context = {
        "row": row,
        "contacts": contacts_of(row.offer.place, row.offer.position.supervisor),
        "moments": employer_history(row.offer, row.state, told_after(row.offer), selectors.colleagues_of(user)),
        "clocks": row.clocks,
        "steps": steps_now(row, now),
        "extensions": [] if row.waits_for_a_call else list(row.offer.extensions.exclude(clock="last_call_at")),
        "may_confirm": employer_may(user, EmployerAction.CONFIRM) and row.may_confirm(now),
        "may_withdraw": employer_may(user, EmployerAction.SEND_OFFERS) and row.may_withdraw,
        "waits_until": row.waits_until(now) if row.state == OfferState.ACCEPTED else None,
        "documents": _documents(user, row),
        "evaluations": evaluations_for_employer(user, row),
        "changes": changes_for_employer(user, row),
        "after": after_for_employer(user, offer_id=pk, who=row.who),
        "notes": notes_open_to(user, row.offer.application_id) if row.identity else [],
    }
    return render(request, "offers/sent_offer.html", context)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """«Asil ve yedek sıra»: who holds which seat, who is next, who is skipped and why."""
    user = user_of(request)
    position = get_object_or_404(Position.objects.visible_to(user).select_related("season", "employer"), pk=pk)
    context = {"position": position, "line": position_line(user, position)}
    return render(request, "offers/line.html", context)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def interns(request: HttpRequest) -> HttpResponse:
    """The employer's interns: who is coming, who is here, whose time is over."""
    groups = selectors.interns_of(user_of(request))
    return render(request, "offers/interns.html", {"groups": groups})


def _documents(user: User, row: SentRow) -> list[Document]:
    """The valid papers of the offer's placement that this person may fetch."""
    if row.state != OfferState.CONFIRMED:
        return []
    placement_ids = list(Placement.objects.visible_to(user).filter(offer=row.offer).values_list("pk", flat=True))
    papers = documents_of(subject_type="placement", subject_ids=placement_ids).filter(state=DocumentState.VALID)
    return [paper for paper in papers if may_download(user, paper)]


def row_or_404(user: User, pk: int) -> SentRow:
    """The employer's own offer as its row; 404 for everybody else's."""
    row = selectors.sent_offer(user, pk)
    if row is None:
        raise Http404
    return row
