"""``manage.py recompute_last_calls``: after calendars, lead times or the season's end changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from applications.models import Season
from offers.services.last_calls import recompute_last_calls


class Command(BaseCommand):
    """Write the last calls of everybody who waits anew; doing it again changes nothing."""

    help = "Computes anew until when each waiting reserve may be called."

    def add_arguments(self, parser: CommandParser) -> None:
        """One season, or all."""
        parser.add_argument("--season", help="the season's code")
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many moved."""
        season = Season.objects.get(code=options["season"]) if options["season"] else None
        moved = recompute_last_calls(season=season, dry_run=options["dry_run"])
        self.stdout.write(f"{moved} last calls {'would move' if options['dry_run'] else 'moved'}")
