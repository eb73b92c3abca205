"""Legal pay in words: so much a month, on which ground, about how much for these dates (docs/rules.md A11, B5)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from offers.cards.shared import day_range, days_of
from offers.models import Offer
from offers.states import Kind
from offers.wages import Applied, WageFacts, WageTable, wage_for
from usp.core.templatetags.usp import tr_money


@dataclass(frozen=True)
class PayLine:
    """One ground: what it says a month, and whether it is the one that binds."""

    ground: str
    monthly: str
    source: str
    binds: bool


@dataclass(frozen=True)
class PayNote:
    """What a student reads about pay. ``total`` is empty while a day of the internship has no wage on record."""

    monthly: str
    total: str
    lines: tuple[PayLine, ...]
    missing: str

    @property
    def differs(self) -> bool:
        """Whether the grounds say different amounts, so that it matters which one binds."""
        return len({line.monthly for line in self.lines}) > 1


def pay_of(offer: Offer, table: WageTable) -> PayNote | None:
    """The legal pay of an internship offer; job shadowing and training have none (A3)."""
    if offer.kind != Kind.INTERNSHIP:
        return None
    employer, days = offer.position.employer, days_of(offer)
    return pay_note(
        wage_for(
            table,
            is_public=employer.is_public,
            personnel_count=employer.personnel_count,
            starts_on=days.first_day,
            ends_on=days.last_day,
        )
    )


def pay_note(facts: WageFacts) -> PayNote:
    """The figures in words."""
    total = ""
    if facts.total is not None:
        total = _("Bu tarihler için yaklaşık %(amount)s (%(days)d gün)") % {
            "amount": tr_money(facts.total),
            "days": facts.paid_days,
        }
    return PayNote(_monthly(facts.monthly), total, _lines(facts.rates), missing_words(facts.missing))


def _monthly(amounts: Sequence[Decimal]) -> str:
    if not amounts:
        return _("Bu tarihler için ücret satırı yok")
    if len(amounts) == 1:
        return _("%(amount)s / ay") % {"amount": tr_money(amounts[0])}
    return _("%(before)s, sonra %(after)s / ay") % {"before": tr_money(amounts[0]), "after": tr_money(amounts[-1])}


def _lines(rates: Sequence[Applied]) -> tuple[PayLine, ...]:
    """Each ground once: what the State adds to the employer changes nothing for the student."""
    lines: dict[tuple[str, Decimal], PayLine] = {}
    for one in rates:
        key = (one.row.ground, one.monthly)
        text = _("%(amount)s / ay") % {"amount": tr_money(one.monthly)}
        binds = one.binds or (key in lines and lines[key].binds)
        lines[key] = PayLine(one.row.label, text, one.row.source, binds)
    return tuple(lines.values())


def missing_words(spans: Sequence[tuple[dt.date, dt.date]]) -> str:
    """For which days no wage is on record; empty where every day has its row."""
    if not spans:
        return ""
    days = ", ".join(day_range(first, last) for first, last in spans)
    return _("%(days)s için asgari ücret henüz açıklanmadı; tutar açıklanınca burada görünür.") % {"days": days}
