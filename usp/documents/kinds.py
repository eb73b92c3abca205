"""The kinds of papers: title, template, and how a snapshot becomes the template's context."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Context = Callable[[Mapping[str, Any]], dict[str, Any]]


class UnknownDocumentKindError(LookupError):
    """A kind nobody registered: a fault of ours, never of the user."""


@dataclass(frozen=True)
class DocumentKind:
    """One kind of paper, registered by an app's ``documents.py``.

    ``title`` is the official Turkish name, ``context`` builds the template's variables from the stored
    snapshot. ``pages`` is how many it should have; what needs more is laid out closer together. 0: as many as needed.
    """

    key: str
    title: str
    template: str
    context: Context
    pages: int = 0


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known."""
    if _kinds.get(kind.key, kind) != kind:
        raise ValueError(f"document kind {kind.key} is registered twice")
    _kinds[kind.key] = kind


def get(key: str) -> DocumentKind:
    """The kind of that key; raises UnknownDocumentKindError."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownDocumentKindError(key) from None
