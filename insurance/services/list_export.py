"""The filtered list as XLSX: the chosen columns, text as text, and a row about who took it."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from django.utils.translation import gettext as _

from insurance.intern_columns import STUDENT, Column, InternRow, Value, chosen
from insurance.models import InternExport
from insurance.selectors.changes import list_settings
from insurance.selectors.contacts import Answers, answers_of
from insurance.selectors.interns import InternQuery, found, rows_of
from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

FILE_NAME = "stajyerler.xlsx"
MOST = 20_000
"""Rows in one file; larger universities take it by unit, which keeps a request within its time."""
_CHUNK = 1000
_NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a file property without meaning, so that files tell no time


@verb
def take_interns(*, query: InternQuery, address: str, actor: User) -> bytes:
    """What the list shows by these filters, with the actor's columns, as a workbook; the log says who took it.

    ``address`` is the query as it stood in the address, for the log. RuleViolation for an empty list and for more than
    `MOST` rows.
    """
    ids = list(found(actor, query).values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise RuleViolation(_("Bu süzgeçlere uyan stajyer yok; dosya oluşturulmadı."), code="export_empty")
    if len(ids) > MOST:
        raise RuleViolation(
            _("Bir dosyada en çok 20.000 satır olur. Listeyi birime göre süzüp parça parça alın."), code="export_limit"
        )
    columns = chosen(list_settings(actor).columns)
    InternExport.objects.create(
        university=running_memberships(actor)[0].university,
        exported_by=actor,
        exported_at=clock.now(),
        query=address[:2000],
        columns=[column.key for column in columns],
        rows=len(ids),
    )
    return workbook(columns, _rows(actor, ids))


def workbook(columns: Sequence[Column], rows: Iterable[InternRow]) -> bytes:
    """XLSX bytes: text is written as text whatever it begins with, days as days; no author, no moment."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False, "strings_to_formulas": False,
                                        "strings_to_urls": False})  # fmt: skip
    book.set_properties({"created": _NO_DAY})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(_("Stajyerler"))
    parts = [*STUDENT, *(part for column in columns for part in column.sheet)]
    for number, (title, width, _value) in enumerate(parts):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, str(title), bold)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(rows, start=1):
        for number, (_title, _width, value) in enumerate(parts):
            _write(sheet, last, number, value(row), day)
    sheet.autofilter(0, 0, last, len(parts) - 1)
    book.close()
    return target.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, day: object) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))


def _rows(user: User, ids: Sequence[int]) -> Iterator[InternRow]:
    """The rows in the order of their ids, read a thousand at a time."""
    today = clock.page_now().date()
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        answers = answers_of(part)
        for placement in rows_of(user, part):
            yield InternRow(placement, answers.get(placement.pk, Answers()), today)
