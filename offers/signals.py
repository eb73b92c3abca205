"""News that travels upward inside the same transaction (design.md §2)."""

from django.dispatch import Signal

# Sent with ``placement`` right after its row was written; receivers write their rows in the same transaction.
placement_confirmed = Signal()
