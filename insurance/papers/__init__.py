"""The papers around an internship: what each says, and the university's own form of it.

``issue_paper``, ``preview`` and ``BLOCKS`` are what other parts use; they are looked up when they are asked for, so
that reading a university's form does not load every paper.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insurance.papers.blocks import BLOCKS
    from insurance.papers.issue import issue_paper, preview

__all__ = ["BLOCKS", "issue_paper", "preview"]

_HOMES = {"BLOCKS": "blocks", "issue_paper": "issue", "preview": "issue"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"insurance.papers.{_HOMES[name]}"), name)
