"""Reads of what a student has declared: by area and kind, as pages show it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.declaration_states import DeclarationState
from applications.eligibility import records_of
from applications.models import Application, Declaration, ItemKind, ScoreCategory
from applications.models.catalogue import in_language
from usp.core.templatetags.usp import tr_day, tr_decimal

# A school's grade is declared only where e-Devlet has no school record (seed: «Beyan Etmek İçin Tıklayınız»).
SCHOOL_GRADE = "school-grade"
_TONES = {
    DeclarationState.PENDING: "plain",
    DeclarationState.APPROVED: "done",
    DeclarationState.REJECTED: "danger",
    DeclarationState.APPEALED: "brand",
}


def plain_number(number: Decimal | None) -> str:
    """«12» or «12,50»: no zeros behind a whole number."""
    if number is None:
        return ""
    return str(int(number)) if number == number.to_integral_value() else tr_decimal(number)


@dataclass(frozen=True)
class DeclarationRow:
    """One declaration as a list shows it; ``rejected_for`` is what the last decision said against it."""

    item: Declaration
    rejected_for: str = ""

    @property
    def heading(self) -> str:
        """What it is, in a few words."""
        if self.item.exam:
            return f"{self.item.language or ''} · {self.item.exam}".strip(" ·")
        return self.item.title or str(self.item.option or self.item.kind)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and value of everything else it says."""
        item = self.item
        rows = [
            (_("Derece") if not item.exam else _("Düzey"), str(item.option or "")),
            (_("Sonuç"), item.exam_grade or plain_number(item.amount) if item.exam else ""),
            (_("Miktar"), "" if item.exam or item.amount is None else self._amount()),
            (_("Veren kurum"), item.issuer),
            (_("Tarih"), tr_day(item.dated_on)),
            (_("Süre"), self._period(item.starts_on, item.ends_on)),
            (_("Belge no"), item.code),
        ]
        return [(label, value) for label, value in rows if value and value != self.heading]

    @property
    def tone(self) -> str:
        """The colour of its state's pill."""
        return _TONES[DeclarationState(self.item.state)]

    @property
    def may_appeal(self) -> bool:
        """Whether an objection is still unused; the appeal's page says until when."""
        return self.item.state == DeclarationState.REJECTED and self.item.appealed_at is None

    def _amount(self) -> str:
        return f"{plain_number(self.item.amount)} {self.item.kind.get_amount_unit_display()}"

    @staticmethod
    def _period(start: dt.date | None, end: dt.date | None) -> str:
        return f"{tr_day(start)} – {tr_day(end)}" if start and end else ""


@dataclass(frozen=True)
class KindCard:
    """One kind with what was declared of it."""

    kind: ItemKind
    rows: tuple[DeclarationRow, ...]
    needs_consent: bool
    is_form_full: bool

    @property
    def hint(self) -> str:
        """What belongs here, in the page's language."""
        return in_language(self.kind.hint, self.kind.hint_en)

    @property
    def is_full(self) -> bool:
        """Whether no more may be added."""
        return self.is_form_full or len(self.rows) >= self.kind.max_items


@dataclass(frozen=True)
class Group:
    """One area of the scores with its kinds."""

    key: str
    label: str
    cards: tuple[KindCard, ...]

    @property
    def count(self) -> int:
        """How many declarations the area holds."""
        return sum(len(card.rows) for card in self.cards)


def declaration_rows(application: Application) -> list[DeclarationRow]:
    """All declarations with their decisions, in the form's order. Two queries however many there are."""
    items = (
        Declaration.objects.filter(application=application)
        .select_related("kind", "option", "language", "exam", "proof")
        .prefetch_related("decisions__reason")
    )
    return [DeclarationRow(item, _against(item)) for item in items]


def _against(item: Declaration) -> str:
    """The words of the decision that stands, where it is a rejection."""
    if item.state not in (DeclarationState.REJECTED, DeclarationState.APPEALED):
        return ""
    last = max(item.decisions.all(), key=lambda decision: decision.round, default=None)
    return f"{last.reason or ''} {last.words}".strip() if last and not last.approved else ""


def declared_groups(rows: Iterable[DeclarationRow]) -> list[tuple[str, list[DeclarationRow]]]:
    """The student's own declarations by area, for pages that only show them. No query."""
    mine = [row for row in rows if row.item.source == Declaration.Source.STUDENT]
    by_area = [
        (str(label), [row for row in mine if row.item.kind.category == key]) for key, label in ScoreCategory.choices
    ]
    return [(label, found) for label, found in by_area if found]


def declaration_groups(application: Application, rows: Iterable[DeclarationRow]) -> list[Group]:
    """The areas of the form with every kind that may be declared. Two queries."""
    mine = [row for row in rows if row.item.source == Declaration.Source.STUDENT]
    given = set(application.consents.filter(withdrawn_at=None).values_list("text__code", flat=True))
    kinds = list(ItemKind.objects.filter(is_active=True, by_student=True))
    has_school = records_of(application).school is not None
    is_form_full = len(mine) >= application.season.max_declarations
    groups = []
    for key, label in ScoreCategory.choices:
        cards = []
        for kind in kinds:
            items = tuple(row for row in mine if row.item.kind_id == kind.pk)
            if kind.category != key or (kind.code == SCHOOL_GRADE and has_school and not items):
                continue
            cards.append(
                KindCard(kind, items, bool(kind.consent_code) and kind.consent_code not in given, is_form_full)
            )
        groups.append(Group(key, str(label), tuple(cards)))
    return groups
