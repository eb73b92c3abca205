"""Pages of the inbox; the same for every kind of user."""
