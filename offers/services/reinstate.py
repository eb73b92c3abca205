"""An operator brings back what ended by the clock or by mistake: a new row, never the old one (lessons 9.1 R6)."""

import datetime as dt

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.states import ApplicationState
from offers.deadlines import fresh_reply_by
from offers.models import Offer, Placement, Position
from offers.services.engine import free_seats, lock_positions, settle, share_applications, successor_of
from offers.services.last_calls import last_calls, start_of
from offers.services.news import tell_offers, tell_senders
from offers.states import LIVE_OFFER, LIVE_PLACEMENT, Kind, OfferRank, OfferState, PositionState
from usp.accounts.models import EmployerStatus, User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

_ENDED = (OfferState.EXPIRED, OfferState.WITHDRAWN, OfferState.LAPSED)


@verb
def reinstate_offer(*, offer_id: int, reason: str, actor: User) -> Offer:
    """Bring back an expired, withdrawn or lapsed offer for a reason on record; answers the new row.

    It takes a free seat, else the head of the line; the candidate answers anew, with fresh time. Refused once the
    candidate is out, has no right left, is placed in those dates, or the start is too near. Twice is no error.
    """
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    if not reason.strip():
        raise RuleViolation(_("Gerekçe yazın; adaya da gösterilir."), code="reason_missing")
    asked = Offer.objects.get(pk=offer_id)
    share_applications([asked.application_id])
    position = lock_positions([asked.position_id])[0]
    settle([position])
    offer = Offer.objects.select_related("position__season").get(pk=offer_id)
    successor = Offer.objects.filter(supersedes=offer).first()
    if successor is not None:
        return successor
    return bring_back(offer, actor=actor, reason=reason.strip()[:200])


def bring_back(offer: Offer, *, actor: User, reason: str) -> Offer:
    """The new row of an ended offer whose position the caller holds locked and settled."""
    application = Application.objects.select_related("department__unit").get(pk=offer.application_id)
    position = Position.objects.select_related("season", "employer").get(pk=offer.position_id)
    now = clock.now()
    _check(offer, position, application, now)
    row = successor_of(offer, actor=actor, reason=reason, **_place(offer, position, now))
    key = f"reinstated:{row.pk}"
    tell_offers("offer_reinstated", key, [row], reason=reason)
    tell_senders("offers_reinstated", key, [row], reason=reason)
    settle([position])
    row.refresh_from_db()
    return row


def _check(offer: Offer, position: Position, application: Application, now: dt.datetime) -> None:
    if offer.state not in _ENDED:
        raise RuleViolation(
            _("Yalnızca süresi dolan, geri çekilen ya da düşen bir teklif yeniden geçerli kılınabilir; bu teklif "
              "«%(state)s» durumunda.") % {"state": offer.get_state_display()},
            code="reinstate_state",
        )  # fmt: skip
    if position.state != PositionState.PUBLISHED or position.employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(_("Pozisyon yayında değil ya da işverenin işlemleri durdu."), code="position_state")
    if application.state != ApplicationState.COMPLETED:
        raise RuleViolation(_("Adayın başvurusu geçerli değil."), code="application_state")
    if offer.kind == Kind.INTERNSHIP and application.used >= application.allowed:
        raise RuleViolation(_("Adayın bu dönemdeki staj hakkı kullanıldı."), code="no_right_left")
    if offer.starts_on <= now.date() or now >= position.season.offers_close_at:
        raise RuleViolation(_("Staj tarihi ya da teklif dönemi geçti; teklif geri getirilemez."), code="too_late")
    placed = Placement.objects.filter(student=application.student_id, state__in=LIVE_PLACEMENT)
    if placed.filter(dates__overlap=(offer.starts_on, offer.ends_on + dt.timedelta(days=1))).exists():
        raise RuleViolation(_("Aday bu tarihlerde başka bir programa yerleşti."), code="overlap")
    if Offer.objects.filter(position=position, application=application, state__in=LIVE_OFFER).exists():
        raise RuleViolation(_("Bu adayın bu pozisyon için süren bir teklifi var."), code="offer_one_live")


def _place(offer: Offer, position: Position, now: dt.datetime) -> dict[str, object]:
    """Seat or head of the line, and fresh clocks."""
    seat_no = next(iter(free_seats(position)), None)
    reply_by = fresh_reply_by(position.season, now)
    values: dict[str, object] = {
        "supersedes": offer, "state": OfferState.OPEN, "seat_no": seat_no, "sent_at": now, "visible_from": now,
        "reply_by": reply_by, "confirm_from": None, "confirm_by": None, "promoted_at": None,
    }  # fmt: skip
    if seat_no is not None and offer.rank == OfferRank.ASIL:
        return values
    first = Offer.objects.filter(position=position).aggregate(first=Min("reserve_no"))["first"]
    last_call = last_calls(position.season, position.kind, {start_of(offer)})[start_of(offer)]
    if last_call <= now + dt.timedelta(hours=position.season.minimum_reply_hours):
        raise RuleViolation(
            _("Staj tarihine yedek çağrısı için yeterli zaman kalmadı; teklif geri getirilemez."), code="too_late"
        )
    values |= {"rank": OfferRank.YEDEK, "reserve_no": min(first or 1, 1) - 1, "last_call_at": last_call}
    values |= {"promoted_at": now} if seat_no is not None else {"reply_by": min(reply_by, last_call)}
    return values
