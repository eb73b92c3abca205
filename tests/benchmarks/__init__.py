"""Figures of design.md §15, measured side by side in one run: ``make bench`` (docs/performance.md)."""
