"""The name a candidate has for one employer in one season: «A-7K3M9Q2» (docs/rules.md P4).

A keyed permutation of the row number, so that no two candidates share a name, nobody without the key can turn one
back, and a name that one employer learns means nothing to another.
"""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings

from applications.models import Season

PREFIX = "A-"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
_VALUE = {letter: value for value, letter in enumerate(_LETTERS)}
_LENGTH = 7  # letters of five bits: 35 bits
_LEFT, _RIGHT = 17, 18  # bits of the two halves
_ROUNDS = 10


def pseudonym(season: Season, employer_id: int, row_no: int) -> str:
    """What this employer calls the row in this season."""
    number = _permute(_key(season.pk, employer_id), row_no)
    letters = (_LETTERS[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    return PREFIX + "".join(letters)


def row_of(season: Season, employer_id: int, code: str) -> int | None:
    """The row number behind a name of this employer's; None for what cannot be one.

    Another employer's name leads to a number as well, but to one that no row has (one in 30.000 by chance).
    """
    letters = code.removeprefix(PREFIX)
    if letters == code or len(letters) != _LENGTH or not set(letters) <= set(_LETTERS):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _VALUE[letter]
    row_no = _restore(_key(season.pk, employer_id), number)
    return row_no if row_no < 2**31 else None  # what a row number can be


@lru_cache(maxsize=1024)
def _key(season_id: int, employer_id: int) -> bytes:
    secret = hmac.digest(settings.USP_HASH_KEY.encode(), f"pool-season:{season_id}".encode(), hashlib.sha256)
    return hmac.digest(secret, f"employer:{employer_id}".encode(), hashlib.sha256)


def _permute(key: bytes, number: int) -> int:
    """A Feistel network over 17 + 18 bits: the halves take turns, so that it is a permutation of all 35."""
    left, right = number >> _RIGHT, number & (1 << _RIGHT) - 1
    for turn in range(_ROUNDS):
        left, right = _turn(key, turn, left, right)
    return left << _RIGHT | right


def _restore(key: bytes, number: int) -> int:
    """The same turns backwards; each one undoes itself."""
    left, right = number >> _RIGHT, number & (1 << _RIGHT) - 1
    for turn in reversed(range(_ROUNDS)):
        left, right = _turn(key, turn, left, right)
    return left << _RIGHT | right


def _turn(key: bytes, turn: int, left: int, right: int) -> tuple[int, int]:
    if turn % 2 == 0:
        return left ^ _noise(key, turn, right) & (1 << _LEFT) - 1, right
    return left, right ^ _noise(key, turn, left) & (1 << _RIGHT) - 1


def _noise(key: bytes, turn: int, half: int) -> int:
    return int.from_bytes(hmac.digest(key, turn.to_bytes(1) + half.to_bytes(4), hashlib.sha256)[:4])
