"""The tables of positions, offers and placements, and of what stands around them."""

from offers.evaluation_states import INTERVIEWS, EvaluationKind, EvaluationState
from offers.models.changes import ChangeRequest, ChangeState
from offers.models.clocks import ClockExtension, EngineSwitch, Heartbeat, Outage
from offers.models.endings import (
    CancellationRequest,
    CancellationState,
    ConductNote,
    HandedInDocument,
    PlacementReview,
)
from offers.models.evaluations import Evaluation, EvaluationTransition, InterviewSlot
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
    "EvaluationTransition",
    "HandedInDocument",
    "Heartbeat",
    "InterviewSlot",
    "MinimumWage",
    "Offer",
    "OfferTransition",
    "Outage",
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
