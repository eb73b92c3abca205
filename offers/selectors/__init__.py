"""Reads of positions, offers and placements, each for somebody: ``student``, ``employer``, ``sent``, ``lines``,
``placements``.
"""

from offers.selectors.employer import colleagues_of, identities, open_positions, positions_of
from offers.selectors.moment import with_state_now
from offers.selectors.placements import InternRow, interns_of
from offers.selectors.sent import ALL, SentPage, Wanted, chosen_offers, sent_batch, sent_offer, sent_offers
from offers.selectors.student import received_offer, received_offers

__all__ = [
    "ALL",
    "InternRow",
    "SentPage",
    "Wanted",
    "chosen_offers",
    "colleagues_of",
    "identities",
    "interns_of",
    "open_positions",
    "positions_of",
    "received_offer",
    "received_offers",
    "sent_batch",
    "sent_offer",
    "sent_offers",
    "with_state_now",
]
