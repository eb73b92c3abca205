"""What the tests of additional evaluations share: somebody who said yes, and a meeting or a task to ask for."""

import datetime as dt

from offers.models import Evaluation, InterviewSlot, Offer
from offers.services.answer import accept_offer
from offers.services.evaluate import Meeting, Task, choose_time, request_evaluation
from tests.factories import moment
from tests.offers.world import World, student_of
from usp.accounts.models import User

# A yes on Tuesday; the final approval is due on the tenth working day after it.
FIRST, SECOND = moment("2024-05-16 10:00"), moment("2024-05-16 14:00")
MEETING = Meeting((FIRST, SECOND), 30, link="https://gorusme.example/oda")
TASK = Task(moment("2024-05-20 12:00"))


def accepted(world: World, at, when: str = "2024-05-14 10:00") -> Offer:
    """An offer with a seat and a yes."""
    at("2024-05-13 10:00")
    (offer,) = world.send(world.candidate())
    at(when)
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    offer.refresh_from_db()
    return offer


def ask(world: World, offer: Offer, *, kind: str = "online", what: Meeting | Task = MEETING, actor: User | None = None):
    """The world's employer asks for an evaluation."""
    return request_evaluation(
        offer_id=offer.pk, kind=kind, instructions="Kısa bir sohbet.", what=what, actor=actor or world.employer_user
    )


def meeting_at(*texts: str, minutes: int = 30) -> Meeting:
    """An online meeting with these times."""
    return Meeting(tuple(moment(text) for text in texts), minutes, link="https://gorusme.example/oda")


def first_slot(evaluation: Evaluation) -> InterviewSlot:
    """The earliest time of the round that counts."""
    return evaluation.slots.filter(round=evaluation.round).order_by("starts_at").first()


def chosen(evaluation: Evaluation) -> Evaluation:
    """The student picks the first time."""
    slot = first_slot(evaluation)
    return choose_time(evaluation_id=evaluation.pk, slot_id=slot.pk, actor=student_of(evaluation.offer))


def in_minutes(at, when: dt.datetime, minutes: int) -> None:
    """Set the clock so many minutes after a moment."""
    at(when + dt.timedelta(minutes=minutes))
