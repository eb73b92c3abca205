"""A prepared read answers what the queryset itself would, for each caller and each moment, in the same queries."""

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import QuerySet, Value

from tests.factories import UnitFactory, UniversityFactory
from usp.core import clock, per_request
from usp.core.prepared import Prepared
from usp.reference.models import Unit, University

pytestmark = pytest.mark.django_db


def units(*, university: int) -> QuerySet[Unit]:
    return (
        Unit.objects.filter(university=university)
        .select_related("university")
        .annotate(at=Value(clock.page_now()), one=Value(1))
        .order_by("pk")
    )


@pytest.fixture
def two():
    first, second = UniversityFactory(code="bir"), UniversityFactory(code="iki")
    for code in ("a", "b"):
        UnitFactory(university=first, code=code)
    UnitFactory(university=second)
    return first, second


def test_each_caller_gets_rows_of_its_own_with_what_is_joined_and_annotated(two, at, django_assert_num_queries):
    prepared = Prepared(units)
    for moment in ("2024-04-17 16:59:59", "2024-04-17 17:00"):
        at(moment)
        for university in (*two, two[0]):
            with per_request.one_request():
                now = clock.page_now()
                with django_assert_num_queries(1):
                    rows = prepared(university=university.pk)
                    assert {row.university.name for row in rows} == {university.name}
            assert rows == list(units(university=university.pk))
            assert {(row.at, row.one) for row in rows} == {(now, 1)}


def test_the_sql_is_written_once(two):
    built = []

    def build(*, university: int) -> QuerySet[Unit]:
        built.append(university)
        return units(university=university)

    prepared = Prepared(build)
    assert [len(prepared(university=one.pk)) for one in two] == [2, 1]
    assert len(built) == 1


def test_a_number_that_does_not_reach_the_query_is_an_error(two):
    with pytest.raises(ImproperlyConfigured, match="other"):
        Prepared(lambda *, university, other: units(university=university))(university=two[0].pk, other=1)


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_sql_and_not_the_connection():
    university = UniversityFactory(code="bir")
    prepared: Prepared[University] = Prepared(lambda *, pk: University.objects.filter(pk=pk))
    assert prepared(pk=university.pk) == [university]
    found = []

    def read() -> None:
        found.extend(prepared(pk=university.pk))
        connection.close()

    other = threading.Thread(target=read)
    other.start()
    other.join()
    assert found == [university]
