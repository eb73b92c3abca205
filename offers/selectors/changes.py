"""Reads of change requests, each for one side; states are those of the moment of the page."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from offers.cards.changes import EmployerChange, EmployerChanges, StudentChange, StudentChanges, change_state_now
from offers.cards.sent import SentRow
from offers.change_options import offered_places, offered_windows
from offers.models import ChangeRequest, ChangeState, Offer
from offers.states import OfferState, PositionState
from usp.accounts.models import EmployerStatus, User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock


def changes_for_student(offer: Any) -> StudentChanges:
    """What the student's page says of changes to one of the student's offers (with ``state_now``).

    One query; four more while a new request is possible.
    """
    now = clock.page_now()
    requests = [StudentChange(row, change_state_now(row, now)) for row in _requests(offer)]
    is_open = offer.state_now == OfferState.OPEN and not any(one.is_open for one in requests)
    because = _closed_because(offer, now) if is_open else ""
    may_ask = is_open and not because and has_options(offer, now)
    return StudentChanges(offer, requests, may_ask, because)


def changes_for_employer(user: User, row: SentRow) -> EmployerChanges:
    """What the employer's page says of changes to one of its offers. One query, two where the offer was replaced."""
    now, offer = clock.page_now(), row.offer
    may_decide = row.state == OfferState.OPEN and employer_may(user, EmployerAction.SEND_OFFERS)
    found = [(one, change_state_now(one, now)) for one in _requests(offer)]
    requests = [EmployerChange(one, state, may_decide and state == ChangeState.OPEN) for one, state in found]
    successor = (
        Offer.objects.filter(supersedes=offer).values_list("pk", flat=True).first()
        if row.state == OfferState.SUPERSEDED
        else None
    )
    return EmployerChanges(offer, requests, successor)


def has_options(offer: Offer, now: dt.datetime) -> bool:
    """Whether there is any other place or window to ask for."""
    places = offered_places(offer)
    return any(group.whole or group.districts for group in places) or bool(offered_windows(offer, now))


def _closed_because(offer: Offer, now: dt.datetime) -> str:
    """Why no change can be asked for; empty where it can."""
    position = offer.position
    if position.state != PositionState.PUBLISHED or position.employer.status != EmployerStatus.APPROVED:
        return _("Bu pozisyon şu anda yeni teklif gönderemediği için değişiklik istenemez.")
    hours = position.season.minimum_reply_hours
    if offer.reply_by - now < dt.timedelta(hours=hours):
        return _("Son cevaba %(hours)s saatten az kaldığı için değişiklik istenemez.") % {"hours": hours}
    return ""


def _requests(offer: Offer) -> list[ChangeRequest]:
    rows = list(offer.change_requests.select_related("province", "district").order_by("-pk"))
    for row in rows:
        row.offer = offer
    return rows
