"""A university's terms for papers: until when, to whom, what follows; and what they mean for its windows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import F
from django.utils.translation import gettext as _

from applications.models import InternshipWindow, Season
from applications.window_selectors import managed_university
from insurance.deadline_marks import Mark, after, before
from insurance.deadlines import Deadlines, deadlines, papers_day
from insurance.models import InsuranceCase, PaperRules, SgkSettings
from insurance.services.cases import rules_of
from insurance.states import CaseState
from offers.states import PlacementState
from usp.accounts.models import User
from usp.calendars.working_days import end_date
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import University
from usp.reference.selectors import closed_days

WAITING = (CaseState.AWAITING_DECISION, CaseState.AWAITING_PAPERS)


@dataclass(frozen=True)
class PaperTerms:
    """What a manager may set; the defaults are the rules of a university that has set none."""

    lead_days: int
    lead_unit: str
    last_hour: dt.time
    taken_by: str
    papers_to: str = ""
    explanation: str = ""
    approval_days: int = 3
    late_days: int = 2
    change_days: int = 5
    entry_freezes_dates: bool = False
    starts_on_weekday: int | None = None
    free_days_between: int = 0
    voluntary_days_a_year: int | None = None
    start_form_days: int | None = None
    report_days: int = 15
    wants_report: bool = True
    sick_days: int | None = None
    leave_days: int | None = None
    absence_percent: int = 10
    pays_working_days: bool = False


@dataclass(frozen=True)
class LengthDays:
    """What follows an internship of so many working days in a week of five; None outside the known years."""

    working_days: int
    ends_on: dt.date
    days: Deadlines
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class PaperDeadline:
    """What the rules mean for one start: the last moment, whether it has passed already, and each length's days.

    ``wrong_weekday`` is true where the rules want internships to begin on another day of the week.
    """

    starts_on: dt.date
    lengths: tuple[int, ...]
    rows: tuple[LengthDays, ...]
    is_past: bool
    wrong_weekday: bool

    @property
    def days(self) -> Deadlines | None:
        """The days before the start, which do not hang on the length; None outside the known years."""
        return self.rows[0].days if self.rows else None

    @property
    def marks(self) -> list[Mark]:
        """The days up to the start, in order of time."""
        return before(self.days, self.starts_on) if self.days else []

    @property
    def last(self) -> dt.datetime | None:
        """Until when papers are taken."""
        return self.days.papers_by if self.days else None


@verb
def save_paper_rules(*, actor: User, terms: PaperTerms) -> PaperRules:
    """Write the rules of the actor's university.

    Open cases keep the day they were given, unless the new rules make it later (`recount_papers_due`, each night).
    """
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("Evrak sürelerini yalnızca kariyer merkezi yöneticisi belirler."), code="not_yours")
    PaperRules.objects.get_or_create(university=university, defaults={"changed_at": clock.now()})
    rules = PaperRules.objects.select_for_update(of=("self",), no_key=True).get(university=university)
    for field in fields(PaperTerms):
        value = getattr(terms, field.name)
        setattr(rules, field.name, value.strip() if isinstance(value, str) else value)
    rules.changed_at = clock.now()
    with rule_from_constraint(PaperRules, "paper_rules_lead_days", "paper_rules_last_hour", "paper_rules_days_sane"):
        rules.save()
    return rules


def deadlines_of(university: University, season: Season, rules: PaperRules | None = None) -> list[PaperDeadline]:
    """What the rules (by default the university's own) mean for each published window. Four queries at most."""
    terms, closed, now = rules or rules_of(university), closed_days(), clock.page_now()
    lengths: dict[dt.date, list[int]] = {}
    windows = InternshipWindow.objects.choosable().filter(university=university, season=season)
    for starts_on, days in windows.order_by("starts_on", "working_days").values_list("starts_on", "working_days"):
        lengths.setdefault(starts_on, []).append(days)
    exit_days = exit_days_of(university)
    return [_deadline(starts_on, days, terms, exit_days, closed, now) for starts_on, days in lengths.items()]


def exit_days_of(university: University) -> int:
    """Within how many days the university declares an exit to SGK."""
    return (SgkSettings.objects.filter(university=university).first() or SgkSettings()).exit_days


def recount_papers_due() -> int:
    """Give waiting cases the later day that changed rules or a new closed day make; never an earlier one.

    Whoever was told a day may rely on it. Returns how many cases got a later day. Two queries, and one for each
    university and start whose day moved.
    """
    today = clock.today()
    waiting = InsuranceCase.objects.filter(
        state__in=WAITING, placement__state=PlacementState.CONFIRMED, placement__dates__startswith__gt=today
    )
    starts = (
        waiting.annotate(
            university=F("placement__department__unit__university"),
            first_day=F("placement__dates__startswith"),
        )
        .order_by()
        .values_list("university", "first_day")
        .distinct()
    )
    own = {one.university_id: one for one in PaperRules.objects.all()}
    usual, closed, moved = PaperRules(), closed_days(), 0
    for university, first_day in starts:
        try:
            due = papers_day(own.get(university, usual), first_day, closed)
        except RuleViolation:  # outside the known years: the day that was given stays
            continue
        moved += waiting.filter(
            placement__department__unit__university=university,
            placement__dates__startswith=first_day,
            papers_due_on__lt=due,
        ).update(papers_due_on=due)
    return moved


def _deadline(
    starts_on: dt.date,
    lengths: Iterable[int],
    rules: PaperRules,
    exit_days: int,
    closed: frozenset[dt.date],
    now: dt.datetime,
) -> PaperDeadline:
    wrong = rules.starts_on_weekday is not None and starts_on.isoweekday() != rules.starts_on_weekday
    rows = []
    for length in lengths:
        try:
            ends_on = end_date(starts_on, length, closed=closed)
            days = deadlines(rules, starts_on, ends_on, exit_days=exit_days, closed=closed)
        except RuleViolation:  # outside the known years, or on a day that was closed since
            continue
        label = _("%(days)d iş günlük stajın son günü") % {"days": length}
        rows.append(LengthDays(length, ends_on, days, tuple(after(days, ends_on, rules, label=label))))
    is_past = bool(rows) and rows[0].days.papers_by <= now
    return PaperDeadline(starts_on, tuple(lengths), tuple(rows), is_past, wrong)
