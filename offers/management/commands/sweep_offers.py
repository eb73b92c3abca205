"""``manage.py sweep_offers``: settle what is due by hand, or only say how much that is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from offers.services.sweep import sweep_due


class Command(BaseCommand):
    """The same as the task; safe at any time."""

    help = "Settles every due offer now, waiting for positions that somebody holds."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dry-run`` rolls everything back."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number of moves."""
        moves = sweep_due(patient=not options["dry_run"], dry_run=options["dry_run"])
        self.stdout.write(f"{moves} moves{' would be made' if options['dry_run'] else ''}")
