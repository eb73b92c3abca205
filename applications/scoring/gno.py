"""The grade average as points: YÖK's conversion to 100, then the part of the way from the floor to 100."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(number: Decimal | int | str) -> Decimal:
    """The number with two decimals, halves away from zero, as PostgreSQL's ``round`` does it."""
    return Decimal(number).quantize(CENT, ROUND_HALF_UP)


def gno100(gno: Decimal | None, scale: int | None) -> Decimal | None:
    """A grade average on the scale of 100, with two decimals; None without one or for an unknown scale.

    YÖK's table is the line x100 = (70·x4 + 20) / 3, so 2,00 is 53,33 (docs/rules.md A47).
    """
    if gno is None:
        return None
    if scale == 100:
        return cents(gno)
    return cents((70 * gno + 20) / 3) if scale == 4 else None


def share(on_100: Decimal, floor: Decimal) -> Decimal:
    """How far the average is on the way from the floor (0) to 100 (1); below the floor it is 0."""
    return min(max((on_100 - floor) / (100 - floor), Decimal(0)), Decimal(1))
