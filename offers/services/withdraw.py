"""An employer takes offers back, for a listed reason."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from offers.models import Offer, OfferTransition
from offers.reasons import AFTER_A_YES, EXCUSED, WithdrawReason, reason_label
from offers.services.engine import actor_name, lock_positions, move_many, own_side, settle
from offers.services.news import tell_offers
from offers.states import OfferRank, OfferState, offer_may
from offers.told import LET_GO, ended_untold
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def withdraw_offers(*, offer_ids: Sequence[int], reason: str, actor: User) -> list[Offer]:
    """Take offers back before the final approval; freed seats go to their lines, the students are told why.

    Of several, those that have ended meanwhile are passed over; answers the withdrawn ones. With none left to
    withdraw, refuses with the sentence of the first. A yes is taken back only for the reasons of ``AFTER_A_YES``.
    A reserve whose end the employer is not told yet is let go: only the record changes, and the employer's view.
    Raises Offer.DoesNotExist where the actor may see none of them.
    """
    own_side(actor, "employer")
    if reason not in WithdrawReason.values:
        raise RuleViolation(_("Geri çekme nedenini listeden seçin."), code="withdraw_reason")
    asked = Offer.objects.visible_to(actor).filter(pk__in=offer_ids)
    positions = lock_positions(asked.values_list("position_id", flat=True))
    settle(positions)
    offers = list(asked.order_by("pk"))
    if not offers:
        raise Offer.DoesNotExist
    possible = [offer for offer in offers if offer_may("withdraw", offer.state, "employer")]
    untold = list(asked.filter(ended_untold(clock.now())).exclude(pk__in=[one.pk for one in possible]).order_by("pk"))
    if not possible and not untold:
        _refuse(offers[0])
    if reason not in AFTER_A_YES and any(
        offer.state not in (OfferState.OPEN, OfferState.EXPIRED) for offer in possible + untold
    ):
        raise RuleViolation(
            _("«%(reason)s», kabul edilmiş bir teklif için neden olamaz; listeden başka bir neden seçin.")
            % {"reason": reason_label(reason)},
            code="withdraw_after_a_yes",
        )
    withdrawn = take_back(possible, who="employer", actor=actor_name(actor), reason=reason)
    _let_go(untold, actor=actor, reason=reason)
    settle(positions, left=_in_line(possible))
    return withdrawn + untold


def take_back(offers: Iterable[Offer], *, who: str, actor: str, reason: str) -> list[Offer]:
    """Move offers to «withdrawn» and tell the students; the caller holds the locks and settles afterwards."""
    withdrawn = move_many(offers, "withdraw", OfferState.WITHDRAWN, who=who, actor=actor, reason=reason, seat_no=None)
    tell_offers("offer_withdrawn", "withdrawn", withdrawn, reason=reason_label(reason))
    return withdrawn


def yeses_taken_back(employer_id: int) -> int:
    """How many yeses the employer took back for reasons of its own: its record. One query."""
    return OfferTransition.objects.filter(
        offer__position__employer=employer_id,
        from_state__in=(OfferState.ACCEPTED, OfferState.EVALUATING),
        to_state=OfferState.WITHDRAWN,
    ).exclude(reason__in=EXCUSED).count()  # fmt: skip


def _let_go(offers: Iterable[Offer], *, actor: User, reason: str) -> None:
    """Note on record that the employer took back what had ended already; the student was told of the end."""
    now = clock.now()
    OfferTransition.objects.bulk_create(
        OfferTransition(
            offer=offer, from_state=offer.state, to_state=offer.state, actor=actor_name(actor),
            reason=f"{LET_GO}{reason}", at=now,
        )
        for offer in offers
    )  # fmt: skip


def _in_line(offers: Iterable[Offer]) -> list[int]:
    return [offer.pk for offer in offers if offer.rank == OfferRank.YEDEK and offer.seat_no is None]


def _refuse(offer: Offer) -> None:
    if offer.state == OfferState.CONFIRMED:
        raise RuleViolation(
            _("Bu teklif için son onayı verdiniz; staj ancak iptal edilebilir."), code="offer_confirmed"
        )
    raise RuleViolation(
        _("Bu teklif artık «%(state)s» durumunda; geri çekilemez.") % {"state": offer.get_state_display()},
        code="offer_transition",
        keeps_work=True,
    )
