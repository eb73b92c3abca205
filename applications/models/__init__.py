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
from applications.models.consents import Consent, ConsentText
from applications.models.declarations import (
    Appeal,
    Decision,
    Declaration,
    DeclarationTransition,
    InstitutionPreference,
)
from applications.models.desk import DeclarationClaim, ExamCheck
from applications.models.extensions import DeadlineExtension, SeasonDate
from applications.models.methods import MethodItem, MethodOption, OnePer, Rescale, Shape
from applications.models.pool import PoolEntry, PoolLink, PoolProfile, ProfileView
from applications.models.pool_bits import PoolBits, PoolChange, PoolGroup, PoolMemory, PoolMemoryBits, PoolState
from applications.models.scores import (
    FEWEST_IN_AVERAGE,
    MethodState,
    Score,
    ScoreAverage,
    ScoreCategory,
    ScoreCorrection,
    ScorePublication,
    ScoringMethod,
)
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
    "FEWEST_IN_AVERAGE",
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
    "MethodItem",
    "MethodOption",
    "MethodState",
    "OnePer",
    "PoolBits",
    "PoolChange",
    "PoolEntry",
    "PoolGroup",
    "PoolLink",
    "PoolMemory",
    "PoolMemoryBits",
    "PoolProfile",
    "PoolState",
    "ProfileView",
    "ProvincePreference",
    "RejectionReason",
    "Rescale",
    "Score",
    "ScoreAverage",
    "ScoreCategory",
    "ScoreCorrection",
    "ScorePublication",
    "ScoringMethod",
    "Season",
    "SeasonDate",
    "SeasonDateCondition",
    "SeasonExclusion",
    "SeasonGnoLimit",
    "SeasonLevel",
    "Shape",
    "StudyMode",
    "Term",
    "TermOverlap",
    "Verifier",
    "WindowChoice",
    "WindowRules",
    "WindowState",
]
