"""Reads around new dates: what a judgement rests on, a placement's proposals, and which wait for whom (rules A10)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from applications.lengths import lengths_for
from applications.models import InternshipWindow, Season
from applications.window_selectors import rules_of as window_rules_of
from applications.window_selectors import terms_of
from insurance.date_rules import DateFacts, Judgement, NamedSpan, Span, judge, new_span
from insurance.models import DateChange, DateChangeState, InsuranceCase, UnitDecision
from insurance.selectors.compulsory import is_compulsory
from insurance.services.cases import rules_of
from insurance.states import AT_SGK, WITHOUT_ENTRY
from offers.models import Offer, Placement
from offers.states import LIVE_OFFER, LIVE_PLACEMENT, Kind, OfferState, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, UniversityAction, employer_may, university_may
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.reference.models import University
from usp.reference.selectors import closed_days

Side = DateChange.Side
DAY = dt.timedelta(days=1)


def span_of(placement: Placement) -> Span:
    """The placement's dates as they stand."""
    return Span(placement.first_day, placement.last_day, placement.working_days, placement.weekly_days)


def span_of_change(change: DateChange) -> Span:
    """The dates a proposal asks for."""
    return Span(change.dates.lower, change.dates.upper - DAY, change.working_days, change.weekly_days)


def facts_of(placement: Placement, now: dt.datetime) -> DateFacts:
    """Everything a judgement about new dates of this placement rests on. Eleven queries."""
    department = placement.department
    university, season = department.unit.university, placement.application.season
    case = case_state_of(placement)
    others = list(
        Placement.objects.filter(student=placement.student_id, state__in=LIVE_PLACEMENT)
        .exclude(pk=placement.pk)
        .select_related("offer")
    )
    compulsory = is_compulsory(placement)
    return DateFacts(
        now=now,
        was=span_of(placement),
        rules=rules_of(university),
        starts=_window_starts(university, season),
        lengths=lengths_for(department, season),
        terms=[NamedSpan(term.name, term.starts_on, term.ends_on) for term in terms_of(university)],
        overlap=window_rules_of(university).term_overlap,
        placements=[NamedSpan(one.offer.terms["employer"], one.first_day, one.last_day) for one in others],
        offers=_live_offers(placement),
        insured_before=_insured_days(others, placement.first_day.year),
        is_compulsory=bool(compulsory),
        entry_declared=case in AT_SGK,
        could_not_start=could_not_start(placement, case, now),
        closed=closed_days(),
    )


def case_state_of(placement: Placement) -> str | None:
    """Where the placement's insurance stands; None for shadowing and training."""
    return InsuranceCase.objects.filter(placement=placement).values_list("state", flat=True).first()


def could_not_start(placement: Placement, case_state: str | None, now: dt.datetime) -> bool:
    """Whether the start day has come before SGK was told: an internship that nobody may begin (rules A1)."""
    return now.date() >= placement.first_day and case_state in WITHOUT_ENTRY


def judgement_of(placement: Placement, span: Span, now: dt.datetime) -> Judgement:
    """Hold these dates against everything known. RuleViolation outside the known years."""
    return judge(span, facts_of(placement, now))


def calculated(placement: Placement, starts_on: dt.date, working_days: int, weekly_days: int) -> Judgement:
    """The calculator of the page: the last day, and what the dates would mean. RuleViolation with its sentence."""
    return judgement_of(placement, new_span(starts_on, working_days, weekly_days, closed_days()), clock.page_now())


def latest_decision(placement: Placement, subject: str) -> UnitDecision | None:
    """The decision that holds: the last one of its subject."""
    return (
        UnitDecision.objects.filter(placement=placement, subject=subject)
        .select_related("decided_by", "guidelines")
        .order_by("-pk")
        .first()
    )


def open_change(placement: Placement) -> DateChange | None:
    """The proposal that waits for somebody, if there is one."""
    return DateChange.objects.filter(placement=placement, state=DateChangeState.OPEN).first()


def side_of(user: User, placement: Placement) -> str:
    """On whose behalf the user acts here; empty for whoever may only look on."""
    if user.is_student:
        return Side.STUDENT
    if user.is_employer:
        return Side.EMPLOYER if employer_may(user, EmployerAction.END_PLACEMENTS) else ""
    unit = placement.department.unit
    if user.is_career_center and university_may(user, UniversityAction.SEE_INTERNS, unit):
        return Side.CENTER
    return ""


def decides_for_unit(user: User, placement: Placement) -> bool:
    """Whether the user agrees or refuses in the unit's name: the commission, and the centre's manager."""
    return user.is_career_center and university_may(user, UniversityAction.DECIDE_COMPULSORY, placement.department.unit)


def missing_agreements(change: DateChange) -> list[str]:
    """Whose yes is still missing, of an open proposal."""
    if change.state != DateChangeState.OPEN:
        return []
    wanted = [
        (Side.STUDENT, change.student_agreed_at, True),
        (Side.EMPLOYER, change.employer_agreed_at, True),
        (Side.CENTER, change.unit_agreed_at, change.needs_unit),
    ]
    return [side for side, agreed_at, needed in wanted if needed and agreed_at is None]


def open_for_center(user: User) -> "QuerySet[DateChange]":
    """Open proposals of the official's units, those that begin soonest first."""
    return (
        DateChange.objects.filter(
            state=DateChangeState.OPEN,
            placement__in=Placement.objects.visible_to(user).filter(state=PlacementState.CONFIRMED),
        )
        .select_related(
            "placement__student__user", "placement__department__unit", "placement__offer__position__employer"
        )
        .order_by("was", "pk")
    )


@dataclass(frozen=True)
class Agreement:
    """One side of a proposal: whose, whether it must agree at all, and since when it does."""

    label: str
    agreed_at: dt.datetime | None
    proposed: bool


@dataclass(frozen=True)
class ChangeView:
    """A proposal as one side sees it: what it means today, who has agreed, and what this side may do."""

    change: DateChange
    span: Span
    judgement: Judgement | None
    agreements: tuple[Agreement, ...]
    may_agree: bool
    may_refuse: bool
    may_take_back: bool
    for_unit: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.change.state == DateChangeState.OPEN


@dataclass(frozen=True)
class DatesView:
    """Everything a page about a placement's dates shows to one side."""

    placement: Placement
    side: str
    open: ChangeView | None
    earlier: list[ChangeView]
    may_propose: bool
    decides: bool
    has_begun: bool


def dates_view(user: User, placement: Placement) -> DatesView:
    """What the user sees of a placement's dates and may do about them; internships only."""
    now, side = clock.page_now(), side_of(user, placement)
    case = case_state_of(placement)
    decides = decides_for_unit(user, placement)
    changes = list(DateChange.objects.filter(placement=placement).select_related("unit_agreed_by"))
    views = [_change_view(one, placement, side, decides, now) for one in changes]
    pending = next((view for view in views if view.is_open), None)
    return DatesView(
        placement=placement,
        side=side,
        open=pending,
        earlier=[view for view in views if not view.is_open],
        may_propose=bool(side) and pending is None and may_change(placement, now),
        decides=decides,
        has_begun=placement.first_day <= now.date() and not could_not_start(placement, case, now),
    )


def may_change(placement: Placement, now: dt.datetime) -> bool:
    """Whether the placement's dates may still change at all."""
    return (
        placement.kind == Kind.INTERNSHIP
        and placement.state == PlacementState.CONFIRMED
        and now.date() < placement.last_day
    )


def _change_view(change: DateChange, placement: Placement, side: str, decides: bool, now: dt.datetime) -> ChangeView:
    span = span_of_change(change)
    judgement = _judged(placement, span, now) if change.state == DateChangeState.OPEN else None
    if judgement is not None and judgement.needs_unit:
        change.needs_unit = True  # what was in time when it was proposed may be late today; the verb writes it
    missing = missing_agreements(change)
    own = bool(missing) and side == change.side
    answers = side in missing and (side != Side.CENTER or decides)
    return ChangeView(
        change=change,
        span=span,
        judgement=judgement,
        agreements=_agreements(change),
        may_agree=answers and not (judgement and judgement.stops),
        may_refuse=bool(missing)
        and not own
        and bool(side)
        and (side != Side.CENTER or (decides and change.needs_unit)),
        may_take_back=own,
        for_unit=side == Side.CENTER,
    )


def _judged(placement: Placement, span: Span, now: dt.datetime) -> Judgement | None:
    try:
        return judgement_of(placement, span, now)
    except RuleViolation:  # outside the known years; the verb says so
        return None


def _agreements(change: DateChange) -> tuple[Agreement, ...]:
    rows = [
        (Side.STUDENT, change.student_agreed_at, True),
        (Side.EMPLOYER, change.employer_agreed_at, True),
        (Side.CENTER, change.unit_agreed_at, change.needs_unit or change.side == Side.CENTER),
    ]
    return tuple(
        Agreement(str(Side(side).label), agreed_at, side == change.side) for side, agreed_at, shown in rows if shown
    )


def _window_starts(university: University, season: Season) -> frozenset[dt.date]:
    windows = InternshipWindow.objects.choosable().filter(university=university, season=season)
    return frozenset(windows.values_list("starts_on", flat=True))


def _live_offers(placement: Placement) -> list[NamedSpan]:
    live = Offer.objects.filter(application__student=placement.student_id, state__in=LIVE_OFFER)
    rows = live.exclude(state=OfferState.CONFIRMED).values_list("terms__employer", "starts_on", "ends_on")
    return [NamedSpan(*row) for row in rows]


def _insured_days(others: list[Placement], year: int) -> int:
    return sum(
        span_of(one).calendar_days for one in others if one.kind == Kind.INTERNSHIP and one.first_day.year == year
    )
