"""Entries and moves of insurance cases for operators: to read, never to write."""

from insurance.models import InsuranceCaseTransition, InsuranceEntry
from usp.core.admin import ReadOnlyInline


class EntryInline(ReadOnlyInline):
    """What SGK was told."""

    model = InsuranceEntry
    fields = ["seq", "starts_on", "ends_on", "document_type", "declared_at", "exit_on", "deleted_at", "refused_at"]


class MoveInline(ReadOnlyInline):
    """Who moved the case, and why."""

    model = InsuranceCaseTransition
    fields = ["from_state", "to_state", "actor", "reason", "at"]
