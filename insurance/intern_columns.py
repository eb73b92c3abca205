"""The columns of the intern list: what each says on the page, and in the file that is taken away."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insurance.models import ContactEntry, InsuranceCase
from insurance.selectors.contacts import Answers
from insurance.states import CaseState
from offers.cards.shared import day_range
from offers.models import Placement
from offers.selectors.endings import ended_by_words
from offers.states import Kind, PlacementState
from usp.core.templatetags.usp import tr_short

Text = str | Promise
Value = str | int | dt.date | None


@dataclass(frozen=True)
class InternRow:
    """One line of the list, read: the placement, what the student answered, and the day it is looked at."""

    placement: Placement
    answers: Answers
    today: dt.date

    @property
    def case(self) -> InsuranceCase | None:
        """None for shadowing and training."""
        return getattr(self.placement, "insurance_case", None)

    @property
    def is_over(self) -> bool:
        """Cancelled or broken off: struck through (A42)."""
        return self.placement.state in (PlacementState.CANCELLED, PlacementState.ABANDONED)

    @property
    def ended(self) -> str:
        """«İptal edildi, 12 Haz 2024, işveren»; empty while it stands."""
        if not self.is_over:
            return ""
        parts = [str(self.placement.get_state_display())]
        if self.placement.ended_at:
            parts.append(tr_short(timezone.localtime(self.placement.ended_at)))
        if self.placement.ended_by:
            parts.append(str(ended_by_words(self.placement.ended_by)))
        return ", ".join(parts)

    @property
    def papers(self) -> "Cell":
        """Where the papers stand, in words, red where the last day is over."""
        if self.case is None:
            return Cell(_("gerekmez"))
        if self.is_over:
            return Cell(_("gerekmiyor"))
        if self.case.state not in (CaseState.AWAITING_PAPERS, CaseState.AWAITING_DECISION):
            return Cell(_("teslim alındı"), tone="done")
        if self.case.papers_due_on < self.today:
            return Cell(_("gecikti"), tr_short(self.case.papers_due_on), "danger")
        near = (self.case.papers_due_on - self.today).days <= 7
        return Cell(_("bekleniyor"), tr_short(self.case.papers_due_on), "clock" if near else "plain")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a text, perhaps a smaller one below; with a tone it is a pill."""

    text: str
    sub: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """One column that can be chosen. ``sheet`` are its columns in the file: title, width, value."""

    key: str
    label: Text
    cell: Callable[[InternRow], Cell]
    sheet: tuple[tuple[Text, int, Callable[[InternRow], Value]], ...]
    order: str = ""


def _plain(key: str, label: Text, width: int, value: Callable[[InternRow], str], order: str = "") -> Column:
    return Column(key, label, lambda row: Cell(value(row)), ((label, width, value),), order)


def _employer(row: InternRow) -> str:
    return str(row.placement.offer.terms["employer"])


def _place(row: InternRow) -> str:
    terms = row.placement.offer.terms
    return f"{terms['district']}, {terms['province']}"


def _days(row: InternRow) -> Cell:
    one = row.placement
    return Cell(day_range(one.first_day, one.last_day), _("%(days)d iş günü") % {"days": one.working_days})


def _case(row: InternRow) -> Cell:
    if row.case is None:
        return Cell(_("gerekmez"))
    tones = {CaseState.ENTRY_SHARED: "done", CaseState.EXIT_DECLARED: "done", CaseState.ENTRY_REFUSED: "danger"}
    return Cell(str(row.case.get_state_display()), tone=tones.get(CaseState(row.case.state), "plain"))


_INTENDS = {
    ContactEntry.Intends.YES: (gettext_lazy("yapacak"), "done"),
    ContactEntry.Intends.NO: (gettext_lazy("yapmayacak"), "danger"),
    ContactEntry.Intends.UNREACHED: (gettext_lazy("ulaşılamadı"), "clock"),
}
_UNIT = {
    ContactEntry.Unit.YES: gettext_lazy("birimle görüştü"),
    ContactEntry.Unit.NO: gettext_lazy("birimle görüşmedi"),
}


def _intends(row: InternRow) -> str:
    return str(_INTENDS[ContactEntry.Intends(row.answers.intends)][0]) if row.answers.intends else ""


def _unit(row: InternRow) -> str:
    return str(_UNIT[ContactEntry.Unit(row.answers.been_to_unit)]) if row.answers.been_to_unit else ""


def _contact(row: InternRow) -> Cell:
    if row.answers.at is None:
        return Cell(_("sorulmadı"))
    if not row.answers.intends:
        return Cell(_unit(row) or _("görüşüldü"), tr_short(timezone.localtime(row.answers.at)))
    tone = _INTENDS[ContactEntry.Intends(row.answers.intends)][1]
    return Cell(_intends(row), _unit(row), str(tone))


def _supervisor(row: InternRow) -> Cell:
    found = row.placement.offer.terms["supervisor"]
    return Cell(found["name"], found["phone"])


COLUMNS: tuple[Column, ...] = (
    _plain("student_no", gettext_lazy("Öğrenci no"), 14, lambda row: row.placement.application.student_no),
    _plain("department", gettext_lazy("Bölüm"), 34, lambda row: row.placement.department.name),
    _plain("unit", gettext_lazy("Birim"), 34, lambda row: row.placement.department.unit.name),
    _plain("class_year", gettext_lazy("Sınıf"), 8, lambda row: str(row.placement.application.class_year)),
    Column(
        "employer", gettext_lazy("İşveren"), lambda row: Cell(_employer(row), _place(row)),
        ((gettext_lazy("İşveren"), 38, _employer), (gettext_lazy("İlçe, il"), 24, _place)), "employer",
    ),
    Column(
        "dates", gettext_lazy("Staj tarihleri"), _days,
        (
            (gettext_lazy("Başlangıç"), 12, lambda row: row.placement.first_day),
            (gettext_lazy("Bitiş"), 12, lambda row: row.placement.last_day),
            (gettext_lazy("İş günü"), 8, lambda row: row.placement.working_days),
        ), "start",
    ),
    Column(
        "papers", gettext_lazy("Evrak"), lambda row: row.papers,
        (
            (gettext_lazy("Evrak"), 16, lambda row: row.papers.text),
            (gettext_lazy("Son evrak günü"), 14, lambda row: row.case.papers_due_on if row.case else None),
        ), "due",
    ),
    Column(
        "case", gettext_lazy("Sigorta"), _case, ((gettext_lazy("Sigorta"), 24, lambda row: _case(row).text),),
    ),
    Column(
        "contact", gettext_lazy("Görüşme"), _contact,
        (
            (gettext_lazy("Stajı yapacak mı?"), 16, _intends),
            (gettext_lazy("Birimle görüştü mü?"), 18, _unit),
            (gettext_lazy("Son görüşme"), 12,
             lambda row: timezone.localtime(row.answers.at).date() if row.answers.at else None),
        ),
    ),
    _plain("phone", gettext_lazy("Telefon"), 18, lambda row: str(row.placement.student.contact_phone or "")),
    _plain("email", gettext_lazy("E-posta"), 30, lambda row: row.placement.student.contact_email),
    Column(
        "supervisor", gettext_lazy("Staj sorumlusu"), _supervisor,
        (
            (gettext_lazy("Staj sorumlusu"), 26, lambda row: _supervisor(row).text),
            (gettext_lazy("Sorumlunun telefonu"), 18, lambda row: _supervisor(row).sub),
        ),
    ),
    _plain("kind", gettext_lazy("Tür"), 14, lambda row: str(Kind(row.placement.kind).label)),
    Column(
        "confirmed", gettext_lazy("Son onay"),
        lambda row: Cell(tr_short(timezone.localtime(row.placement.confirmed_at))),
        ((gettext_lazy("Son onay"), 12, lambda row: timezone.localtime(row.placement.confirmed_at).date()),), "new",
    ),
)  # fmt: skip
KEYS = tuple(column.key for column in COLUMNS)
USUAL = ("employer", "dates", "papers", "case", "contact")
# Always in the file: without them a line says nothing of whom and whether it still stands.
STUDENT: tuple[tuple[Text, int, Callable[[InternRow], Value]], ...] = (
    (gettext_lazy("Öğrenci"), 28, lambda row: str(row.placement.student)),
    (gettext_lazy("Staj durumu"), 34, lambda row: row.ended or str(row.placement.get_state_display())),
)


def chosen(keys: Sequence[str]) -> list[Column]:
    """The columns of these keys in the list's order; none chosen, or none that still exists, means the usual ones."""
    wanted = [column for column in COLUMNS if column.key in keys]
    return wanted or [column for column in COLUMNS if column.key in USUAL]
