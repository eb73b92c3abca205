"""Reads of single candidates: an employer's by its own pseudonym, the student's of the own card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from applications.models import (
    Application,
    Language,
    PoolEntry,
    PoolLink,
    Score,
    ScoreCategory,
    Season,
)
from applications.pool.cards import Breakdown, Candidate, class_text
from applications.pool.facets import LANGUAGE_LEVELS, period_value
from applications.pool.looks import Look, latest_looks
from applications.pool.profiles import breakdown, preview_lines
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.search import is_open
from usp.reference.models import District, Province

_LOOKS_SHOWN = 3


@dataclass(frozen=True)
class ProfileCard:
    """«Profilim»: the card employers see, and beside it what only the student sees.

    Before the pool is made ``in_pool`` is false and the card is a preview. ``provinces`` are those by which the
    student can be found; an employer reads of them only what it asks.
    """

    candidate: Candidate
    breakdown: tuple[Breakdown, ...]
    in_pool: bool
    provinces: tuple[str, ...]
    scores: tuple[tuple[str, Decimal], ...]
    looks: tuple[Look, ...]


def candidate(
    season: Season,
    employer_id: int,
    code: str,
    allowed_provinces: Sequence[int] = (),
    *,
    districts: Sequence[int] = (),
    periods: Sequence[str] = (),
    languages: Sequence[tuple[int, int]] = (),
    institution_id: int | None = None,
) -> Candidate | None:
    """The candidate whom this employer knows by the code; None for anything else and before the pool opens.

    ``available`` is false when no internship right is left. The provinces, districts, periods (keys like
    «2024-08-20»), (language, lowest level) pairs and the institution answered are the employer's own, where its
    positions are and run.
    """
    row_no = row_of(season, employer_id, code)
    if row_no is None or not is_open(season):
        return None
    entry = (
        PoolEntry.objects.filter(season=season, row_no=row_no).select_related("profile", "link__application").first()
    )
    if entry is None:
        return None
    shown = _candidate(entry, code=pseudonym(season, employer_id, row_no))
    return replace(
        shown,
        available=entry.link.application.right_left if hasattr(entry, "link") else False,
        provinces_matched=_province_names(set(allowed_provinces) & set(entry.provinces)),
        districts_matched=_district_names(entry, districts),
        periods_matched=tuple(sorted({key for key in periods if period_value(key) in entry.periods})),
        languages_matched=_language_names(entry, languages),
        prefers_us=institution_id is not None and institution_id in entry.institutions,
    )


def application_behind(season: Season, employer_id: int, code: str) -> int | None:
    """The application behind an employer's pseudonym, for the verbs that write to the student. Never for a page."""
    row_no = row_of(season, employer_id, code)
    if row_no is None or not is_open(season):
        return None
    return (
        PoolLink.objects.filter(entry__season=season, entry__row_no=row_no)
        .values_list("application_id", flat=True)
        .first()
    )


def card_for(application: Application) -> ProfileCard | None:
    """The student's own card; None until the application has scores, which it gets on completion."""
    order = list(ScoreCategory.values)
    scores = sorted(application.scores.select_related("method"), key=lambda score: order.index(score.category))
    if not scores:
        return None
    entry = PoolEntry.objects.filter(link__application=application).select_related("profile").first()
    shown = _candidate(entry, code="") if entry else _preview(application, scores)
    findable = entry.provinces if entry else application.province_preferences.values_list("province_id", flat=True)
    return ProfileCard(
        candidate=shown,
        breakdown=breakdown(shown),
        in_pool=entry is not None,
        provinces=_province_names(findable),
        scores=tuple((str(score.get_category_display()), score.points) for score in scores),
        looks=latest_looks(application, _LOOKS_SHOWN),
    )


def _candidate(entry: PoolEntry, *, code: str) -> Candidate:
    return Candidate(
        code=code,
        group_name=entry.group_name,
        level_text=class_text(entry.level, entry.class_year),
        class_year=entry.class_year,
        academic=entry.academic,
        social=entry.social,
        sport=entry.sport,
        available=entry.available,
        lines=entry.profile.lines if hasattr(entry, "profile") else (),
    )


def _preview(application: Application, scores: Sequence[Score]) -> Candidate:
    department = application.department
    points = {score.category: int(score.points // score.method.pool_step * score.method.pool_step) for score in scores}
    return Candidate(
        code="",
        group_name=department.group.name if department else "",
        level_text=class_text(application.level, application.class_year),
        class_year=application.class_year,
        academic=points.get("academic", 0),
        social=points.get("social", 0),
        sport=points.get("sport", 0),
        available=application.right_left,
        lines=preview_lines(application, scores[0].method),
    )


def _district_names(entry: PoolEntry, asked: Iterable[int]) -> tuple[str, ...]:
    """Of these districts the ones chosen, by themselves or with their whole province."""
    chosen = Q(pk__in=entry.districts) | Q(province__in=entry.whole_provinces)
    found = District.objects.filter(chosen, pk__in=list(asked)).order_by("sort_key", "pk")
    return tuple(found.values_list("name", flat=True))


def _language_names(entry: PoolEntry, asked: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Of these (language, lowest level) pairs the ones that the entry reaches: «İngilizce B2»."""
    known = {one // 10: one % 10 for one in entry.languages}
    reached = {pk: level for pk, level in sorted(asked) if 1 <= level <= known.get(pk, 0)}
    return tuple(f"{one} {LANGUAGE_LEVELS[reached[one.pk] - 1]}" for one in Language.objects.filter(pk__in=reached))


def _province_names(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(Province.objects.filter(pk__in=list(numbers)).order_by("sort_key").values_list("name", flat=True))


def rows_behind(season: Season, application_ids: Sequence[int]) -> list[int]:
    """The row numbers of these applications, for ``hide_offered``. Never for a page."""
    links = PoolLink.objects.filter(entry__season=season, application_id__in=application_ids)
    return list(links.values_list("entry__row_no", flat=True).order_by("entry__row_no"))
