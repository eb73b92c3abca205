"""The papers this app brings itself: the university's acceptance form."""

from collections.abc import Mapping
from typing import Any

from usp.documents.forms_data import AcceptanceFormData
from usp.documents.frames import frame_context
from usp.documents.kinds import DocumentKind, register

ACCEPTANCE_FORM = "acceptance_form"


def acceptance_form_context(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The template's variables."""
    form = AcceptanceFormData.from_snapshot(snapshot)
    return {"form": form, **frame_context(form.frame)}


register(
    DocumentKind(
        key=ACCEPTANCE_FORM,
        title="Staj Başvuru ve Kabul Formu",
        template="pdf/acceptance_form.html",
        pages=2,
        context=acceptance_form_context,
    )
)
