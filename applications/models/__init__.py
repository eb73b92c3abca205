"""The tables of seasons, applications, windows, scores and the pool."""

from applications.models.applications import (
    Application,
    ApplicationTransition,
    DistrictPreference,
    ProvincePreference,
)
from applications.models.pool import PoolEntry, PoolLink, ProfileView
from applications.models.scores import Score, ScoreCategory, ScoringMethod
from applications.models.seasons import (
    Season,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
    StudyMode,
)
from applications.models.windows import InternshipWindow, WindowChoice

__all__ = [
    "Application",
    "ApplicationTransition",
    "DistrictPreference",
    "InternshipWindow",
    "PoolEntry",
    "PoolLink",
    "ProfileView",
    "ProvincePreference",
    "Score",
    "ScoreCategory",
    "ScoringMethod",
    "Season",
    "SeasonExclusion",
    "SeasonGnoLimit",
    "SeasonLevel",
    "StudyMode",
    "WindowChoice",
]
