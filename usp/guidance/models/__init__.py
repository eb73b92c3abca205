"""Models of guidance."""
