"""Who asks the pool, and about where and when: answers are given for an employer's own places and times only.

Everything an employer's page reads of the pool goes through here, so that no page can forget whose question it is
(docs/rules.md P1, P4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from applications.models import InternshipWindow, PoolEntry, PoolLink, Season
from applications.pool import search as pool
from applications.pool.cards import Candidate, class_text
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.query import PoolPage, PoolQuery
from applications.pool.selectors import application_behind, candidate, rows_behind
from applications.selectors import current_season
from offers.models import Offer, Position
from offers.periods import Period
from offers.states import Kind, OfferState, PositionState
from usp.accounts.models import Employer, EmployerStatus, User
from usp.core import clock
from usp.reference.models import District, Province


@dataclass(frozen=True)
class Asker:
    """An employer in the current season. Every method answers nothing while it may not look into the pool."""

    employer: Employer
    season: Season | None

    @property
    def approved(self) -> bool:
        """Whether the employer may work at all."""
        return self.employer.status == EmployerStatus.APPROVED

    @cached_property
    def opened(self) -> Season | None:
        """The season whose pool is open to this employer now; None before the day and without approval."""
        if self.season is None or not self.approved or not pool.is_open(self.season):
            return None
        return self.season

    @cached_property
    def positions(self) -> list[Position]:
        """The employer's published positions of the season."""
        found = Position.objects.filter(
            employer=self.employer, season=self.season, state=PositionState.PUBLISHED
        ).select_related("province", "district")
        return list(found)

    @cached_property
    def provinces(self) -> list[Province]:
        """Where the employer may ask who wants to come: its own province, and those of its published positions."""
        wanted = {self.employer.province_id} | {position.province_id for position in self.positions}
        return list(Province.objects.filter(pk__in=wanted).order_by("sort_key"))

    @cached_property
    def districts(self) -> list[District]:
        """Those of its published positions."""
        found = {position.district_id: position.district for position in self.positions}
        return sorted(found.values(), key=lambda district: (district.province_id, str(district)))

    @property
    def province_ids(self) -> list[int]:
        """The numbers of ``provinces``."""
        return [province.pk for province in self.provinces]

    @cached_property
    def periods(self) -> list[Period]:
        """The months and lengths of the season's windows in which one of its internships may begin."""
        ranges = [(one.runs_from, one.runs_until) for one in self.positions if one.kind == Kind.INTERNSHIP]
        if self.season is None or not ranges:
            return []
        windows = InternshipWindow.objects.choosable().filter(season=self.season, starts_on__gt=clock.page_now().date())
        if all(first or last for first, last in ranges):
            inside = Q()
            for first, last in ranges:
                inside |= (Q(starts_on__gte=first) if first else Q()) & (Q(starts_on__lt=last) if last else Q())
            windows = windows.filter(inside)
        months = windows.order_by().values_list("starts_on__year", "starts_on__month", "working_days").distinct()
        return [Period(*month) for month in sorted(months)]

    def search(self, query: PoolQuery, *, facets: bool = True, all_languages: bool = False) -> PoolPage:
        """One page of the pool."""
        if self.opened is None:
            return PoolPage(is_open=False)
        return pool.search(
            self.opened,
            query,
            self.employer,
            allowed_provinces=self.province_ids,
            offered=self.offered(query),
            facets=facets,
            all_languages=all_languages,
        )

    def offered(self, query: PoolQuery) -> list[int]:
        """The rows to whom this employer has sent an offer, where the question leaves them out."""
        if not query.hide_offered or self.season is None:
            return []
        sent = Offer.objects.filter(position__employer=self.employer, position__season=self.season)
        applications = sent.exclude(state=OfferState.UNDONE).order_by().values_list("application_id", flat=True)
        return rows_behind(self.season, list(applications.distinct()))

    def candidate(self, code: str) -> Candidate | None:
        """The candidate whom this employer calls so, with the answers to its own questions."""
        if self.opened is None:
            return None
        return candidate(
            self.opened,
            self.employer.pk,
            code,
            self.province_ids,
            districts=[district.pk for district in self.districts],
            periods=[period.key for period in self.periods],
            institution_id=self.employer.institution_id,
        )

    def application(self, code: str) -> int | None:
        """The application behind a code, for verbs only."""
        return application_behind(self.opened, self.employer.pk, code) if self.opened else None

    def applications(self, codes: Iterable[str]) -> dict[str, int]:
        """The applications behind some codes, in the codes' order; unknown codes are left out. One query."""
        if self.opened is None:
            return {}
        rows = {code: row_of(self.opened, self.employer.pk, code) for code in dict.fromkeys(codes)}
        links = PoolLink.objects.filter(entry__season=self.opened, entry__row_no__in=[n for n in rows.values() if n])
        found = dict(links.values_list("entry__row_no", "application_id"))
        return {code: found[row] for code, row in rows.items() if row in found}

    def shown(self, application_ids: Sequence[int]) -> dict[int, Candidate]:
        """Those of the applications that stand in the open pool, as this employer sees them in lists. One query."""
        if self.opened is None:
            return {}
        links = PoolLink.objects.filter(application_id__in=application_ids, entry__season=self.opened).select_related(
            "entry"
        )
        return {link.application_id: self._listed(self.opened, link.entry) for link in links}

    def _listed(self, season: Season, entry: PoolEntry) -> Candidate:
        names = {province.pk: province.name for province in self.provinces}
        return Candidate(
            code=pseudonym(season, self.employer.pk, entry.row_no),
            group_name=entry.group_name,
            level_text=class_text(entry.level, entry.class_year),
            class_year=entry.class_year,
            academic=entry.academic,
            social=entry.social,
            sport=entry.sport,
            provinces_matched=tuple(name for number, name in names.items() if number in entry.provinces),
            available=entry.available,
        )


def asker_of(user: User) -> Asker:
    """The employer for which somebody asks, in the current season. Two queries."""
    return Asker(user.employer_membership.employer, current_season())
