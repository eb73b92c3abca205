"""docs/seed-coverage.md names a test or a page for every sentence of both seeds; this holds it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_consistency import addresses, test_sources
from usp.guidance import texts

QUESTIONS = [f"A{number}" for number in range(1, 45)] + [f"B{number}" for number in range(1, 13)]
_ROW = re.compile(r"^\| ([AB]\d+)\.(\d+) \| (.+?) \| (.+?) \|$", re.M)


@pytest.fixture(scope="module")
def page() -> str:
    return (Path(settings.ROOT) / "docs" / "seed-coverage.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(page: str) -> list[tuple[str, int, str, list[str]]]:
    """(question, number, words, what keeps it)."""
    return [
        (question, int(number), words, [item.strip("` ") for item in kept.split(",")])
        for question, number, words, kept in _ROW.findall(page)
    ]


def test_every_question_of_both_seeds_has_its_heading_and_rows_in_order(page, rows):
    assert re.findall(r"^## ([AB]\d+) ", page, re.M) == QUESTIONS
    for question in QUESTIONS:
        numbers = [number for found, number, _words, _kept in rows if found == question]
        assert numbers == list(range(1, len(numbers) + 1)) != [], question


def test_every_row_is_readable(page, rows):
    assert len(rows) == len(re.findall(r"^\| [AB]\d", page, re.M))


def test_every_test_page_and_answer_that_is_named_exists(rows):
    files = [text for path, text in test_sources().items() if path.name.startswith("test_")]  # no fixture counts
    tests = {name for text in files for name in re.findall(r"^def (test_\w+)", text, re.M)}
    pages = {name for _path, name, _entry in addresses()}
    answers = {f"portal:faq#{one}" for one in texts.seed_questions().values()}
    known = tests | pages | answers
    missing = {item for *_row, kept in rows for item in kept if item not in known}
    assert missing == set()


def test_every_question_of_both_seeds_is_answered_in_our_own_words():
    assert sorted(texts.seed_questions(), key=QUESTIONS.index) == QUESTIONS
