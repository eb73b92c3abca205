"""The database sorts names as the Turkish alphabet does, like ``turkish.sort_key``."""

import random

import pytest

from tests.factories import StudentFactory
from usp.accounts.models import Student
from usp.core.ordering import turkish_order
from usp.core.turkish import sort_key

pytestmark = pytest.mark.django_db
NAMES = [
    "Can Öz", "Çağla Ak", "Cem Şen", "Gamze İnci", "Ğ Ğ", "Gülşah Iğdır", "Gülşah İğci", "ışıl Kaya", "İrem Kaya",
    "Irmak Kaya", "Jale O'Brien", "Okan Un", "Öykü Ün", "Sıla Ay", "Şule Ay", "Sinan Ay", "Uğur Kâmil", "Ümit Kamil",
    "Wanda Max", "Vedat Ay", "Xenia Ay", "Kwame Quist", "Ali-Can Ay", "Ali Can Ay", "Ali 2 Ay",
]  # fmt: skip


def test_every_name_stands_where_the_alphabet_puts_it():
    shuffled = random.Random(7).sample(NAMES, len(NAMES))
    for name in shuffled:
        first, _space, last = name.rpartition(" ")
        StudentFactory(first_name=first, last_name=last)
    ordered = Student.objects.annotate(key=turkish_order("first_name", "last_name")).order_by("key", "pk")
    assert [(str(one), one.key) for one in ordered] == [
        (name, sort_key(name)) for name in sorted(shuffled, key=lambda name: (sort_key(name), shuffled.index(name)))
    ]
    assert [str(one) for one in ordered.reverse()] == [str(one) for one in ordered][::-1]
