"""What a student does with an offer."""

from django.utils.translation import gettext_lazy as _

from offers.deadlines import confirm_deadline
from offers.models import Offer
from offers.services.engine import check_running, lock_positions, locked_offer, move, own_side, settle
from offers.services.news import tell_answered
from offers.states import OfferRank, OfferState, PositionState
from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation

_ENDED = {
    OfferState.EXPIRED: (
        "offer_in_time",
        _(
            "Teklifin cevap süresi doldu; süresi dolan teklif reddedilmiş sayılır. Diğer işverenlerden teklif alma "
            "şansınız sürüyor."
        ),
    ),
    OfferState.WITHDRAWN: ("offer_withdrawn", _("Teklif az önce geri çekildi.")),
    OfferState.RELEASED: (
        "offer_released",
        _("Bu teklif serbest bırakıldı: staj hakkınızı başka bir işverenin son onayı kullandı ya da tarihler çakıştı."),
    ),
    OfferState.SUPERSEDED: ("offer_superseded", _("Bu teklifin yerine yenisi geçti; yeni teklife cevap verin.")),
    OfferState.LAPSED: ("offer_lapsed", _("Bu teklifin süresi doldu; artık cevaplanamaz.")),
}


@verb
def accept_offer(*, offer_id: int, actor: User) -> Offer:
    """Say yes before ``reply_by``: with a seat the offer is accepted, without one it is a standing yes in the line.

    Saying yes twice is no error: the second click finds the first one's answer.
    """
    own_side(actor, "student")
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    if offer.state in (OfferState.ACCEPTED, OfferState.RESERVED):
        return offer
    _refuse_ended(offer)
    if offer.state == OfferState.OPEN:
        check_running(offer)
    if offer.state == OfferState.OPEN and now >= offer.reply_by:
        # Settling left it open although its time is over: the pulse was lost or nobody has handled the outage.
        raise RuleViolation(
            _("Portaldaki kesinti nedeniyle bu teklifin süresi durduruldu. Süre uzatılınca size haber verilir; o "
              "zaman cevap verebilirsiniz."),
            code="clock_paused",
        )  # fmt: skip
    if offer.seat_no is None and offer.rank == OfferRank.YEDEK:
        if offer.position.state != PositionState.PUBLISHED:
            raise RuleViolation(_("Pozisyon kapatıldı; yedek çağrısı yapılmayacak."), code="position_state")
        move(offer, "accept", OfferState.RESERVED, who="student", actor=actor)
    else:
        deadline = confirm_deadline(offer.position.season, now)
        move(offer, "accept", OfferState.ACCEPTED, who="student", actor=actor, confirm_by=deadline)
    tell_answered(offer)
    return offer


@verb
def decline_offer(*, offer_id: int, actor: User, reason: str = "") -> Offer:
    """Say no, or leave the line. The seat goes to the first callable reserve in this transaction.

    Always possible, also while the employer rests or the engine is stopped: leaving costs nobody anything.
    """
    own_side(actor, "student")
    offer, _now = locked_offer(offer_id=offer_id, actor=actor)
    if offer.state == OfferState.DECLINED:
        return offer
    _refuse_ended(offer)
    waited = offer.rank == OfferRank.YEDEK and offer.seat_no is None
    move(offer, "decline", OfferState.DECLINED, who="student", actor=actor, reason=reason, seat_no=None)
    tell_answered(offer)
    settle(lock_positions([offer.position_id]), left=[offer.pk] if waited else [])
    return offer


def _refuse_ended(offer: Offer) -> None:
    if offer.state in _ENDED:
        code, text = _ENDED[OfferState(offer.state)]
        raise RuleViolation(text, code=code, keeps_work=True)
