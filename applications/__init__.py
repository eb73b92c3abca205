"""Season, eligibility, the application in two stages, preferences and windows, scores, the candidate pool."""
