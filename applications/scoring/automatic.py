"""Items that need no declaration: what e-Devlet's records say about grades, exams, work and a second major."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from applications.declaration_states import DeclarationState
from applications.eligibility import records_of
from applications.models import Application, Declaration, ItemKind, Language, LanguageExam
from applications.scoring.gno import cents, gno100
from applications.scoring.services import ensure_method
from usp.core import clock
from usp.core.turkish import fold
from usp.edevlet.records import EnrolmentStatus, Exam, Records

Found = tuple[str, dict[str, Any]]


def declare_from_records(application: Application) -> list[Declaration]:
    """Write the application's approved items from its e-Devlet records, instead of those written before.

    Part of completing, in its transaction, before the state moves; answers what was written. What a record does not
    hold (a school grade, an older exam) the student declares, and the career centre verifies.
    """
    ensure_method(application.season)  # its catalogue is there from now on
    kinds = {kind.code: kind for kind in ItemKind.objects.filter(is_active=True).prefetch_related("options")}
    now = clock.now()
    application.declarations.filter(source=Declaration.Source.EDEVLET).delete()
    rows = []
    for code, values in _found(application, _records(application), now.date()):
        kind = kinds.get(code)
        if kind is None:
            continue
        if "grade" in values:
            grade = values.pop("grade")
            values["option"] = next((one for one in kind.options.all() if one.code == grade), None)
        if kind.amount_max is not None and "amount" in values:
            values["amount"] = min(values["amount"], kind.amount_max)
        rows.append(
            Declaration(
                application=application,
                kind=kind,
                source=Declaration.Source.EDEVLET,
                state=DeclarationState.APPROVED,
                created_at=now,
                changed_at=now,
                **values,
            )
        )
    return Declaration.objects.bulk_create(rows)


def _records(application: Application) -> Records | None:
    return records_of(application) if application.records else None


def _found(application: Application, records: Records | None, today: dt.date) -> Iterator[Found]:
    average = gno100(application.gno, application.gno_scale)
    if average is not None:
        yield "gno", {"amount": average}
    if records is None:
        return
    if records.school and records.school.grade_scale == "100":
        yield "school-grade", {"amount": cents(records.school.diploma_grade), "issuer": records.school.name}
    if records.placement:
        yield "placement-rank", {"amount": cents(records.placement.percentile)}
    yield from _exams(records.exams, today)
    if records.insured_days:
        yield "work", {"amount": Decimal(records.insured_days)}
    yield from (
        ("second-programme", {"grade": "double-major", "title": one.department_name})
        for one in records.enrolments
        if one.is_second_major and one.status in (EnrolmentStatus.ACTIVE, EnrolmentStatus.GRADUATED)
    )


def _exams(exams: tuple[Exam, ...], today: dt.date) -> Iterator[Found]:
    """Language results that prove a level and are still valid; the kind's table says which level."""
    if not exams:
        return
    known = {
        fold(exam.name): exam for exam in LanguageExam.objects.filter(is_active=True).prefetch_related("levels__option")
    }
    languages = {fold(one.name): one for one in Language.objects.all()}
    for one in exams:
        exam = known.get(fold(one.kind))
        language = languages.get(fold(one.language or ""))
        if exam is None or language is None or not _is_valid(exam, one.taken_on, today):
            continue
        score = cents(one.score)
        reached = [row for row in exam.levels.all() if row.minimum is not None and row.minimum <= score]
        if reached:
            level = max(reached, key=lambda row: row.minimum or 0)
            yield (
                "language",
                {"option": level.option, "language": language, "exam": exam, "amount": score, "dated_on": one.taken_on},
            )


def _is_valid(exam: LanguageExam, taken_on: dt.date, today: dt.date) -> bool:
    if exam.valid_years is None:
        return True
    last = dt.date(taken_on.year + exam.valid_years, taken_on.month, min(taken_on.day, 28))
    return today <= last
