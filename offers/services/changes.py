"""A student's structured question before answering: another place or another window (docs/rules.md A49).

No free text travels, so nobody's name does. While one is open the offer does not run out below it. Agreed means a
row that takes the offer's place; refused or unanswered leaves the offer as it is.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from offers.change_options import is_offered_place, offered_windows
from offers.deadlines import allowed
from offers.models import ChangeRequest, ChangeState, Offer, Position
from offers.services import change_news as news
from offers.services.change_terms import NewPlace, changed_dates, changed_terms
from offers.services.engine import actor_name, lock_positions, locked_offer, settle, supersede
from offers.states import OfferState, PositionState
from usp.accounts.models import EmployerStatus, User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation

ANSWER_TIME = dt.timedelta(hours=24)
LEAST_ANSWER_TIME = dt.timedelta(hours=1)
_BATCH = 50


@dataclass(frozen=True)
class Wish:
    """What the student asks for: a province or one of its districts, a window of the student's own, or both."""

    province_id: int | None = None
    district_id: int | None = None
    starts_on: dt.date | None = None
    working_days: int | None = None


@verb
def request_change(*, offer_id: int, wish: Wish, actor: User) -> ChangeRequest:
    """Ask once before answering; the employer has up to a day of allowed hours.

    The first request of an offer gives the student the minimum reply time after the employer's answer, whatever
    stood there; later ones live inside the offer's time. Raises RuleViolation with the first rule that refuses.
    """
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    _check_offer(offer, now)
    close_due(offer, now)
    _check_wish(offer, wish, now)
    is_first = not offer.change_requests.exists()
    reply_by, request_by = clocks_of_request(offer, now, is_first=is_first)
    with rule_from_constraint(ChangeRequest, "change_request_one_open", "change_request_asks_something"):
        request = ChangeRequest.objects.create(
            offer=offer,
            province_id=wish.province_id,
            district_id=wish.district_id,
            starts_on=wish.starts_on,
            working_days=wish.working_days,
            requested_at=now,
            request_by=request_by,
        )
    if reply_by != offer.reply_by:
        _extend(offer, reply_by, actor)
    news.tell_asked(request)
    return request


@verb
def take_back_change(*, request_id: int, actor: User) -> ChangeRequest:
    """The student asks no longer; the offer stands as it was, with the time it has by now."""
    _offer, request, now = _locked(request_id, actor)
    if request.state == ChangeState.TAKEN_BACK:
        return request
    _decide(request, ChangeState.TAKEN_BACK, actor, now)
    news.tell_taken_back(request)
    return request


@verb
def refuse_change(*, request_id: int, actor: User) -> ChangeRequest:
    """The employer stays with its offer."""
    _offer, request, now = _locked(request_id, actor)
    if request.state == ChangeState.REFUSED:
        return request
    _check_in_time(request, now)
    _decide(request, ChangeState.REFUSED, actor, now)
    news.tell_refused(request)
    return request


@verb
def agree_change(*, request_id: int, place: NewPlace | None, actor: User) -> Offer:
    """The employer agrees: a new row with the changed place or window takes the offer's seat or number.

    The student gets at least the minimum reply time anew. Agreeing twice answers with the same new offer.
    """
    offer, request, now = _locked(request_id, actor)
    if request.state == ChangeState.AGREED:
        return offer.successor
    _check_in_time(request, now)
    _check_offer_open(offer)
    _check_employer(offer.position)
    changes = changed_terms(offer, request, place) | changed_dates(offer, request, now)
    last_call_at = changes.get("last_call_at", offer.last_call_at)
    _decide(request, ChangeState.AGREED, actor, now)
    new = supersede(
        offer,
        actor=actor,
        reason="change_agreed",
        batch_id=uuid.uuid4(),
        sent_at=now,
        visible_from=now,
        reply_by=_fresh_reply_by(offer, last_call_at, now),
        **changes,
    )
    news.tell_agreed(new)
    settle(lock_positions([new.position_id]))
    return new


def sweep_unanswered() -> int:
    """Close what was not answered in time, in small batches; answers how many. Safe as often as wanted."""
    due = ChangeRequest.objects.filter(state=ChangeState.OPEN, request_by__lte=clock.now())
    ids = sorted(set(due.values_list("offer__position", flat=True)))
    closed = 0
    for start in range(0, len(ids), _BATCH):
        with transaction.atomic():
            held = Position.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")
            positions = list(held.filter(pk__in=ids[start : start + _BATCH]).values_list("pk", flat=True))
            rows = ChangeRequest.objects.filter(
                state=ChangeState.OPEN, request_by__lte=clock.now(), offer__position__in=positions
            )
            closed += _close_unanswered(list(rows.select_related("offer__application__student__user")))
    return closed


def clocks_of_request(offer: Offer, now: dt.datetime, *, is_first: bool) -> tuple[dt.datetime, dt.datetime]:
    """Until when the student may answer, and until when the employer answers the request, were it opened now."""
    season = offer.position.season
    minimum = dt.timedelta(hours=season.minimum_reply_hours)
    request_by = allowed(season, now + ANSWER_TIME)
    reply_by = offer.reply_by
    if is_first:
        wanted = max(reply_by, allowed(season, request_by + minimum))
        reply_by = max(reply_by, min(wanted, _cap(offer, offer.last_call_at)))
    # The student keeps the minimum after the answer, as long as that leaves the employer an hour.
    latest = max(reply_by - minimum, now + LEAST_ANSWER_TIME)
    return reply_by, min(request_by, latest, reply_by)


def close_due(offer: Offer, now: dt.datetime) -> None:
    """Close the offer's request whose time ran out, whether or not a worker has been here."""
    due = offer.change_requests.filter(state=ChangeState.OPEN, request_by__lte=now)
    _close_unanswered(list(due.select_related("offer__application__student__user")))


def _close_unanswered(requests: list[ChangeRequest]) -> int:
    for request in requests:
        _decide(request, ChangeState.UNANSWERED, None, request.request_by)
        news.tell_unanswered(request)
    return len(requests)


def _locked(request_id: int, actor: User) -> tuple[Offer, ChangeRequest, dt.datetime]:
    offer_id = ChangeRequest.objects.visible_to(actor).values_list("offer_id", flat=True).get(pk=request_id)
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    request = ChangeRequest.objects.select_related("province", "district").get(pk=request_id)
    request.offer = offer
    return offer, request, now


def _check_offer_open(offer: Offer) -> None:
    if offer.state != OfferState.OPEN:
        raise RuleViolation(
            _("Bu teklif artık «%(state)s» durumunda; bu işlem yapılamaz.") % {"state": offer.get_state_display()},
            code="offer_transition",
            keeps_work=True,
        )


def _check_employer(position: Position) -> None:
    if position.employer.status != EmployerStatus.APPROVED or position.state != PositionState.PUBLISHED:
        raise RuleViolation(
            _("Bu pozisyon şu anda yeni teklif gönderemiyor; değişiklik yapılamaz."),
            code="position_state",
            keeps_work=True,
        )


def _check_offer(offer: Offer, now: dt.datetime) -> None:
    _check_offer_open(offer)
    _check_employer(offer.position)
    if offer.reply_by - now < dt.timedelta(hours=offer.position.season.minimum_reply_hours):
        raise RuleViolation(
            _("Son cevaba %(hours)s saatten az kaldı; artık değişiklik isteyemezsiniz. Teklifi olduğu gibi "
              "cevaplayabilirsiniz.")
            % {"hours": offer.position.season.minimum_reply_hours},
            code="change_too_late",
            keeps_work=True,
        )  # fmt: skip


def _check_wish(offer: Offer, wish: Wish, now: dt.datetime) -> None:
    if wish.province_id is not None and not is_offered_place(offer, wish.province_id, wish.district_id):
        raise RuleViolation(_("İşverenin bu yerde bir pozisyonu yok; listeden seçin."), code="place_not_offered")
    if wish.starts_on is not None and not any(
        (window.starts_on, window.working_days) == (wish.starts_on, wish.working_days)
        for window in offered_windows(offer, now)
    ):
        raise RuleViolation(
            _("Bu dönem seçtiğiniz staj takvimleri arasında yok; listeden seçin."), code="window_not_offered"
        )
    same = ChangeRequest.objects.filter(
        offer=offer,
        province=wish.province_id,
        district=wish.district_id,
        starts_on=wish.starts_on,
        working_days=wish.working_days,
    )
    if same.filter(state__in=[ChangeState.REFUSED, ChangeState.UNANSWERED]).exists():
        raise RuleViolation(_("Bu isteği daha önce ilettiniz; işveren kabul etmedi."), code="asked_before")


def _check_in_time(request: ChangeRequest, now: dt.datetime) -> None:
    if request.state == ChangeState.OPEN and now >= request.request_by:
        raise RuleViolation(ChangeRequest.trigger_rules["change_in_time"], code="change_in_time", keeps_work=True)


def _decide(request: ChangeRequest, state: ChangeState, actor: User | None, now: dt.datetime) -> None:
    """The only place where a verb writes ChangeRequest.state: by compare-and-set under the position's lock."""
    with rule_from_constraint(ChangeRequest, "change_transition", "change_in_time"):
        changed = ChangeRequest.objects.filter(pk=request.pk, state=ChangeState.OPEN).update(
            state=state, decided_by=actor, decided_at=now
        )
    if changed != 1:
        raise RuleViolation(ChangeRequest.trigger_rules["change_transition"], code="change_transition", keeps_work=True)
    request.state, request.decided_by, request.decided_at = state, actor, now


def _extend(offer: Offer, reply_by: dt.datetime, actor: User) -> None:
    """Move the student's deadline on; the database keeps a ClockExtension of it."""
    with acting(actor_name(actor), str(_("Adayın değişiklik isteği"))):
        Offer.objects.filter(pk=offer.pk).update(reply_by=reply_by)
    offer.reply_by = reply_by


def _cap(offer: Offer, last_call_at: dt.datetime | None) -> dt.datetime:
    closing = offer.position.season.answers_close_at
    return closing if last_call_at is None else min(closing, last_call_at)


def _fresh_reply_by(offer: Offer, last_call_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    season = offer.position.season
    wanted = max(offer.reply_by, allowed(season, now + dt.timedelta(hours=season.minimum_reply_hours)))
    return min(wanted, _cap(offer, last_call_at))
