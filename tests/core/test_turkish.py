"""Turkish text: the alphabet's order, search by any spelling, case, and the suffixes after names and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usp.core import turkish

ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"


def test_names_stand_in_the_order_of_the_alphabet():
    names = ["Çankaya", "Cihan", "Ilgaz", "İznik", "Hınıs", "Şile", "Sarıyer", "Ödemiş", "Of", "Ümraniye", "Ula", "Ğ"]
    assert sorted(names, key=turkish.sort_key) == [
        "Cihan", "Çankaya", "Ğ", "Hınıs", "Ilgaz", "İznik", "Of", "Ödemiş", "Sarıyer", "Şile", "Ula", "Ümraniye",
    ]  # fmt: skip


def test_digits_come_before_letters_and_the_shorter_name_first():
    names = ["Ankara 2", "Ankara", "19 Mayıs", "Ankara Üniversitesi", "Ankaralı"]
    assert sorted(names, key=turkish.sort_key) == ["19 Mayıs", "Ankara", "Ankara 2", "Ankara Üniversitesi", "Ankaralı"]


@given(st.text(ALPHABET, min_size=1), st.text(ALPHABET, min_size=1))
def test_the_key_s_byte_order_is_the_alphabet_s(one: str, other: str):
    def by_letters(text: str) -> list[int]:
        return [ALPHABET.index(letter) for letter in text]

    assert (turkish.sort_key(one) < turkish.sort_key(other)) == (by_letters(one) < by_letters(other))


@pytest.mark.parametrize(
    ("small", "big"),
    [("ışık", "IŞIK"), ("istanbul", "İSTANBUL"), ("çiğdem öğüt", "ÇİĞDEM ÖĞÜT"), ("şule", "ŞULE")],
)
def test_case_follows_turkish_rules(small: str, big: str):
    assert turkish.upper(small) == big
    assert turkish.lower(big) == small


def test_a_title_has_one_capital_a_word():
    assert turkish.title("İSTANBUL ÜNİVERSİTESİ ışık") == "İstanbul Üniversitesi Işık"


@given(st.text(ALPHABET + turkish.upper(ALPHABET) + " "))
def test_case_and_back_loses_nothing(text: str):
    assert turkish.lower(turkish.upper(text)) == turkish.lower(text)


@pytest.mark.parametrize("typed", ["sukru isik", "ŞÜKRÜ IŞIK", "Şükrü  Işık", "ŞUKRU ISIK", " şükrü ışık "])
def test_every_spelling_folds_to_the_same(typed: str):
    assert turkish.fold(typed) == "sukru isik"


@pytest.mark.parametrize(
    ("name", "locative", "dative", "genitive"),
    [
        ("Ankara", "Ankara’da", "Ankara’ya", "Ankara’nın"),
        ("İzmir", "İzmir’de", "İzmir’e", "İzmir’in"),
        ("Tokat", "Tokat’ta", "Tokat’a", "Tokat’ın"),
        ("Muş", "Muş’ta", "Muş’a", "Muş’un"),
        ("Düzce", "Düzce’de", "Düzce’ye", "Düzce’nin"),
        ("Iğdır", "Iğdır’da", "Iğdır’a", "Iğdır’ın"),
        ("Ordu", "Ordu’da", "Ordu’ya", "Ordu’nun"),
        ("Bozüyük", "Bozüyük’te", "Bozüyük’e", "Bozüyük’ün"),
        ("Özgür", "Özgür’de", "Özgür’e", "Özgür’ün"),
        ("TRAKYA", "TRAKYA’da", "TRAKYA’ya", "TRAKYA’nın"),
        ("Su İşleri (DSİ)", "Su İşleri (DSİ)’de", "Su İşleri (DSİ)’ye", "Su İşleri (DSİ)’nin"),
        ("2024", "2024’te", "2024’e", "2024’ün"),
        ("2023", "2023’te", "2023’e", "2023’ün"),
        ("2026", "2026’da", "2026’ya", "2026’nın"),
        ("2020", "2020’de", "2020’ye", "2020’nin"),
        ("2030", "2030’da", "2030’a", "2030’un"),
        ("1990", "1990’da", "1990’a", "1990’ın"),
        ("2000", "2000’de", "2000’e", "2000’in"),
        ("100", "100’de", "100’e", "100’ün"),
        ("1.000.000", "1.000.000’da", "1.000.000’a", "1.000.000’un"),
        ("10.000", "10.000’de", "10.000’e", "10.000’in"),
        ("12.482", "12.482’de", "12.482’ye", "12.482’nin"),
        ("0", "0’da", "0’a", "0’ın"),
        ("17.00", "17.00’de", "17.00’ye", "17.00’nin"),
        ("09:00", "09:00’da", "09:00’a", "09:00’un"),
        ("17.30", "17.30’da", "17.30’a", "17.30’un"),
        ("31 Ağustos 2024", "31 Ağustos 2024’te", "31 Ağustos 2024’e", "31 Ağustos 2024’ün"),
    ],
)
def test_suffixes_sound_right(name: str, locative: str, dative: str, genitive: str):
    assert (turkish.locative(name), turkish.dative(name), turkish.genitive(name)) == (locative, dative, genitive)


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        ("Mühendislik Fakültesi", "Mühendislik Fakültesine"),
        ("Bozüyük Meslek Yüksekokulu", "Bozüyük Meslek Yüksekokuluna"),
        ("Sanayi ve Teknoloji Bakanlığı", "Sanayi ve Teknoloji Bakanlığına"),
        ("Iğdır Lojistik Anonim Şirketi", "Iğdır Lojistik Anonim Şirketine"),
        ("FEN BİLİMLERİ ENSTİTÜSÜ", "FEN BİLİMLERİ ENSTİTÜSÜne"),
        ("Öz Işık Ltd. Şti.", "Öz Işık Ltd. Şti."),
        ("Ülker Bisküvi", "Ülker Bisküvi"),
    ],
)
def test_a_letter_addresses_an_institution_with_its_ending_and_never_with_a_wrong_one(name: str, addressed: str):
    assert turkish.to_institution(name) == addressed


def test_a_university_has_a_rector_and_a_foundation_s_school_a_director():
    assert turkish.head_office("Iğdır Üniversitesi") == "Iğdır Üniversitesi Rektörlüğüne"
    assert turkish.head_office("Örnek Meslek Yüksekokulu") == "Örnek Meslek Yüksekokulu Müdürlüğüne"
