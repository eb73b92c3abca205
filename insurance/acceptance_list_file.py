"""The list letter as XLSX, for the employer's electronic document system: the same rows as the paper, no more."""

import datetime as dt
import io

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from insurance.papers.acceptance_list import AcceptanceListData

# Papers and what goes with them are official Turkish texts whatever language the page speaks.
_COLUMNS = (
    ("Sıra", 6), ("Adı soyadı", 30), ("Üniversite", 38), ("Birim", 32), ("Bölüm / program", 34), ("Başlangıç", 12),
    ("Bitiş", 12), ("İş günü", 9),
)  # fmt: skip
_NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a file property without meaning, so that files tell no time


def workbook(letter: AcceptanceListData) -> bytes:
    """The rows as XLSX bytes; days are days, names never formulas."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_DAY})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    sheet = book.add_worksheet("Stajyerler")
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 2)
    for number, row in enumerate(letter.rows, start=1):
        sheet.write_number(number, 0, number)
        for column, text in ((1, row.name), (2, letter.university), (3, row.unit), (4, row.department)):
            sheet.write_string(number, column, text)
        for column, moment in ((5, row.starts_on), (6, row.ends_on)):
            sheet.write_datetime(number, column, dt.datetime.combine(moment, dt.time(0)), day)
        sheet.write_number(number, 7, row.working_days)
    book.close()
    return target.getvalue()
