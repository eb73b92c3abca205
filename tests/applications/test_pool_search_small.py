"""Searches in pools of their own: too few to be counted, so many at one point that they are walked, one moment."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Mod
from django.test.utils import CaptureQueriesContext

from applications.models import PoolEntry, Season
from applications.pool.build import build_pool
from applications.pool.pseudonyms import row_of
from applications.pool.search import PoolPage, PoolQuery, search
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


def row_numbers(season: Season, page: PoolPage) -> list[int | None]:
    return [row_of(season, EMPLOYER.pk, row.code) for row in page.rows]


@pytest.mark.django_db
def test_a_point_that_hundreds_share_is_walked_in_the_same_order_there_and_back(at: At) -> None:
    at(CLOSED)
    season, department = make_season(), make_department("Bilgisayar")
    others = [Decimal(text) for text in ("2.10", "2.40", "2.70", "3.30", "3.60", "3.90")]
    make_applicants(
        season,
        [
            Applicant(department, gno=gno, provinces=(6,) if number % 20 else (34,), used=int(number % 25 == 1))
            for number, gno in enumerate([Decimal("3.00")] * 480 + others * 7)
        ],
    )
    build_pool(season=season)
    PoolEntry.objects.update(tie=Mod(F("row_no") * 37, 101))  # in no order of the rows, and some share one
    at(OPEN)
    fit = PoolEntry.objects.filter(available=True, provinces__overlap=[6])
    order = list(fit.order_by("-academic", "-tie", "-row_no").values_list("row_no", flat=True))
    hidden = order[30:60:7]
    ask = partial(search, season, employer=EMPLOYER, allowed_provinces=[6, 34], offered=hidden)
    query = PoolQuery(provinces=(6,), hide_offered=True)
    with CaptureQueriesContext(connection) as queries:
        pages = [ask(query=query)]
        while pages[-1].next_cursor:
            pages.append(ask(query=replace(query, cursor=pages[-1].next_cursor), facets=False))
    assert len([one for one in queries if "get_bit" in one["sql"]]) > 15
    assert [number for page in pages for number in row_numbers(season, page)] == [
        number for number in order if number not in hidden
    ]
    back = [pages[-1]]
    while back[-1].previous:
        back.append(ask(query=replace(query, cursor=back[-1].previous), facets=False))
    assert [row_numbers(season, page) for page in reversed(back)] == [row_numbers(season, page) for page in pages]


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
