"""A published method and a draft of it."""

from applications.models import ScoringMethod, Season
from applications.scoring.services import ensure_method
from applications.services.methods import copy_method
from usp.accounts.models import User


def make_draft(season: Season, operator: User | None, version: str = "2024.2") -> ScoringMethod:
    """A copy of the season's method, which is published when there is none."""
    assert operator is not None
    method = ensure_method(season)
    return copy_method(actor=operator, method_id=method.pk, season_id=season.pk, version=version)
