"""The numbers under which facets and their values stand in the bit strings (docs/architecture.md)."""

from enum import IntEnum

from usp.reference.models import Level

# Entries in one bit string: 4.000 bytes, two rows a page.
SEGMENT = 32_000
LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_DAYS, _MONTHS = 1000, 12


class Facet(IntEnum):
    """What a bit string tells; scores stand for «at least», once by the season's step and once by tens."""

    LISTED = 0
    AVAILABLE = 1
    GROUP = 2
    LEVEL = 3
    YEAR = 4
    PROVINCE = 5
    WHOLE_PROVINCE = 6
    DISTRICT = 7  # chose it, or the whole province
    PERIOD = 8
    LANGUAGE = 9  # language × 10 + at least this level
    INSTITUTION = 10
    ACADEMIC = 21
    SOCIAL = 22
    SPORT = 23
    ACADEMIC_TENS = 31
    SOCIAL_TENS = 32
    SPORT_TENS = 33


SCORES = {"academic": Facet.ACADEMIC, "social": Facet.SOCIAL, "sport": Facet.SPORT}
TENS = {"academic": Facet.ACADEMIC_TENS, "social": Facet.SOCIAL_TENS, "sport": Facet.SPORT_TENS}
LEVELS: tuple[str, ...] = tuple(Level.values)


def level_value(level: str) -> int | None:
    """The number of a level's code; None for what is none."""
    return LEVELS.index(level) + 1 if level in LEVELS else None


def period_value(key: str) -> int | None:
    """«2024-08-20» as a number that orders like it; None for what is no period."""
    parts = key.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    year, month, days = (int(part) for part in parts)
    return (year * _MONTHS + month - 1) * _DAYS + days if 1 <= month <= _MONTHS and days < _DAYS else None


def period_key(value: int) -> str:
    """The key of a period's number."""
    months, days = divmod(value, _DAYS)
    return f"{months // _MONTHS}-{months % _MONTHS + 1:02d}-{days}"


def language_value(language: int, level: int) -> int:
    """The number of «this language, at least at this level»."""
    return language * 10 + level
