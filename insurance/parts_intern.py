"""The parts of an intern's page that belong to the list: the internship, contact, and what happened."""

from typing import Any

from insurance import selectors
from insurance.forms.interns import ContactForm
from insurance.intern_parts import register_part
from insurance.selectors.contacts import answers_of, contacts_of
from insurance.selectors.messages import messages_to
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User

CONTACT_PART = "insurance/intern_contact.html"


def of_placement(user: User, placement: Placement) -> dict[str, Any]:
    """The card at the top shows the placement itself."""
    return {}


def of_contact(user: User, placement: Placement) -> dict[str, Any]:
    """What was said with the student, and the form for the next time."""
    return {
        "answers": answers_of([placement.pk]).get(placement.pk),
        "contacts": contacts_of(placement),
        "messages_sent": messages_to([placement]).get(placement.pk, []),
        "form": ContactForm(),
        "stands": placement.state == PlacementState.CONFIRMED,
    }


def of_history(user: User, placement: Placement) -> dict[str, Any]:
    """What happened, the evaluations, and whether the official may stop it."""
    return {
        "history": selectors.moves_of(placement),
        "reviews": selectors.reviews_of(placement),
        "may_end": selectors.may_end(user, placement),
    }


register_part(10, "insurance/intern_placement.html", of_placement)
register_part(20, CONTACT_PART, of_contact)
register_part(90, "insurance/intern_history.html", of_history)
