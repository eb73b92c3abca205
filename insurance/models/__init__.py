"""What follows a placement: papers, insurance, decisions, pay, days, and the career centre's list."""

from insurance.models.cases import InsuranceCase, InsuranceCaseTransition, InsuranceEntry, InsuranceTask
from insurance.models.decisions import CompulsoryCriteria, DateChange, DateChangeState, Guidelines, UnitDecision
from insurance.models.interns import ContactEntry, InternEvent, InternListSettings, MessageTemplate, SentMessage
from insurance.models.papers import (
    IncomingLetter,
    LetterForward,
    LetterMatch,
    PaperBatch,
    PaperBatchItem,
    PaperForm,
    PaperReceipt,
)
from insurance.models.rules import PaperRules
from insurance.models.scans import PaperScan
from insurance.models.sgk import DepartmentOccupation, Encoding, SgkFile, SgkFileRow, SgkSettings, SgkWorkplace
from insurance.models.work import AttendanceDay, InternshipReport, PayTerms

__all__ = [
    "AttendanceDay",
    "CompulsoryCriteria",
    "ContactEntry",
    "DateChange",
    "DateChangeState",
    "DepartmentOccupation",
    "Encoding",
    "Guidelines",
    "IncomingLetter",
    "InsuranceCase",
    "InsuranceCaseTransition",
    "InsuranceEntry",
    "InsuranceTask",
    "InternEvent",
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
    "SgkFile",
    "SgkFileRow",
    "SgkSettings",
    "SgkWorkplace",
    "UnitDecision",
]
