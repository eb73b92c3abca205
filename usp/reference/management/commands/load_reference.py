"""`manage.py load_reference`: provinces, districts, universities, units, departments from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils.translation import gettext as _

from usp.reference.services.loading import TableReport, load_reference
from usp.reference.services.reading import DataFileError

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Make the tables equal to the files; one wrong line refuses everything, with file and line."""

    help = "İl, ilçe, üniversite, birim ve bölüm verilerini yükler; ikinci kez çalışınca bir şey değiştirmez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, help="veri dosyalarının klasörü")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say per table what changed and which vanished rows had to stay."""
        try:
            reports = load_reference(folder=options["data"])
        except DataFileError as refused:
            raise CommandError(str(refused)) from None
        except IntegrityError as error:
            raise CommandError(_contradiction(error)) from error
        for report in reports:
            self._tell(report)
        if not any(report.changed for report in reports):
            self.stdout.write(_("Kaynak veriler güncel; hiçbir şey değişmedi."))

    def _tell(self, report: TableReport) -> None:
        counts = {
            "label": report.label,
            "created": report.created,
            "updated": report.updated,
            "deleted": report.deleted,
        }
        if report.changed:
            text = _("%(label)s: %(created)s eklendi, %(updated)s güncellendi, %(deleted)s silindi.")
            self.stdout.write(text % counts)
        for name in report.kept:
            text = _("%(label)s: «%(name)s» dosyada artık yok, ama kullanıldığı için silinmedi.")
            self.stderr.write(text % {"label": report.label, "name": name})


def _contradiction(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return _(
        "Veri dosyaları, silinemeyen kayıtlarla çelişiyor (%(constraint)s: %(detail)s); hiçbir veri değiştirilmedi."
    ) % {
        "constraint": getattr(diagnosis, "constraint_name", ""),
        "detail": getattr(diagnosis, "message_detail", "") or str(error),
    }
