"""One function per verb of guidance."""
