"""A candidate's name is a permutation per employer and season, and says nothing to anybody else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Season
from applications.pool.pseudonyms import _permute, _restore, pseudonym, row_of

rows = st.integers(0, 2**31 - 1)
employers = st.integers(1, 100_000)
SEASON, NEXT_SEASON = Season(pk=1), Season(pk=2)


@given(rows, employers)
def test_a_name_leads_back_to_its_row_and_looks_like_one(row_no: int, employer: int) -> None:
    code = pseudonym(SEASON, employer, row_no)
    assert re.fullmatch(r"A-[0-9A-HJKMNP-TV-Z]{7}", code)
    assert row_of(SEASON, employer, code) == row_no


@given(st.integers(0, 2**35 - 1), st.binary(min_size=32, max_size=32))
def test_all_35_bits_are_permuted(number: int, key: bytes) -> None:
    assert 0 <= _permute(key, number) < 2**35
    assert _restore(key, _permute(key, number)) == number
    assert _permute(key, _restore(key, number)) == number


def test_no_two_rows_share_a_name_with_one_employer() -> None:
    assert len({pseudonym(SEASON, 7, row_no) for row_no in range(20_000)}) == 20_000


def test_no_two_employers_and_no_two_seasons_see_one_name() -> None:
    names = [
        pseudonym(season, employer, row)
        for season in (SEASON, NEXT_SEASON)
        for employer in (1, 2, 3)
        for row in range(500)
    ]
    assert len(set(names)) == len(names)


@given(rows, employers, employers)
def test_another_employers_name_never_leads_to_the_row(row_no: int, employer: int, other: int) -> None:
    if employer != other:
        assert row_of(SEASON, other, pseudonym(SEASON, employer, row_no)) != row_no


@pytest.mark.parametrize(
    "code", ["", "A-", "7K3M9Q2", "A-7K3M9Q", "A-7K3M9Q22", "A-7K3M9QI", "a-7k3m9q2", "A-ÇK3M9Q2", "B-7K3M9Q2"]
)
def test_what_cannot_be_a_name_is_none(code: str) -> None:
    assert row_of(SEASON, 1, code) is None


def test_names_do_not_depend_on_order() -> None:
    """Neighbouring rows get names without a common beginning."""
    codes = [pseudonym(SEASON, 1, row_no) for row_no in range(200)]
    assert len({code[2:5] for code in codes}) > 180
    assert codes != sorted(codes)
