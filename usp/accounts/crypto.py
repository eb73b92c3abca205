"""Identity numbers at rest: encrypted with keys outside the database, found by a keyed hash (docs/rules.md S2)."""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

Unreadable = InvalidToken  # what decrypt() raises when no key fits or the bytes were changed


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> bytes:
    """Encrypt with the newest key."""
    return _cipher(tuple(settings.USP_FIELD_KEYS)).encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """Decrypt with whichever key still fits; raises InvalidToken when none does."""
    return _cipher(tuple(settings.USP_FIELD_KEYS)).decrypt(bytes(token)).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """A whole file, encrypted with the newest key."""
    return _cipher(tuple(settings.USP_FIELD_KEYS)).encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """The file again; raises Unreadable when no key fits."""
    return _cipher(tuple(settings.USP_FIELD_KEYS)).decrypt(bytes(token))


def rotate(token: bytes) -> bytes:
    """The same text, encrypted again with the newest key."""
    return _cipher(tuple(settings.USP_FIELD_KEYS)).rotate(bytes(token))


def is_newest(token: bytes) -> bool:
    """Whether the newest key alone reads it."""
    try:
        _cipher(tuple(settings.USP_FIELD_KEYS[:1])).decrypt(bytes(token))
    except InvalidToken:
        return False
    return True


def blind_index(text: str) -> str:
    """A keyed hash (SHA-256, hex) by which the text can be found again but not guessed from the database alone."""
    return hmac.new(settings.USP_HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
