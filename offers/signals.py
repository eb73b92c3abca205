"""News that travels upward inside the same transaction (docs/architecture.md)."""

from django.dispatch import Signal

# Sent with ``placement`` right after its row was written; receivers write their rows in the same transaction.
placement_confirmed = Signal()
# Sent with ``placement`` and ``actor`` when it was cancelled or broken off, after the row was written.
placement_ended = Signal()
# Sent with ``placement`` and ``actor`` when it was completed, after the row was written.
placement_completed = Signal()
# Sent with ``placement``, ``was`` (its dates until now) and ``actor`` when it got other dates, after they were written.
placement_moved = Signal()

# Sent with ``starts`` (pairs of university id and first day); a receiver answers {pair: last day for papers}. Nothing
# is written. The offers need it for the last call, and lead times belong to the insurance office.
papers_wanted = Signal()
