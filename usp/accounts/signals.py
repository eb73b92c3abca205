"""News about people and organisations that travels upward inside the same transaction (design.md §2)."""

from django.dispatch import Signal

# Sent with ``employer`` (and ``reason``) right after its status was written.
employer_approved = Signal()
employer_suspended = Signal()
