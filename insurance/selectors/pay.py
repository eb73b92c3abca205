"""What an internship's pay comes to by law: line by line, each ground named, with what is agreed beside it.

Pay falls due after the end, to those who complete (docs/rules.md A11); the law's own minimum comes first and an
announcement beside it (B5); days are calendar days less unexcused absence unless the university counts working days
(B6). For somebody who broke the internship off there is no amount: that is between the two.
"""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from insurance.models import AttendanceDay, PayTerms
from insurance.selectors.compulsory import is_compulsory
from insurance.services.cases import rules_of
from offers.cards.pay import missing_words
from offers.cards.shared import day_range
from offers.models import Placement
from offers.services.wages import wage_table
from offers.states import Kind, PlacementState
from offers.wages import Stretch, WageFacts, wage_for
from usp.calendars.working_days import is_working_day
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_date, tr_decimal, tr_money
from usp.reference.selectors import closed_days

DAY = dt.timedelta(days=1)
PAY_DAY, STATE_DAY = 10, 25
"""Until the 10th of a month the intern is paid, until the 25th the State's share reaches the employer."""


@dataclass(frozen=True)
class GroundLine:
    """One ground that applies to a stretch: its share of the net minimum wage and what that makes a month."""

    label: str
    source: str
    percent: str
    monthly: str
    binds: bool


@dataclass(frozen=True)
class StretchLines:
    """Days with one wage and one set of rates, as a calculation that can be read aloud."""

    period: str
    wage: str
    wage_source: str
    grounds: tuple[GroundLine, ...]
    formula: str
    amount: str
    state: str


@dataclass(frozen=True)
class PaySheet:
    """The pay of one internship. ``stage`` is estimate, over (its outcome waits), due, or talk (no amount).

    ``total`` and ``state_total`` are empty while a day has no row of wages; ``notes`` say what the days rest on.
    ``state_waits``: whether the State shares is the unit's decision, which is still to come.
    """

    stage: str
    stretches: tuple[StretchLines, ...]
    total: str
    state_total: str
    state_why: str
    state_waits: bool
    paid_days: int
    day_word: str
    missing: str
    notes: tuple[str, ...]
    pay_by: str
    state_by: str
    terms: PayTerms | None
    below: str

    @property
    def is_talk(self) -> bool:
        """Whether pay is between the two sides, without an amount."""
        return self.stage == "talk"


@dataclass(frozen=True)
class _Days:
    """Which days of an internship are not paid, and why."""

    unpaid: AbstractSet[dt.date]
    by_working_days: bool
    absent: int
    undated: int


def pay_sheet(placement: Placement) -> PaySheet | None:
    """The calculation; None for shadowing, training and what was cancelled. Six queries, and two for the wages."""
    if placement.kind != Kind.INTERNSHIP or placement.state == PlacementState.CANCELLED:
        return None
    terms = PayTerms.objects.filter(placement=placement).first()
    if placement.state == PlacementState.ABANDONED:
        return PaySheet("talk", (), "", "", "", False, 0, "", "", (), "", "", terms, "")
    days = _days(placement)
    compulsory = is_compulsory(placement)
    facts = _facts(placement, compulsory, days)
    public = placement.offer.position.employer.is_public
    shared = bool(compulsory) and facts.is_known  # nobody is promised what the commission has not decided
    state = sum((one.state_amount for one in facts.stretches), Decimal(0)) if shared else Decimal(0)
    paid = _paid_by(placement, terms)
    return PaySheet(
        stage=_stage(placement),
        stretches=tuple(_lines(one, shows_share=bool(compulsory)) for one in facts.stretches),
        total=tr_money(facts.total) if facts.total is not None else "",
        state_total=tr_money(state) if state else "",
        state_why="" if state else _no_share(public, compulsory, facts),
        state_waits=facts.is_known and not public and compulsory is None,
        paid_days=facts.paid_days,
        day_word=_("iş günü") if days.by_working_days else _("gün"),
        missing=missing_words(facts.missing),
        notes=tuple(_notes(days)),
        pay_by=tr_date(paid),
        state_by=tr_date(paid.replace(day=STATE_DAY)),
        terms=terms,
        below=_below(terms, facts),
    )


def wage_facts(placement: Placement) -> WageFacts:
    """The legal pay of an internship by its own days: absence and the university's way of counting are off (B6)."""
    return _facts(placement, is_compulsory(placement), _days(placement))


def _facts(placement: Placement, compulsory: bool | None, days: _Days) -> WageFacts:
    employer = placement.offer.position.employer
    return wage_for(
        wage_table(),
        is_public=employer.is_public,
        personnel_count=employer.personnel_count,
        starts_on=placement.first_day,
        ends_on=placement.last_day,
        is_compulsory=compulsory,
        unpaid=days.unpaid,
    )


def _days(placement: Placement) -> _Days:
    """Absence by the attendance sheet; what the employer stated beyond it is taken from the last days."""
    closed, week = closed_days(), placement.weekly_days
    span = [placement.first_day + n * DAY for n in range((placement.last_day - placement.first_day).days + 1)]
    try:
        worked = [day for day in span if is_working_day(day, 6 if week == 6 else 5, closed)]
    except RuleViolation:  # outside the known years
        worked = span
    absent = set(
        AttendanceDay.objects.filter(
            placement=placement, status=AttendanceDay.Status.UNEXCUSED, day__range=(span[0], span[-1])
        ).values_list("day", flat=True)
    )
    undated = max((placement.unexcused_days or 0) - len(absent), 0)
    absent |= set([day for day in reversed(worked) if day not in absent][:undated])
    by_working_days = rules_of(placement.department.unit.university).pays_working_days
    idle = set(span) - set(worked) if by_working_days else set()
    return _Days(frozenset(absent | idle), by_working_days, len(absent), undated)


def _lines(stretch: Stretch, *, shows_share: bool) -> StretchLines:
    binding = stretch.binding
    return StretchLines(
        period=day_range(stretch.first, stretch.last),
        wage=tr_money(stretch.wage.net),
        wage_source=stretch.wage.source,
        grounds=tuple(_grounds(stretch)),
        formula=_("%(wage)s × %(percent)s × %(days)d ÷ 30")
        % {"wage": tr_decimal(stretch.wage.net), "percent": percent(binding.row.rate), "days": stretch.paid_days},
        amount=tr_money(stretch.amount),
        state=tr_money(stretch.state_amount) if shows_share and stretch.state_amount else "",
    )


def _grounds(stretch: Stretch) -> list[GroundLine]:
    lines: dict[tuple[str, Decimal], GroundLine] = {}
    for one in stretch.applied:
        key = (one.row.ground, one.row.rate)
        binds = one.binds or (key in lines and lines[key].binds)
        lines[key] = GroundLine(one.row.label, one.row.source, percent(one.row.rate), tr_money(one.monthly), binds)
    return list(lines.values())


def percent(rate: Decimal) -> str:
    """«%30»."""
    return "%" + f"{rate * 100:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _stage(placement: Placement) -> str:
    if placement.state == PlacementState.COMPLETED:
        return "due"
    return "over" if clock.page_now().date() > placement.last_day else "estimate"


def _paid_by(placement: Placement, terms: PayTerms | None) -> dt.date:
    """The pay day of the month after the last day."""
    following = (placement.last_day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return following.replace(day=terms.pay_day if terms else PAY_DAY)


def _no_share(public: bool, compulsory: bool | None, facts: WageFacts) -> str:
    if not facts.is_known:
        return ""
    if public:
        return _("Kamu kurumlarına Devlet katkısı verilmez.")
    if compulsory is None:
        return _("Devlet katkısı, birim bu stajı zorunlu staj sayarsa ödenir; henüz karar verilmedi.")
    if not compulsory:
        return _("Devlet katkısı, öğretim programının zorunlu tuttuğu stajlar içindir.")
    return _("Bu tarihlerde Devlet katkısı veren bir madde yürürlükte değil.")


def _notes(days: _Days) -> list[str]:
    found = [
        _("Üniversite ücreti iş günleri için saydırıyor; hafta tatilleri ve resmî tatiller sayılmaz.")
        if days.by_working_days
        else _("Ücret takvim günleri için sayılır; hafta sonları da içindedir.")
    ]
    if days.absent:
        found.append(_("Özürsüz gelinmeyen %(days)d gün düşüldü.") % {"days": days.absent})
    if days.undated:
        found.append(_("Günü bildirilmeyen %(days)d gün, stajın son günlerinden düşüldü.") % {"days": days.undated})
    return found


def _below(terms: PayTerms | None, facts: WageFacts) -> str:
    """A warning where what was agreed is less than the law's highest month."""
    if terms is None or not facts.monthly:
        return ""
    least = max(facts.monthly)
    if not terms.is_paid:
        return _("Ücret ödenmeyeceği yazılmış; kanun bu tarihler için ayda en az %(least)s öngörüyor.") % {
            "least": tr_money(least)
        }
    if terms.amount is not None and terms.amount < least:
        return _("Yazılan ücret (ayda %(amount)s), kanunun bu tarihler için öngördüğü %(least)s tutarından az.") % {
            "amount": tr_money(terms.amount),
            "least": tr_money(least),
        }
    return ""
