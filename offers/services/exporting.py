"""The anonymous list as XLSX: what the page shows, capped a day and employer, and on record (docs/rules.md P8)."""

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from django.db.models import Sum
from django.utils.translation import gettext as _

from applications.pool.cards import SCORE_LABELS, Candidate
from applications.pool.query import PoolQuery
from applications.pool.search import export_rows
from offers.asking import Asker
from offers.models import PoolExport
from usp.accounts.models import Employer, User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

ROWS_A_DAY = 1000
FILE_NAME = "aday-listesi.xlsx"
_NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a file property without meaning, so that files tell no time


def rows_left(employer: Employer, day: dt.date) -> int:
    """How many rows the employer's people may still take away that day, all together."""
    start = dt.datetime.combine(day, dt.time(0), tzinfo=clock.page_now().tzinfo)
    taken = PoolExport.objects.filter(
        employer=employer, exported_at__gte=start, exported_at__lt=start + dt.timedelta(days=1)
    ).aggregate(rows=Sum("rows"))["rows"]
    return max(0, ROWS_A_DAY - (taken or 0))


@verb
def take_list(*, asker: Asker, query: PoolQuery, address: str, actor: User) -> bytes:
    """The first rows of a search as a workbook, as many as the employer has left today; the log says who took them.

    The employer's row is locked, so that two people at once cannot take more than one could.
    """
    Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=asker.employer.pk)
    now = clock.now()
    left = rows_left(asker.employer, now.date())
    if asker.opened is None or left < 1:
        raise RuleViolation(
            _("Kurumunuz bugün alabileceği 1.000 satırı aldı. Yarın yeniden alabilirsiniz."), code="export_limit"
        )
    rows = export_rows(
        asker.opened,
        query,
        asker.employer,
        left,
        allowed_provinces=asker.province_ids,
        offered=asker.offered(query),
    )
    if not rows:
        raise RuleViolation(_("Bu ölçütlere uyan aday yok; dosya oluşturulmadı."), code="export_empty")
    PoolExport.objects.create(
        employer=asker.employer,
        season=asker.opened,
        exported_by=actor,
        exported_at=now,
        query=address[:2000],
        rows=len(rows),
    )
    return workbook(rows)


def workbook(rows: Sequence[Candidate]) -> bytes:
    """The rows as XLSX bytes: text and whole numbers only, no author, no moment."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False, "strings_to_formulas": False,
                                        "strings_to_urls": False})  # fmt: skip
    book.set_properties({"created": _NO_DAY})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Adaylar"))
    titles = [_("Aday"), _("Bölüm grubu"), _("Düzey ve sınıf"), *(str(label) for label in SCORE_LABELS.values())]
    titles += [_("Sorduğunuz yerler"), _("Sorduğunuz diller"), _("Bizi tercih etti")]
    for column, (title, width) in enumerate(zip(titles, (12, 34, 26, 18, 18, 12, 30, 24, 16), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for column, text in ((0, row.code), (1, row.group_name), (2, row.level_text)):
            sheet.write_string(number, column, text)
        for column, name in enumerate(SCORE_LABELS, start=3):
            sheet.write_number(number, column, getattr(row, name))
        places = ", ".join((*row.provinces_matched, *row.districts_matched))
        sheet.write_string(number, 6, places)
        sheet.write_string(number, 7, ", ".join(row.languages_matched))
        sheet.write_string(number, 8, _("evet") if row.prefers_us else "")
    book.close()
    return target.getvalue()
