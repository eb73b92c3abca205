"""``manage.py check_offers``: every invariant of the offers by one query each, as each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from offers.invariants import INVARIANTS, broken


class Command(BaseCommand):
    """Fail with the names of what does not hold."""

    help = "Checks what must always hold about offers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print that all hold, or fail."""
        found = broken()
        if found:
            raise CommandError("; ".join(f"{name}: {count}" for name, count in found.items()))
        self.stdout.write(f"all {len(INVARIANTS)} hold")
