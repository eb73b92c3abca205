"""What papers keep encrypted: the identity numbers in what they say."""

from usp.accounts.rotation import Place, pieces_in, register_place, renewed
from usp.documents.models import Document

register_place(
    Place(
        "documents.Document",
        Document,
        lambda document: list(pieces_in(document.snapshot)),
        lambda document: {"snapshot": renewed(document.snapshot)},
        frozen=("documents.Document:frozen",),
    )
)
