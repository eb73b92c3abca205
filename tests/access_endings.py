"""What follows placements in the estate (tests/access_world.py): a request, a document asked for, a note."""

import datetime as dt
from typing import Any

from applications.models import Application
from offers.models import ConductNote, Placement, Position, RequestedDocument
from offers.services.answer import accept_offer
from offers.services.cancelling import request_cancellation
from offers.services.conduct import appeal_note, write_note
from offers.services.confirm import confirm_offer
from offers.services.ending import cancel_placement
from offers.services.positions import open_position
from offers.states import Ending
from tests.offers.world import World, student_of


def make_endings_arguments(world: World, placement: Placement, at: Any) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the rows belong to «student», «employer» and «center»."""
    asked = RequestedDocument.objects.create(position=world.position, kind="student_certificate")
    note = _note_under_appeal(world, placement.application, at)
    request = request_cancellation(
        placement_id=placement.pk, ground="health", text="Ameliyat", proof=None, actor=placement.student.user
    )
    one = {"pk": placement.pk}
    of_placement = (
        "my-placement", "ask-cancellation", "take-back-cancellation", "review-workplace", "intern",
        "answer-cancellation", "cancel-placement", "abandon-placement", "complete-placement", "write-note",
        "review-intern", "center-end", "center-complete", "operator-end",
    )  # fmt: skip
    return {f"offers:{name}": one for name in of_placement} | {
        "offers:my-note": {"pk": note.placement_id},
        "offers:hand-in": one | {"requested": asked.pk},
        "offers:check-document": one | {"requested": asked.pk},
        "offers:cancellation": {"pk": request.pk},
        "offers:note-appeal": {"pk": note.pk},
        "offers:judge-words": {"pk": note.pk},
        "insurance:task-done": {"pk": 0},
    }


def _note_under_appeal(world: World, application: Application, at: Any) -> ConductNote:
    """About a job shadowing that the same student left before it began."""
    was = world.position
    shadowing = Position(
        season=was.season, kind="shadowing", title="Tanıma programı", workplace_unit=was.workplace_unit,
        province=was.province, district=was.district, address=was.address, weekly_days=5, tasks="İzleme.",
        supervisor=was.supervisor, working_days=5,
    )  # fmt: skip
    opened = World(world.manager, open_position(position=shadowing, quota=1, actor=world.employer_user))
    (offer,) = opened.send(application, starts_on=dt.date(2024, 11, 4))
    at("2024-05-14 11:30")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placed = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    cancel_placement(placement_id=placed.pk, ending=Ending.LEFT, actor=world.employer_user)
    note = write_note(placement_id=placed.pk, said=["no_news"], text="Sabah beklendi.", actor=world.employer_user)
    return appeal_note(note_id=note.pk, text="Haber vermiştim.", actor=student_of(offer))
