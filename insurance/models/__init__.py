"""What follows a placement: papers, insurance, decisions, pay, days, and the career centre's list."""

from insurance.models.acceptance_lists import AcceptanceList, AcceptanceListRow
from insurance.models.cases import InsuranceCase, InsuranceCaseTransition, InsuranceEntry, InsuranceTask
from insurance.models.decisions import CompulsoryCriteria, DateChange, DateChangeState, Guidelines, UnitDecision
from insurance.models.interns import (
    ContactEntry,
    InternEvent,
    InternExport,
    InternListSettings,
    MessageTemplate,
    SentMessage,
)
from insurance.models.letters import IncomingLetter, LetterForward, LetterMatch
from insurance.models.papers import PaperBatch, PaperBatchItem, PaperForm, PaperReceipt
from insurance.models.rules import PaperRules
from insurance.models.scans import PaperScan
from insurance.models.sgk import DepartmentOccupation, Encoding, SgkSettings, SgkWorkplace
from insurance.models.sgk_files import (
    EntryDocument,
    EntryDocumentBatch,
    SgkAnswers,
    SgkDownload,
    SgkFile,
    SgkFileRow,
)
from insurance.models.work import AttendanceDay, InternshipReport, PayTerms

__all__ = [
    "AcceptanceList",
    "AcceptanceListRow",
    "AttendanceDay",
    "CompulsoryCriteria",
    "ContactEntry",
    "DateChange",
    "DateChangeState",
    "DepartmentOccupation",
    "Encoding",
    "EntryDocument",
    "EntryDocumentBatch",
    "Guidelines",
    "IncomingLetter",
    "InsuranceCase",
    "InsuranceCaseTransition",
    "InsuranceEntry",
    "InsuranceTask",
    "InternEvent",
    "InternExport",
    "InternListSettings",
    "InternshipReport",
    "LetterForward",
    "LetterMatch",
    "MessageTemplate",
    "PaperBatch",
    "PaperBatchItem",
    "PaperForm",
    "PaperReceipt",
    "PaperRules",
    "PaperScan",
    "PayTerms",
    "SentMessage",
    "SgkAnswers",
    "SgkDownload",
    "SgkFile",
    "SgkFileRow",
    "SgkSettings",
    "SgkWorkplace",
    "UnitDecision",
]
