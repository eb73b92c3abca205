"""``manage.py load_season 2024``: a season with its rules and windows, from ``applications/data``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.services.seasons import SeasonFileError, load_season

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Load a season whole or not at all; doing it again changes nothing."""

    help = "Loads a season with its rules and internship windows. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The season's code, the last part of its file's name."""
        parser.add_argument("code", help="for example 2024: applications/data/season_2024.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file; a mistake in it is told in one sentence and nothing is changed."""
        path = DATA / f"season_{options['code']}.json"
        if not path.is_file():
            known = ", ".join(sorted(one.stem.removeprefix("season_") for one in DATA.glob("season_*.json")))
            raise CommandError(f"There is no season {options['code']}; known: {known}")
        try:
            season = load_season(path=path)
        except SeasonFileError as error:
            raise CommandError(f"{path.name}: {error}. Nothing was changed.") from error
        self.stdout.write(f"{season.name}: {season.windows.count()} windows")
