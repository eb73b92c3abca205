"""What a declaration may say: one list of sentences for the form and the verb. No database is asked here.

What each kind asks for is data (ItemKind); the few limits that hold for all kinds stand on top of this file.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.models import AmountUnit, Declaration, ExamLevel, ItemKind, ItemOption, Language, LanguageExam
from usp.core.templatetags.usp import tr_day, tr_decimal

# Declared is what was done «from lise to the last year of university» (docs/rules.md B15): a lise takes four years and
# a preparatory one; nobody enters it before this age.
SCHOOL_YEARS = 5
SCHOOL_AGE = 13
# Hours, years, days and terms are whole; a grade and a percentile have decimals.
WHOLE_UNITS = (AmountUnit.HOURS, AmountUnit.YEARS, AmountUnit.DAYS, AmountUnit.TERMS)


@dataclass(frozen=True)
class Values:
    """What a student declares, apart from the proof's file. ``amount`` is also an exam's score."""

    option: ItemOption | None = None
    language: Language | None = None
    exam: LanguageExam | None = None
    amount: Decimal | None = None
    exam_grade: str = ""
    title: str = ""
    issuer: str = ""
    code: str = ""
    dated_on: dt.date | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The declaration's fields by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def of(cls, declaration: Declaration) -> "Values":
        """What a stored declaration says."""
        return cls(**{one.name: getattr(declaration, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Bounds:
    """Between which days everything lies: the beginning of lise and today; until when results must be valid."""

    earliest: dt.date
    today: dt.date


Problem = tuple[str, str]


def problems(kind: ItemKind, values: Values, bounds: Bounds, *, has_proof: bool) -> list[Problem]:
    """Everything that is wrong, each with the field it belongs to."""
    found = [*_missing(kind, values), *_dates(kind, values, bounds)]
    if kind.asks_exam:
        found += _exam(values, bounds)
    elif kind.amount_unit:
        found += _amount(kind, values)
    if kind.needs_proof and not has_proof and not proved_by_code(values):
        text = _("Kanıtlayan belgeyi ekleyin (PDF, JPEG ya da PNG).")
        if values.exam and values.exam.has_result_code:
            text = _("Sonuç belgesini ekleyin ya da sonuç belgesinin doğrulama kodunu yazın.")
        found.append(("proof", text))
    return found


def proved_by_code(values: Values) -> bool:
    """Whether an exam's result code stands in for a document: whoever verifies asks the exam's body."""
    return bool(values.exam and values.exam.has_result_code and values.code)


def level_of(levels: list[ExamLevel], amount: Decimal | None, grade: str) -> ItemOption | None:
    """The level that a result proves by the exam's table: the highest minimum that is reached, or the letter's."""
    if grade:
        return next((row.option for row in levels if row.grade == grade), None)
    reached = [row for row in levels if row.minimum is not None and amount is not None and amount >= row.minimum]
    return max(reached, key=lambda row: row.minimum or 0).option if reached else None


def _missing(kind: ItemKind, values: Values) -> Iterator[Problem]:
    if kind.asks_title and not values.title:
        yield "title", _("Kısa bir başlık yazın.")
    if kind.asks_issuer and not values.issuer:
        yield "issuer", _("Belgeyi veren kurumu yazın.")
    if kind.asks_date and values.dated_on is None:
        yield "dated_on", _("Tarihi gün, ay ve yıl olarak girin.")
    if kind.asks_period:
        for name in ("starts_on", "ends_on"):
            if getattr(values, name) is None:
                yield name, _("Tarihi gün, ay ve yıl olarak girin.")


def _dates(kind: ItemKind, values: Values, bounds: Bounds) -> Iterator[Problem]:
    for name in ("dated_on", "starts_on", "ends_on"):
        day = getattr(values, name)
        if day is None:
            continue
        if day > bounds.today:
            yield name, _("Tarih bugünden sonra olamaz. Süren bir çalışmada bitiş olarak bugünü yazın.")
        elif day < bounds.earliest:
            text = _("Lise yıllarınızdan öncesi beyan edilemez; en erken %(day)s yazılabilir.")
            yield name, text % {"day": tr_day(bounds.earliest)}
    if values.starts_on and values.ends_on:
        if values.ends_on < values.starts_on:
            yield "ends_on", _("Bitiş tarihi başlangıçtan önce olamaz.")
        elif kind.amount_unit == AmountUnit.DAYS and values.amount is not None:
            days = (values.ends_on - values.starts_on).days + 1
            if values.amount > days:
                text = _("Yazdığınız tarihler arasında %(days)d gün var; gün sayısı bundan çok olamaz.")
                yield "amount", text % {"days": days}


def _exam(values: Values, bounds: Bounds) -> Iterator[Problem]:
    exam = values.exam
    if values.language is None:
        yield "language", _("Dili seçin.")
    if exam is None:
        yield "exam", _("Sınavı seçin.")
        return
    if exam.language_id and values.language and exam.language_id != values.language.pk:
        text = _("%(exam)s bu dilin sınavı değil. Dili ya da sınavı değiştirin.")
        yield "exam", text % {"exam": exam}
    if exam.max_score is None:
        yield from _letter(exam, values)
    elif values.amount is None:
        yield "amount", _("Sınav puanınızı yazın.")
    elif not 0 <= values.amount <= exam.max_score:
        text = _("%(exam)s puanı 0 ile %(most)s arasında olur.")
        yield "amount", text % {"exam": exam, "most": tr_decimal(exam.max_score)}
    if exam.valid_years and values.dated_on:
        until = _years_later(values.dated_on, exam.valid_years)
        if until < bounds.today:
            text = _("%(exam)s sonucu %(years)d yıl geçerlidir; bu sonucun süresi %(day)s günü dolmuş.")
            yield "dated_on", text % {"exam": exam, "years": exam.valid_years, "day": tr_day(until)}


def _letter(exam: LanguageExam, values: Values) -> Iterator[Problem]:
    letters = [row.grade for row in exam.levels.all() if row.grade]
    if values.exam_grade not in letters:
        text = _("%(exam)s sonucunu seçin: %(letters)s.")
        yield "exam_grade", text % {"exam": exam, "letters": ", ".join(letters)}


def _amount(kind: ItemKind, values: Values) -> Iterator[Problem]:
    amount, unit = values.amount, kind.get_amount_unit_display()
    least = 1 if kind.amount_unit in WHOLE_UNITS else 0
    if amount is None:
        yield "amount", _("Miktarı yazın (%(unit)s).") % {"unit": unit}
    elif kind.amount_unit in WHOLE_UNITS and amount != amount.to_integral_value():
        yield "amount", _("Tam sayı yazın (%(unit)s).") % {"unit": unit}
    elif kind.amount_max is not None and not least <= amount <= kind.amount_max:
        text = _("%(least)d ile %(most)s arasında bir sayı yazın (%(unit)s).")
        yield "amount", text % {"least": least, "most": tr_decimal(kind.amount_max), "unit": unit}


def earliest_day(*, born: dt.date, graduated_year: int | None) -> dt.date:
    """The first day that may be declared: when lise began, by its end or by age, whichever is earlier."""
    by_age = _years_later(born, SCHOOL_AGE)
    return min(by_age, dt.date(graduated_year - SCHOOL_YEARS, 9, 1)) if graduated_year else by_age


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
