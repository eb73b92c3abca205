"""What SGK's answers would do: each line with its person and what is to come of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase, InsuranceEntry, SgkAnswers, SgkFile, SgkFileRow
from insurance.selectors.sgk import moved_entries, open_entries
from insurance.sgk.answers import Answer, read_answers
from insurance.states import CaseState
from usp.accounts import crypto


class Outcome(StrEnum):
    """What a line comes to."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ALREADY = "already"
    UNKNOWN = "unknown"
    UNCLEAR = "unclear"
    FAILED = "failed"

    @property
    def label(self) -> str | Promise:
        """In words."""
        return _LABELS[self]


_LABELS: dict[Outcome, str | Promise] = {
    Outcome.ACCEPTED: _("Kabul edildi"),
    Outcome.REFUSED: _("Reddedildi"),
    Outcome.ALREADY: _("Daha önce işlenmiş"),
    Outcome.UNKNOWN: _("Stajyer bulunamadı"),
    Outcome.UNCLEAR: _("Sonuç anlaşılmadı"),
    Outcome.FAILED: _("İşlenemedi"),
}


@dataclass(frozen=True)
class Line:
    """One line of the file with the intern whom it is about, if it is one of the officer's."""

    answer: Answer
    case: InsuranceCase | None
    row: SgkFileRow | None
    outcome: Outcome
    reason: str | Promise = ""

    @property
    def masked(self) -> str:
        """The identity number with all but its last two digits hidden."""
        return "*" * 9 + self.answer.tckn[-2:]


def lines_of(answers: SgkAnswers, cases: "QuerySet[InsuranceCase]") -> list[Line]:
    """Every line of a kept file, judged against how the cases stand now. Four queries however many."""
    read = read_answers(crypto.decrypt_bytes(bytes(answers.content)))
    hashes = {answer.tckn: crypto.blind_index(answer.tckn) for answer in read}
    people = _cases_by_hash(cases, hashes.values())
    waiting = _waiting_rows(cases, answers.kind)
    found, seen = [], set()
    for answer in read:
        case = _of(people.get(hashes[answer.tckn], []), waiting, answers.kind)
        if case is not None and case.pk in seen:
            found.append(Line(answer, case, None, Outcome.UNCLEAR, _("Bu kişi dosyada birden çok kez var.")))
            continue
        seen.add(case.pk if case else 0)
        found.append(_judged(answer, case, waiting.get(case.pk) if case else None, answers.kind))
    return found


def _judged(answer: Answer, case: InsuranceCase | None, row: SgkFileRow | None, kind: str) -> Line:
    if case is None:
        return Line(answer, None, None, Outcome.UNKNOWN)
    if _is_done(case, kind) or (answer.accepted is False and _is_refused(case, kind)):
        return Line(answer, case, row, Outcome.ALREADY)
    if answer.accepted is None:
        return Line(answer, case, row, Outcome.UNCLEAR, _("islemSonucu tanınmadı; kişiyi elle işleyin."))
    if not _may_come(case, kind):
        return Line(answer, case, row, Outcome.UNCLEAR, str(case.get_state_display()))
    return Line(answer, case, row, Outcome.ACCEPTED if answer.accepted else Outcome.REFUSED)


def _is_done(case: InsuranceCase, kind: str) -> bool:
    if kind == SgkFile.Kind.EXIT:
        return case.state == CaseState.EXIT_DECLARED or not case.is_open  # type: ignore[attr-defined]  # annotated
    declared = (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED)
    return case.state in declared and not case.moved  # type: ignore[attr-defined]  # annotated


def _is_refused(case: InsuranceCase, kind: str) -> bool:
    return kind == SgkFile.Kind.ENTRY and case.state == CaseState.ENTRY_REFUSED


def _may_come(case: InsuranceCase, kind: str) -> bool:
    if kind == SgkFile.Kind.EXIT:
        return case.state in (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED)
    return case.state in (CaseState.PAPERS_RECEIVED, CaseState.ENTRY_DECLARED)


def _cases_by_hash(cases: "QuerySet[InsuranceCase]", hashes: Iterable[str]) -> dict[str, list[InsuranceCase]]:
    rows = (
        cases.filter(placement__student__tckn_hash__in=list(hashes))
        .exclude(state=CaseState.CANCELLED)
        .annotate(moved=moved_entries(), is_open=_is_open())
        .select_related("placement__student", "placement__department__unit")
    )
    found: dict[str, list[InsuranceCase]] = {}
    for case in rows:
        found.setdefault(case.placement.student.tckn_hash, []).append(case)
    return found


def _is_open() -> Exists:
    return Exists(InsuranceEntry.objects.filter(open_entries(), case=OuterRef("pk")))


def _waiting_rows(cases: "QuerySet[InsuranceCase]", kind: str) -> dict[int, SgkFileRow]:
    """The newest unanswered row of each case."""
    rows = SgkFileRow.objects.filter(case__in=cases, file__kind=kind, outcome=SgkFileRow.Outcome.WAITING)
    return {row.case_id: row for row in rows.select_related("file").order_by("file")}


def _of(cases: list[InsuranceCase], waiting: dict[int, SgkFileRow], kind: str) -> InsuranceCase | None:
    """Whose internship an answer is about: the one in a file that waits, then one that still can be answered."""
    if not cases:
        return None
    return min(
        cases,
        key=lambda case: (
            case.pk not in waiting,
            _is_done(case, kind) or not _may_come(case, kind),
            case.placement.first_day,
        ),
    )
