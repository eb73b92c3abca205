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
from applications.models.desk import DeclarationClaim, ExamCheck
from applications.models.extensions import DeadlineExtension, SeasonDate
from applications.models.pool import PoolEntry, PoolLink, ProfileView
from applications.models.scores import Score, ScoreCategory, ScoringMethod
from applications.models.seasons import (
    Season,
    SeasonDateCondition,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
    StudyMode,
)
from applications.models.university_rules import DepartmentRule, Term, TermOverlap, WindowRules
from applications.models.windows import InternshipWindow, WindowChoice, WindowState

__all__ = [
    "AmountUnit",
    "Appeal",
    "Application",
    "ApplicationTransition",
    "Consent",
    "ConsentText",
    "DeadlineExtension",
    "Decision",
    "Declaration",
    "DeclarationClaim",
    "DeclarationTransition",
    "DepartmentRule",
    "DistrictPreference",
    "ExamCheck",
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
    "SeasonDate",
    "SeasonDateCondition",
    "SeasonExclusion",
    "SeasonGnoLimit",
    "SeasonLevel",
    "StudyMode",
    "Term",
    "TermOverlap",
    "Verifier",
    "WindowChoice",
    "WindowRules",
    "WindowState",
]
