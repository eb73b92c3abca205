"""What the demo's people do again and again: look at profiles, send, answer."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from applications.models import Application, ProfileView, Season
from applications.selectors import chosen_windows
from offers.deadlines import UNDO_SECONDS
from offers.models import Offer, Position
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.send import Proposal, send_offers
from offers.states import OfferRank, OfferState
from usp.accounts.models import User
from usp.core import clock
from usp.portal.season_clock import set_clock


def look_at(candidates: Iterable[Application], viewer: User) -> None:
    """Somebody opened each of these profiles before offers go to several at once (A18)."""
    now = clock.now()
    ProfileView.objects.bulk_create(
        [
            ProfileView(
                employer=viewer.employer_membership.employer,
                viewer=viewer,
                application=application,
                viewed_on=now.date(),
                viewed_at=now,
            )
            for application in candidates
        ],
        ignore_conflicts=True,
    )


def proposal(
    application: Application,
    season: Season,
    rank: str = OfferRank.ASIL,
    *,
    start: dt.date | None = None,
    days: int = 20,
) -> Proposal:
    """An offer in the candidate's first window, or at the start that is given."""
    windows = chosen_windows(application) if start is None else []
    if windows:
        return Proposal(application.pk, rank, windows[0].window.starts_on, windows[0].window.working_days)
    usual = dt.date(timezone.localtime(season.pool_opens_at).year, 8, 5)
    return Proposal(application.pk, rank, start or usual, days)


def send(position: Position, proposals: Sequence[Proposal], reply_by: dt.datetime, actor: User) -> list[Offer]:
    """Look at the profiles, send, and let the ten seconds pass; in the order of the proposals."""
    candidates = Application.objects.filter(pk__in=[one.application_id for one in proposals])
    look_at(candidates, actor)
    sent = send_offers(position_id=position.pk, proposals=proposals, reply_by=reply_by, actor=actor)
    set_clock(clock.now() + dt.timedelta(seconds=UNDO_SECONDS + 1))
    return sent


def student_of(offer: Offer) -> User:
    """Who got the offer."""
    return User.objects.get(student__applications=offer.application_id)


def say_yes(offer: Offer) -> Offer:
    """The candidate accepts."""
    return accept_offer(offer_id=offer.pk, actor=student_of(offer))


def answer(offer: Offer, manager: User, *, confirmed: bool) -> None:
    """The candidate accepts, and the employer approves where it is said so."""
    if say_yes(offer).state == OfferState.ACCEPTED and confirmed:
        confirm_offer(offer_id=offer.pk, actor=manager)
