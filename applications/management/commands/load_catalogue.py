"""``manage.py load_catalogue``: kinds of declarations, languages, exams, reasons, consent texts, institutions."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from applications.catalogue_file import CATALOGUE, INSTITUTIONS, CatalogueFileError
from applications.services.catalogue import load_catalogue


class Command(BaseCommand):
    """Load the catalogue whole or not at all; doing it again changes nothing."""

    help = "Loads the catalogue of declarations. Adds what is missing; what operators edited stays, unless --update."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, by default those of the package."""
        parser.add_argument("paths", nargs="*", type=Path, default=[CATALOGUE, INSTITUTIONS], help="TOML files")
        parser.add_argument("--update", action="store_true", help="write the files' values over edited rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the files; a mistake is told in one sentence and nothing is changed."""
        try:
            reports = load_catalogue(paths=options["paths"], update=options["update"])
        except (CatalogueFileError, OSError) as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        except IntegrityError as error:
            raise CommandError(f"The files contradict what is stored: {error}. Nothing was changed.") from error
        for report in reports:
            self.stdout.write(
                f"{report.label}: {report.created} added, {report.updated} updated, {report.kept} edited and kept"
            )
