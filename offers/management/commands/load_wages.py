"""``manage.py load_wages``: net minimum wages and the shares of them that interns are paid."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from offers.services.wages import FILE, WageFileError, load_wages


class Command(BaseCommand):
    """Load the file whole or not at all; doing it again changes nothing."""

    help = "Loads legal pay as dated rows. Adds what is missing; what operators edited stays, unless --update."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, by default that of the package."""
        parser.add_argument("path", nargs="?", type=Path, default=FILE, help="a TOML file")
        parser.add_argument("--update", action="store_true", help="write the file's values over edited rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file; a mistake is told in one sentence and nothing is changed."""
        try:
            loaded = load_wages(path=options["path"], update=options["update"])
        except (WageFileError, OSError) as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        except IntegrityError as error:
            raise CommandError(f"The file contradicts what is stored: {error}. Nothing was changed.") from error
        self.stdout.write(f"Legal pay: {loaded.created} added, {loaded.updated} updated, {loaded.kept} edited and kept")
