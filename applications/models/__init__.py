"""The tables of seasons, applications, windows, scores and the pool."""

from applications.models.applications import (
    Application,
    ApplicationTransition,
    DistrictPreference,
    ProvincePreference,
)
from applications.models.catalogue import (
    AmountUnit,
    ExamLevel,
    ItemKind,
    ItemOption,
    Language,
    LanguageExam,
    RejectionReason,
    Verifier,
)
from applications.models.declarations import (
    Appeal,
    Consent,
    ConsentText,
    Decision,
    Declaration,
    DeclarationTransition,
    InstitutionPreference,
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
    "AmountUnit",
    "Appeal",
    "Application",
    "ApplicationTransition",
    "Consent",
    "ConsentText",
    "Decision",
    "Declaration",
    "DeclarationTransition",
    "DistrictPreference",
    "ExamLevel",
    "InstitutionPreference",
    "InternshipWindow",
    "ItemKind",
    "ItemOption",
    "Language",
    "LanguageExam",
    "PoolEntry",
    "PoolLink",
    "ProfileView",
    "ProvincePreference",
    "RejectionReason",
    "Score",
    "ScoreCategory",
    "ScoringMethod",
    "Season",
    "SeasonExclusion",
    "SeasonGnoLimit",
    "SeasonLevel",
    "StudyMode",
    "Verifier",
    "WindowChoice",
]
