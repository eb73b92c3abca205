"""Positions, offers with their seats and clocks, the reserve line, placements."""
