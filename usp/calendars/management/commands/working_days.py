"""`manage.py working_days 2024-07-16 20 --week 5`: the end date of an internship."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from usp.calendars.working_days import end_date
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("tarih YYYY-AA-GG biçiminde yazılmalıdır: 2024-07-16")) from None


class Command(BaseCommand):
    """Print the last day, and nothing else; a refused question is one sentence on stderr and exit code 1."""

    help = "İş günü sayısına göre stajın bitiş tarihini yazar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("start", type=_date, help="stajın ilk günü, ör. 2024-07-16")
        parser.add_argument("days", type=int, help="iş günü sayısı, ör. 20")
        parser.add_argument("--week", type=int, default=5, help="haftalık iş günü: 5 (varsayılan) ya da 6")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer with the holidays and the extra closed days of the database."""
        try:
            end = end_date(options["start"], options["days"], options["week"], closed=closed_days())
        except RuleViolation as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(end.isoformat())
