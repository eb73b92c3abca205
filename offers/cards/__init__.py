"""What pages say about an offer: ``received`` for its candidate, ``sent`` for its employer, ``shared`` for both."""

from offers.cards.history import Moment, employer_history, history
from offers.cards.received import ReceivedCard
from offers.cards.sent import Identity, SentRow
from offers.cards.shared import (
    DECLINE_REASONS,
    Contact,
    contacts_of,
    day_range,
    duration,
    readable_phone,
    start_month,
)

__all__ = [
    "DECLINE_REASONS",
    "Contact",
    "Identity",
    "Moment",
    "ReceivedCard",
    "SentRow",
    "contacts_of",
    "day_range",
    "duration",
    "employer_history",
    "history",
    "readable_phone",
    "start_month",
]
