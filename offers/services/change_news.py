"""Who is told what of a change request. The employer hears place, month and length, never a name or a date."""

from django.urls import reverse

from offers.cards.changes import wanted_text
from offers.models import ChangeRequest, Offer
from offers.services.news import place_of
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many


def tell_asked(request: ChangeRequest) -> None:
    """The sender of the offer has a question to answer."""
    context: dict[str, Value] = {
        "title": request.offer.terms["title"],
        "wanted": wanted_text(request),
        "request_by": request.request_by,
    }
    notify_many([_to_employer(request, "change_asked", context)])


def tell_taken_back(request: ChangeRequest) -> None:
    """The sender need not answer any more."""
    notify_many([_to_employer(request, "change_taken_back", {"title": request.offer.terms["title"]})])


def tell_refused(request: ChangeRequest) -> None:
    """The offer stands as it was."""
    notify_many([_to_student(request.offer, "change_refused", f"change:{request.pk}")])


def tell_unanswered(request: ChangeRequest) -> None:
    """The employer let the time pass; the offer stands as it was."""
    notify_many([_to_student(request.offer, "change_unanswered", f"change:{request.pk}")])


def tell_agreed(new: Offer) -> None:
    """A new offer has taken the old one's place, with its own deadline."""
    notify_many([_to_student(new, "change_agreed", f"offer:{new.pk}:sent")])


def _to_student(offer: Offer, kind: str, key: str) -> Notice:
    context: dict[str, Value] = {
        "employer": offer.terms["employer"],
        "place": place_of(offer),
        "starts_on": offer.starts_on,
        "ends_on": offer.ends_on,
        "reply_by": offer.reply_by,
    }
    return Notice(kind, offer.application.student.user, key, context, reverse("offers:offer", args=[offer.pk]))


def _to_employer(request: ChangeRequest, kind: str, context: dict[str, Value]) -> Notice:
    link = reverse("offers:sent-offer", args=[request.offer_id])
    return Notice(kind, request.offer.sent_by.user, f"change:{request.pk}", context, link)
