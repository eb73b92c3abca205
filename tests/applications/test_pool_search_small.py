"""Searches in pools of their own: too few to be counted, and read in one moment."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.pool.build import build_pool
from applications.pool.search import PoolQuery, search
from tests.applications.pool_world import CLOSED, OPEN, Applicant, make_applicants, make_department, make_season
from usp.accounts.models import Employer

At = Callable[[str], object]
EMPLOYER = Employer(pk=71)


@pytest.mark.django_db
def test_counts_below_five_are_not_told(at: At) -> None:
    at(CLOSED)
    season = make_season()
    make_applicants(season, [Applicant(make_department("Bilgisayar"), used=int(n > 4)) for n in range(8)])
    make_applicants(season, [Applicant(make_department("Hukuk"), used=int(n > 3)) for n in range(8)])
    build_pool(season=season)
    at(OPEN)
    page = search(season, PoolQuery(), EMPLOYER, allowed_provinces=[6])
    assert [(f.label, f.count) for f in page.facets["groups"]] == [("Bilgisayar", 5), ("Hukuk", None)]
    assert page.total == 9  # the total stays exact


@pytest.mark.django_db(transaction=True)
def test_all_statements_read_one_moment(at: At) -> None:
    at(CLOSED)
    season = make_season()
    make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 6)
    build_pool(season=season)
    at(OPEN)
    with CaptureQueriesContext(connection) as queries:
        assert search(season, PoolQuery(), EMPLOYER, allowed_provinces=[]).total == 6
    statements = [query["sql"].lower() for query in queries]
    assert statements[1] == "set transaction isolation level repeatable read, read only"
    assert statements[0] == "begin"
