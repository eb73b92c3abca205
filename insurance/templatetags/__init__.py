"""Template tags of what follows acceptance."""
