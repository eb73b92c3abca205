"""The papers on an intern's page."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.services.papers import SUBJECT
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.selectors import documents_of


def of_papers(user: User, placement: Placement) -> dict[str, Any]:
    """What was printed, newest first."""
    return {"documents": documents_of(subject_type=SUBJECT, subject_ids=[placement.pk])}


register_part(40, "insurance/intern_papers.html", of_papers)
