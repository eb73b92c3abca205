"""What guidance asks of applications: where this season's people write for help (A31)."""

from applications.selectors import current_season
from usp.guidance.upward import register_support


def _support_address() -> str:
    season = current_season()
    return season.support_email if season else ""


register_support(_support_address)
