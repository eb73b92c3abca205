"""Identity numbers at rest: unreadable without the keys, found by their hash, moved to a new key."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import connection

from tests.factories import StudentFactory, valid_tckn
from usp.accounts import crypto
from usp.accounts.models import Student

TCKN = valid_tckn(17)


def test_the_same_number_is_never_written_the_same_way():
    one, two = crypto.encrypt(TCKN), crypto.encrypt(TCKN)
    assert one != two
    assert TCKN.encode() not in one
    assert crypto.decrypt(one) == crypto.decrypt(two) == TCKN


def test_keys_are_rotated_without_losing_anything(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.USP_FIELD_KEYS = [old]
    token = crypto.encrypt(TCKN)
    settings.USP_FIELD_KEYS = [new, old]
    assert crypto.decrypt(token) == TCKN
    moved = crypto.rotate(token)
    assert crypto.encrypt(TCKN) != moved
    settings.USP_FIELD_KEYS = [new]
    assert crypto.decrypt(moved) == TCKN
    with pytest.raises(InvalidToken):
        crypto.decrypt(token)


def test_the_hash_depends_on_the_key(settings):
    before = crypto.blind_index(TCKN)
    assert before == crypto.blind_index(TCKN)
    assert len(before) == 64
    settings.USP_HASH_KEY = "another"
    assert crypto.blind_index(TCKN) != before


def test_a_changed_token_is_refused():
    token = bytearray(crypto.encrypt(TCKN))
    token[20] ^= 1
    with pytest.raises(InvalidToken):
        crypto.decrypt(bytes(token))


@pytest.mark.django_db
def test_the_database_holds_no_identity_number():
    student = StudentFactory()
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(s)::text from accounts_student s")
        (row,) = cursor.fetchone()
    assert student.tckn not in row
    assert student.tckn.encode().hex() not in row
    again = Student.objects.get(tckn_hash=crypto.blind_index(student.tckn))
    assert (again.tckn, again.tckn_masked) == (student.tckn, "*" * 9 + student.tckn[-2:])
