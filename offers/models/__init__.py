"""The tables of positions, offers and placements, and of what stands around them."""

from offers.models.changes import ChangeRequest, ChangeState
from offers.models.clocks import ClockExtension, EngineSwitch, Heartbeat
from offers.models.endings import (
    CancellationRequest,
    CancellationState,
    ConductNote,
    HandedInDocument,
    PlacementReview,
)
from offers.models.evaluations import INTERVIEWS, Evaluation, EvaluationKind, EvaluationState, InterviewSlot
from offers.models.offers import Offer, OfferTransition
from offers.models.placements import Placement, PlacementTransition
from offers.models.positions import Position, PositionTransition, RequestedDocument, Seat
from offers.models.talent import PoolExport, SavedSearch, TalentList, TalentPoolEntry
from offers.models.wages import MinimumWage, WageRate

__all__ = [
    "INTERVIEWS",
    "CancellationRequest",
    "CancellationState",
    "ChangeRequest",
    "ChangeState",
    "ClockExtension",
    "ConductNote",
    "EngineSwitch",
    "Evaluation",
    "EvaluationKind",
    "EvaluationState",
    "HandedInDocument",
    "Heartbeat",
    "InterviewSlot",
    "MinimumWage",
    "Offer",
    "OfferTransition",
    "Placement",
    "PlacementReview",
    "PlacementTransition",
    "PoolExport",
    "Position",
    "PositionTransition",
    "RequestedDocument",
    "SavedSearch",
    "Seat",
    "TalentList",
    "TalentPoolEntry",
    "WageRate",
]
