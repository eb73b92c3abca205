"""``manage.py rotate_keys``: what older field keys encrypted is encrypted with the newest, so that old keys may go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usp.accounts.rotation import Place, Tally, places, renew


class Command(BaseCommand):
    """Walk every place in batches, each a transaction; run again after whatever stopped it.

    Prints a line for each place and fails where something could not be read: then no key may leave the list.
    """

    help = "Encrypts personal data anew with the first of USP_FIELD_KEYS. Ends with what may be read by that key alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much at a time, whether to write, and which places."""
        names = [place.name for place in places()]
        parser.add_argument("--dry-run", action="store_true", help="only count what is not encrypted with the newest")
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (default 500)")
        parser.add_argument("--only", choices=names, action="append", help="this place alone; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each place."""
        if options["batch"] < 1:
            raise CommandError("--batch is at least 1")
        chosen = [place for place in places() if not options["only"] or place.name in options["only"]]
        broken = sum(self._walk(place, options["batch"], options["dry_run"]) for place in chosen)
        if broken:
            raise CommandError(f"{broken} rows could not be read with any key; keep every key in USP_FIELD_KEYS")

    def _walk(self, place: Place, size: int, dry_run: bool) -> int:
        total = Tally()
        for tally in renew(place, size=size, dry_run=dry_run):
            total.add(tally)
        done = "would be encrypted anew" if dry_run else "encrypted anew"
        renewed = total.old if dry_run else total.old - len(total.unreadable)
        self.stdout.write(f"{place.name}: {total.seen} rows, {renewed} {done}, {len(total.unreadable)} unreadable")
        if total.unreadable:
            self.stderr.write(f"  unreadable: {', '.join(str(pk) for pk in total.unreadable[:20])}")
        return len(total.unreadable)
