"""docs/seed-coverage.md names a test or a page for every sentence of both seeds; this holds it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import SeasonFactory
from tests.test_consistency import addresses, test_sources
from usp.guidance import markup, texts
from usp.portal.season_facts import facts_of

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


def missing(rows) -> set[str]:
    """What a row names although there is no such test, page or answer."""
    files = [text for path, text in test_sources().items() if path.name.startswith("test_")]  # no fixture counts
    tests = {name for text in files for name in re.findall(r"^def (test_\w+)", text, re.M)}
    pages = {name for _path, name, _entry in addresses()}
    answers = {f"portal:faq#{one}" for one in texts.seed_questions().values()}
    known = tests | pages | answers
    return {item for *_row, kept in rows for item in kept if item not in known}


def test_every_test_page_and_answer_that_is_named_exists(rows):
    assert missing(rows) == set()


@pytest.mark.parametrize("name", ["test_nobody_wrote_this", "portal:nowhere", "portal:faq#yok", "texts", "answers_of"])
def test_a_name_of_nothing_is_noticed(rows, name):
    assert missing([*rows, ("A1", 99, "sentence", [name])]) == {name}


def test_every_sentence_has_a_test_of_its_own(rows):
    assert [f"{question}.{number}" for question, number, _words, kept in rows if not any(
        one.startswith("test_") for one in kept
    )] == []  # fmt: skip


# Sentences that advise people: the answer that says it, and how. The portal can do no more.
ADVICE = {
    "A13.1": ("hata-aliyorum", "Önce başvuru adımlarını eksiksiz izlediğinizi denetleyin"),
    "A16.3": ("il-tercihi", "ulaşım ve konaklama adaya aittir"),
    "A16.4": ("il-tercihi", "İşverenler bu sıraya bakarak o ilde kalacak yerinizin ve yolunuzun hazır olduğunu"),
    "A17.4": ("ilce-tercihi", "Ulaşım ve konaklamayı düşünerek seçin"),
    "A17.5": ("yol-ve-yurt", "Bunlar adaya aittir"),
    "A18.5": ("tamamlandi-mi", "süre bitmeden sayfada «Tamamlanan Başvuru» yazısını gördüğünüzden emin olun"),
    "A20.2": ("sonradan-degisiklik", "Tamamlamadan önceki özet sayfasını bu yüzden dikkatle okuyun"),
    "A29.1": ("yol-ve-yurt", "Bunlar adaya aittir"),
    "A29.2": ("yol-ve-yurt", "İl ve ilçe sıranızı buna göre yapın"),
    "A34.8": ("teklif-aldiniz", "portala sık bakın"),
    "A39.3": ("baska-teklifler-kabul", "Karar vermeden önce işverenlerle konuşmak iyi olur"),
    "A42.4": ("gitmezsem", "başka işverenler görür ve sonraki tekliflerinizi etkileyebilir"),
    "A43.1": ("is-golgeleme", "Bir mesleği işin başında izleyerek tanıma programıdır"),
    "A43.3": ("is-golgeleme", "mesleği ilk elden öğrenmiş olursunuz"),
    "A44.1": ("baska-sorum-var", "Görüş ve önerileriniz de buraya"),
    "B1.1": ("uni-liste-gelir-mi", "Liste gönderilmez"),
    "B9.5": ("uni-iptal", "zorlayıcı bir neden yoksa kabul ettiği stajdan vazgeçmemesi önerilir"),
    "B10.3": ("uni-isveren-bildirir-mi", "Çoğu işveren ise liste göndermez"),
    "B12.1": ("uni-sorumluluk", "Stajyer listesini düzenli izlemek"),
    "B12.5": ("uni-sorumluluk", "İlk kez staj yapan ya da bölümünde zorunlu staj olmayan öğrenciye süreci anlatmak"),
    "B12.8": ("uni-sorumluluk", "Öğrencinin sorunu olduğunda ilgili birimle görüşüp sonucu izlemek"),
}


@pytest.mark.django_db
def test_each_answer_gives_the_texts_advice(rows):
    facts = facts_of(SeasonFactory())
    said = {one.id: markup.plain(one.answer) for group in texts.questions(facts) for one in group.questions}
    for row, (answer, words) in ADVICE.items():
        assert words in said[answer], row
    named = {f"{question}.{number}": kept for question, number, _words, kept in rows}
    assert {row for row, kept in named.items() if "test_each_answer_gives_the_texts_advice" in kept} == set(ADVICE)
    assert all(f"portal:faq#{answer}" in named[row] for row, (answer, _words) in ADVICE.items())


def test_every_question_of_both_seeds_is_answered_in_our_own_words():
    assert sorted(texts.seed_questions(), key=QUESTIONS.index) == QUESTIONS
