"""Workplace numbers as people paste them."""

import re


def split_registry(text: str) -> tuple[str, str] | None:
    """(registry number, agent's number) of what was typed: 21 digits, or all 26, whose first 21 are the registry and
    whose last 3 the agent; None for anything else. Spaces, dots and dashes are not read."""
    digits = re.sub(r"[\s.\-/]", "", text)
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) == 21:
        return digits, ""
    return (digits[:21], digits[-3:]) if len(digits) == 26 else None
