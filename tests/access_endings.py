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

# Columns in the order of ROLES, as in tests/test_access.py.
ENDINGS_ROWS = """
offers:my-placement                  GET  in  200 404 403 403 403 403 403 403 403 403
offers:my-placement                  POST in  405 405 405 405 405 405 405 405 405 405
offers:ask-cancellation              GET  in  =>  404 403 403 403 403 403 403 403 403
offers:ask-cancellation              POST in  422 404 403 403 403 403 403 403 403 403
offers:take-back-cancellation        GET  in  405 405 405 405 405 405 405 405 405 405
offers:take-back-cancellation        POST in  =>  404 403 403 403 403 403 403 403 403
offers:hand-in                       GET  in  200 404 403 403 403 403 403 403 403 403
offers:hand-in                       POST in  422 404 403 403 403 403 403 403 403 403
offers:my-note                       GET  in  200 404 403 403 403 403 403 403 403 403
offers:my-note                       POST in  200 404 403 403 403 403 403 403 403 403
offers:review-workplace              GET  in  =>  404 403 403 403 403 403 403 403 403
offers:review-workplace              POST in  422 404 403 403 403 403 403 403 403 403
offers:intern                        GET  in  403 403 200 404 200 403 403 403 403 403
offers:intern                        POST in  405 405 405 405 405 405 405 405 405 405
offers:answer-cancellation           GET  in  403 403 200 404 403 403 403 403 403 403
offers:answer-cancellation           POST in  403 403 422 404 403 403 403 403 403 403
offers:cancel-placement              GET  in  403 403 =>  404 403 403 403 403 403 403
offers:cancel-placement              POST in  403 403 422 404 403 403 403 403 403 403
offers:abandon-placement             GET  in  403 403 =>  404 403 403 403 403 403 403
offers:abandon-placement             POST in  403 403 422 404 403 403 403 403 403 403
offers:complete-placement            GET  in  403 403 =>  404 =>  403 403 403 403 403
offers:complete-placement            POST in  403 403 422 404 422 403 403 403 403 403
offers:write-note                    GET  in  403 403 =>  404 403 403 403 403 403 403
offers:write-note                    POST in  403 403 422 404 403 403 403 403 403 403
offers:review-intern                 GET  in  403 403 =>  404 =>  403 403 403 403 403
offers:review-intern                 POST in  403 403 422 404 422 403 403 403 403 403
offers:check-document                GET  in  405 405 405 405 405 405 405 405 405 405
offers:check-document                POST in  403 403 =>  404 =>  403 403 403 403 403
offers:cancellations                 GET  in  403 403 403 403 403 200 200 403 403 403
offers:cancellations                 POST in  405 405 405 405 405 405 405 405 405 405
offers:cancellation                  GET  in  403 403 403 403 403 200 404 403 403 403
offers:cancellation                  POST in  403 403 403 403 403 422 404 403 403 403
offers:center-end                    GET  in  403 403 403 403 403 200 404 403 403 403
offers:center-end                    POST in  403 403 403 403 403 422 404 403 403 403
offers:center-complete               GET  in  403 403 403 403 403 =>  404 403 403 403
offers:center-complete               POST in  403 403 403 403 403 422 404 403 403 403
offers:note-appeal                   GET  in  403 403 403 403 403 200 404 403 403 403
offers:note-appeal                   POST in  403 403 403 403 403 422 404 403 403 403
offers:note-words                    GET  in  403 403 403 403 403 403 403 403 200 403
offers:note-words                    POST in  405 405 405 405 405 405 405 405 405 405
offers:judge-words                   GET  in  405 405 405 405 405 405 405 405 405 405
offers:judge-words                   POST in  403 403 403 403 403 403 403 403 404 403
offers:operator-end                  GET  in  403 403 403 403 403 403 403 403 200 403
offers:operator-end                  POST in  403 403 403 403 403 403 403 403 422 403
insurance:task-done                  GET  in  405 405 405 405 405 405 405 405 405 405
insurance:task-done                  POST in  403 403 403 403 403 404 404 403 403 403
"""


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
