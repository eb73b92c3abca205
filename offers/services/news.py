"""Who is told what when an offer moves. Rows only, in the verb's transaction; delivery is the notifications' work."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from offers.models import Offer, Placement
from offers.states import OfferState
from usp.accounts.models import User
from usp.notifications.services.notify import Notice, cancel_pending, notify_many

if TYPE_CHECKING:
    from offers.services.engine import Settled


def place_of(offer: Offer) -> str:
    """«Bilgi İşlem Dairesi, Ankara/Çankaya»."""
    terms = offer.terms
    return f"{terms['unit']}, {terms['province']}/{terms['district']}"


def tell_sent(offers: Sequence[Offer]) -> None:
    """«Staj Teklifi Aldınız», held back until the candidate can see the offer."""
    notify_many(
        _to_student(offer, "offer_received", f"offer:{offer.pk}:sent", not_before=offer.visible_from)
        for offer in offers
    )


def untell_sent(offers: Sequence[Offer]) -> None:
    """Take the notices of an undone sending back before anybody saw them."""
    cancel_pending(
        kind="offer_received",
        recipients=[offer.application.student.user for offer in offers],
        dedupe_keys=[f"offer:{offer.pk}:sent" for offer in offers],
    )


def tell_answered(offer: Offer) -> None:
    """Tell the employer of a yes, a standing yes or a no."""
    kind = {
        OfferState.ACCEPTED: "offer_accepted",
        OfferState.RESERVED: "offer_reserved",
        OfferState.DECLINED: "offer_declined",
    }[OfferState(offer.state)]
    notify_many([_to_employer(offer, kind)])


def tell_settled(moved: "Iterable[Settled]") -> None:
    """Tell both sides of expiries, lapses and calls."""
    moves = {row.offer_id: row for row in moved}
    offers = (
        Offer.objects.filter(pk__in=moves)
        .select_related("position", "application__student__user", "sent_by__user")
        .in_bulk()
    )
    notices: list[Notice] = []
    # An offer may expire only once and be called only once, so the later of its moves is the one to tell.
    for pk, offer in offers.items():
        target = moves[pk].target
        key = f"offer:{pk}:{target}:{offer.promoted_at.isoformat() if offer.promoted_at else ''}"
        if target == OfferState.EXPIRED:
            notices += [_to_student(offer, "offer_expired", key), _to_employer(offer, "offer_unanswered")]
        elif target == OfferState.LAPSED:
            notices += [_to_student(offer, "offer_lapsed", key), _to_employer(offer, "offer_not_confirmed")]
        elif target == OfferState.ACCEPTED:
            notices += [_to_student(offer, "offer_called_yes", key), _to_employer(offer, "offer_accepted")]
        else:
            notices.append(_to_student(offer, "offer_called", key))
    notify_many(notices)


def tell_confirmed(placement: Placement) -> None:
    """Tell the student of the final approval."""
    notify_many([_to_student(placement.offer, "placement_confirmed", f"placement:{placement.pk}:confirmed")])


def tell_released(offers: Iterable[Offer]) -> None:
    """Tell the employers whose offers were released; the winner's name stays its own business."""
    notify_many(_to_employer(offer, "offer_released") for offer in offers)


def tell_candidate_out(offers: Iterable[Offer]) -> None:
    """Tell the employers that a candidate's application is no longer valid; the reason stays with the student."""
    notify_many(_to_employer(offer, "offer_candidate_out") for offer in offers)


def _to_student(offer: Offer, kind: str, key: str, **extra: object) -> Notice:
    user: User = offer.application.student.user
    context = {
        "employer": offer.terms["employer"],
        "place": place_of(offer),
        "rank": str(offer.get_rank_display()),
        "starts_on": offer.starts_on,
        "ends_on": offer.ends_on,
        "reply_by": offer.reply_by,
    }
    return Notice(kind, user, key, context, **extra)  # type: ignore[arg-type]


def _to_employer(offer: Offer, kind: str) -> Notice:
    context = {"title": offer.terms["title"]}
    if offer.identity_is_open:
        context |= {"student": offer.application.student.user.full_name, "confirm_by": offer.confirm_by}
    return Notice(kind, offer.sent_by.user, f"offer:{offer.pk}:{kind}", context)
