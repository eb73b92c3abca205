"""The same people as XLSX for the university's own use: SGK's columns and what its file has no place for."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from django.utils.translation import gettext as _

from insurance.sgk.people import Codes, Person, written

_NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a file property without meaning, so that files tell no time


@dataclass(frozen=True)
class SheetRow:
    """One person with the columns that only the university reads."""

    person: Person
    ends_on: dt.date
    working_days: int
    student_no: str
    unit: str
    employer: str
    has_health_cover: bool | None
    confirmed_on: dt.date


def workbook(rows: Sequence[SheetRow], codes: Codes, *, exits: bool) -> bytes:
    """The table as XLSX bytes; numbers that are names (identity, codes) stay text. The same rows, the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_DAY})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(_("İşten çıkış") if exits else _("İşe giriş"))
    titles = _exit_titles() if exits else _entry_titles()
    for column, (title, width) in enumerate(titles):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate((_exit_cells if exits else _entry_cells)(row, codes)):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value)
    book.close()
    return target.getvalue()


def _entry_titles() -> list[tuple[str, int]]:
    own = [("TCKNO", 13), ("AD", 18), ("SOYAD", 18), ("ISEGIRISTARIHI", 15), ("SIGORTAKOLU", 12), ("OGRENIMKODU", 13),
           ("MEZUNIYETBOLUMU", 30), ("CSGBISKOLU", 11), ("MESLEKKODU", 11), ("GOREVKODU", 11)]  # fmt: skip
    return own + _extra_titles()


def _exit_titles() -> list[tuple[str, int]]:
    own = [("TCKNO", 13), ("AD", 18), ("SOYAD", 18), ("ISTENCIKISTARIHI", 16), ("ISTENAYRILISNEDENI", 19),
           ("CSGBISKOLU", 11), ("MESLEKKODU", 11)]  # fmt: skip
    return own + _extra_titles()


def _extra_titles() -> list[tuple[str, int]]:
    return [
        (_("Staj bitişi"), 12), (_("İş günü"), 8), (_("Öğrenci no"), 14), (_("Birim"), 30), (_("İşveren"), 34),
        (_("Belge türü"), 10), (_("Sağlık hizmetini ailesinden alıyor"), 18), (_("Son onay"), 12),
    ]  # fmt: skip


def _entry_cells(row: SheetRow, codes: Codes) -> list[str | int | dt.date]:
    one = row.person
    return [
        one.tckn, written(one.first_name), written(one.last_name), one.day, codes.insurance_branch,
        codes.education_code, written(one.department), codes.work_branch, one.occupation, codes.duty_code,
        *_extra_cells(row),
    ]  # fmt: skip


def _exit_cells(row: SheetRow, codes: Codes) -> list[str | int | dt.date]:
    one = row.person
    return [
        one.tckn, written(one.first_name), written(one.last_name), one.day, codes.exit_reason, codes.work_branch,
        one.occupation, *_extra_cells(row),
    ]  # fmt: skip


def _extra_cells(row: SheetRow) -> list[str | int | dt.date]:
    cover = {True: _("evet"), False: _("hayır"), None: ""}[row.has_health_cover]
    return [row.ends_on, row.working_days, row.student_no, row.unit, row.employer, row.person.document_type, cover,
            row.confirmed_on]  # fmt: skip
