"""Saved searches: kept for the employer's people, refreshed once a day for all at once (docs/rules.md P7)."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.models import Season
from applications.pool import saved as pool_saved
from applications.pool.saved import SavedQuery
from applications.pool.search import count, is_open
from applications.selectors import current_season
from offers.asking import Asker
from offers.forms.pool import PoolFilterForm
from offers.models import SavedSearch
from usp.accounts.models import Employer, EmployerStatus, User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

MOST_SEARCHES = 20


@verb
def save_search(*, season: Season, name: str, query: str, actor: User) -> SavedSearch:
    """Keep a search under a name. What it finds now is the ground against which tomorrow's news are counted."""
    employer = _employer(actor)
    if SavedSearch.objects.filter(employer=employer, season=season).count() >= MOST_SEARCHES:
        raise RuleViolation(_("Bir dönemde en çok 20 arama saklanabilir; kullanmadığınız birini silin."))
    asker = Asker(employer, season)
    now = clock.now()
    with rule_from_constraint(SavedSearch, "saved_search_name_once"):
        kept = SavedSearch.objects.create(
            employer=employer, season=season, name=name, query=query, created_by=actor, created_at=now
        )
    question = _question(asker, kept)
    kept.total = _total(season, question)
    kept.computed_at = now
    kept.save(update_fields=["total", "computed_at"])
    pool_saved.remember(season, question)
    return kept


@verb
def rename_search(*, search_id: int, name: str, actor: User) -> None:
    """Give a search another name."""
    found = SavedSearch.objects.get(pk=search_id, employer=_employer(actor))
    with rule_from_constraint(SavedSearch, "saved_search_name_once"):
        SavedSearch.objects.filter(pk=found.pk).update(name=name)


@verb
def delete_search(*, search_id: int, actor: User) -> None:
    """Forget a search and what it found."""
    found = SavedSearch.objects.get(pk=search_id, employer=_employer(actor))
    pool_saved.forget(found.pk)
    found.delete()


@verb
def look_at_news(*, search_id: int, actor: User) -> SavedSearch:
    """Somebody opens the new ones; the next refresh begins from what the search has found by then."""
    found = SavedSearch.objects.get(pk=search_id, employer=_employer(actor))
    pool_saved.looked(found.pk)
    return found


def refresh_all() -> int:
    """Once a day: total and news of every saved search of the open season. Answers how many there were."""
    season = current_season()
    if season is None or not is_open(season):
        return 0
    searches = SavedSearch.objects.filter(season=season, employer__status=EmployerStatus.APPROVED)
    found = list(searches.select_related("employer").order_by("employer", "pk"))
    if not found:
        return 0
    return _refresh(season, found)


@verb
def _refresh(season: Season, found: Sequence[SavedSearch]) -> int:
    askers: dict[int, Asker] = {}
    questions = []
    for one in found:
        asker = askers.setdefault(one.employer_id, Asker(one.employer, season))
        questions.append(_question(asker, one))
    pool_saved.refresh_saved(season, questions)
    fresh = pool_saved.news([one.pk for one in found])
    now = clock.now()
    for one, question in zip(found, questions, strict=True):
        one.total = _total(season, question)
        one.new_count, one.computed_at = fresh.get(one.pk, 0), now
    SavedSearch.objects.bulk_update(found, ["total", "new_count", "computed_at"])
    return len(found)


def kept_query(query: str) -> str:
    """A search's address as it is kept: what is asked, without page, order of pages or news."""
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=False)
    kept = QueryDict(mutable=True)
    for name, value in pairs:
        if name not in ("sayfa", "yeni", "diller", "ara"):
            kept.appendlist(name, value)
    return kept.urlencode()


def _total(season: Season, question: SavedQuery) -> int:
    return count(
        season,
        question.query,
        question.employer,
        allowed_provinces=question.allowed_provinces,
        offered=question.offered,
    )


def _question(asker: Asker, one: SavedSearch) -> SavedQuery:
    form = PoolFilterForm(QueryDict(one.query), asker=asker)
    return SavedQuery(one.pk, form.query, asker.employer, asker.province_ids, asker.offered(form.query))


def _employer(actor: User) -> Employer:
    return actor.employer_membership.employer
