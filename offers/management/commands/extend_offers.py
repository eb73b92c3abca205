"""``manage.py extend_offers``: after an outage, every clock that ran out meanwhile goes on, and everybody is told."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from offers.models import Outage
from offers.services.extend import extend_clocks
from usp.accounts.models import User
from usp.core.errors import RuleViolation


class Command(BaseCommand):
    """Extend, tell, and let clocks run out again. Without times: the outages on record that nobody handled yet."""

    help = "Moves on every offer's clock that ran out during an outage. Without --since and --until: each open outage."

    def add_arguments(self, parser: CommandParser) -> None:
        """Times are Istanbul time, as «2024-05-17T10:00»."""
        parser.add_argument("--since", type=_moment, help="when the portal stopped answering")
        parser.add_argument("--until", type=_moment, help="when it answered again")
        parser.add_argument("--reason", required=True, help="one sentence that everybody concerned reads")
        parser.add_argument("--operator", required=True, help="the e-mail of the operator who decides this")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each outage."""
        actor = User.objects.filter(email=options["operator"], is_active=True).first()
        if actor is None or not actor.is_operator:
            raise CommandError(f"{options['operator']} is no operator")
        if (options["since"] is None) != (options["until"] is None):
            raise CommandError("give both --since and --until, or neither")
        spans = [(options["since"], options["until"])]
        if options["since"] is None:
            spans = list(Outage.objects.filter(handled_at__isnull=True).order_by("since").values_list("since", "until"))
        for since, until in spans:
            self._extend(since, until, actor, options)
        if not spans:
            self.stdout.write("no outage waits")

    def _extend(self, since: dt.datetime, until: dt.datetime, actor: User, options: dict[str, Any]) -> None:
        dry = options["dry_run"]
        try:
            done = extend_clocks(since=since, until=until, reason=options["reason"], actor=actor, dry_run=dry)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{timezone.localtime(since):%Y-%m-%d %H:%M} – {timezone.localtime(until):%Y-%m-%d %H:%M}: "
            f"{done.moved} clocks{' would be' if dry else ''} moved, {done.brought_back} offers brought back, "
            f"{done.positions} positions"
        )


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)
