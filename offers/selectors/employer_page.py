"""What students may know of an employer: who it is, what it offers this season, how its earlier interns fared.

Nothing here comes from a student's side, and nothing says who looked at whom: figures appear only when enough people
stand behind them (docs/rules.md I7, A43).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from applications.models import Season
from offers.models import Offer, Placement, Position
from offers.states import Kind, PlacementState, PositionState
from usp.accounts.models import Employer, EmployerStatus, User

SMALLEST = 5
"""Fewer people than these stand behind no figure."""
PERSONNEL_BANDS = ((20, "1–19"), (50, "20–49"), (250, "50–249"), (1000, "250–999"))
_ENDED = (PlacementState.COMPLETED, PlacementState.CANCELLED, PlacementState.ABANDONED)

# For each offer with a seat and a yes: when that was, and what the employer made of it in the end.
_AFTER_A_YES = """
    select count(*) filter (where became = 'confirmed'),
           count(*) filter (where became in ('withdrawn', 'lapsed')),
           avg(confirmed_at - yes_at) filter (where became = 'confirmed')
    from (
      select (select min(t.at) from offers_offertransition t where t.offer_id = o.id and t.to_state = 'accepted')
               yes_at,
             (select min(t.at) from offers_offertransition t where t.offer_id = o.id and t.to_state = 'confirmed')
               confirmed_at,
             (select t.to_state from offers_offertransition t
               where t.offer_id = o.id and t.from_state in ('accepted', 'evaluating') order by t.id desc limit 1) became
      from offers_offer o join offers_position p on p.id = o.position_id
      where p.employer_id = %s
    ) answered
    where yes_at is not null
"""


@dataclass(frozen=True)
class SeasonFigure:
    """How many interns an employer had in one season; None for fewer than ``SMALLEST``."""

    season: str
    interns: int | None


@dataclass(frozen=True)
class Reliability:
    """Whole per cents and days; None where fewer than ``SMALLEST`` cases stand behind it."""

    kept: int | None
    """Of the offers that students accepted: how many the employer neither withdrew nor let lapse."""
    days_to_confirm: int | None
    """From the student's yes with a seat to the final approval, on average."""
    completed: int | None
    """Of the internships that ended: how many were completed."""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return any(figure is not None for figure in (self.kept, self.days_to_confirm, self.completed))


def employers_shown_to(user: User) -> QuerySet[Employer]:
    """Whose page somebody may open: approved ones everybody signed in, the own one its people, operators all.

    A suspended employer stays visible to a student who has an offer of it.
    """
    employers = Employer.objects.select_related("province", "district")
    if user.is_operator:
        return employers
    shown = Q(status=EmployerStatus.APPROVED)
    if user.is_employer:
        membership = getattr(user, "employer_membership", None)
        shown |= Q(pk=membership.employer_id if membership else None)
    elif user.is_student:
        offered = Offer.objects.visible_to(user).values("position__employer")
        shown |= Q(pk__in=offered)
    return employers.filter(shown)


def personnel_band(employer: Employer) -> str:
    """«20–49»: the number of people as a band."""
    return next((band for below, band in PERSONNEL_BANDS if employer.personnel_count < below), "1.000+")


def published_positions(employer: Employer, season: Season | None) -> QuerySet[Position]:
    """What the employer offers in the season. One query."""
    return (
        Position.objects.filter(employer=employer, season=season, state=PositionState.PUBLISHED)
        .select_related("province", "district")
        .order_by("title", "pk")
    )


def past_interns(employer: Employer, season: Season | None) -> list[SeasonFigure]:
    """Interns by earlier season, newest first. One query."""
    placements = Placement.objects.filter(offer__position__employer=employer, offer__kind=Kind.INTERNSHIP).exclude(
        state=PlacementState.CANCELLED
    )
    rows = (
        placements.exclude(offer__position__season=season)
        .values("offer__position__season__name", "offer__position__season__applications_open_at")
        .annotate(interns=Count("pk"))
        .order_by("-offer__position__season__applications_open_at")
    )
    return [
        SeasonFigure(row["offer__position__season__name"], row["interns"] if row["interns"] >= SMALLEST else None)
        for row in rows
    ]


def reliability(employer: Employer) -> Reliability:
    """How the employer has dealt with offers that students said yes to. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_AFTER_A_YES, [employer.pk])
        confirmed, dropped, waited = cursor.fetchone()
    ended = Placement.objects.filter(offer__position__employer=employer, state__in=_ENDED).aggregate(
        all=Count("pk"), completed=Count("pk", filter=Q(state=PlacementState.COMPLETED))
    )
    return Reliability(
        kept=_per_cent(confirmed, confirmed + dropped),
        days_to_confirm=_days(waited) if confirmed >= SMALLEST else None,
        completed=_per_cent(ended["completed"], ended["all"]),
    )


def _per_cent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= SMALLEST else None


def _days(waited: dt.timedelta | None) -> int | None:
    return None if waited is None else max(1, round(waited / dt.timedelta(days=1)))
