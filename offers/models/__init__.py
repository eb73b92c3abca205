"""The tables of positions, offers and placements."""

from offers.models.offers import Offer, OfferTransition
from offers.models.placements import Placement, PlacementTransition
from offers.models.positions import Position, Seat

__all__ = ["Offer", "OfferTransition", "Placement", "PlacementTransition", "Position", "Seat"]
