"""Verification codes: random, easy to read out and to type."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs without 0, O, 1, I and L
GROUPS, GROUP_LENGTH = 4, 4
LENGTH = GROUPS * GROUP_LENGTH  # 16 × log2(31) ≈ 79 bits
PATTERN = rf"^([{ALPHABET}]{{{GROUP_LENGTH}}}-){{{GROUPS - 1}}}[{ALPHABET}]{{{GROUP_LENGTH}}}$"
_CODE = re.compile(PATTERN)


def new_code() -> str:
    """A code nobody can guess: «7KQ2-M9XD-HVT4-3RBW»."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(entered: str) -> str:
    """The code as it is stored, from what somebody typed: any case, with blanks or dashes or without.

    What cannot be a code becomes an empty text.
    """
    signs = re.sub(r"[\s\-–—_.]+", "", entered[:64]).upper()
    code = _grouped(signs)
    return code if _CODE.match(code) else ""


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP_LENGTH] for at in range(0, len(signs), GROUP_LENGTH))
