"""Every (state, role, action) of docs/states.md through the real verbs: what happens, or how it is refused."""

import dataclasses
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from offers.models import Offer
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.reinstate import reinstate_offer
from offers.services.send import undo_offers
from offers.services.withdraw import withdraw_offers
from offers.states import OFFER_MOVES, OfferRank, OfferState
from tests.factories import OfficialFactory, StudentFactory, UserFactory, moment
from tests.offers.world import START, make_world, student_of
from usp.accounts.models import User
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
S = OfferState
ROLES = ("student", "other_student", "employer", "other_employer", "center", "operator")
ACTIONS: dict[str, Callable[[Offer, User], object]] = {
    "accept": lambda offer, actor: accept_offer(offer_id=offer.pk, actor=actor),
    "decline": lambda offer, actor: decline_offer(offer_id=offer.pk, actor=actor),
    "undo": lambda offer, actor: undo_offers(batch_id=offer.batch_id, actor=actor),
    "withdraw": lambda offer, actor: withdraw_offers(
        offer_ids=[offer.pk], reason=WithdrawReason.PLACE_GONE, actor=actor
    ),
    "confirm": lambda offer, actor: confirm_offer(offer_id=offer.pk, actor=actor),
    "reinstate": lambda offer, actor: reinstate_offer(offer_id=offer.pk, reason="Hata", actor=actor),
}
SIDE = {
    "accept": "student",
    "decline": "student",
    "undo": "employer",
    "withdraw": "employer",
    "confirm": "employer",
    "reinstate": "operator",
}
# What the owner of the action gets in each state: the new state, or the code of the refusal. «open» is judged twice:
# before the candidate can see it, and after.
GONE = "offer_transition"
EXPECTED: dict[str, dict[str, str]] = {
    "unseen": {"undo": S.UNDONE, "withdraw": S.WITHDRAWN, "accept": "404", "decline": "404"},
    S.OPEN: {"accept": S.ACCEPTED, "decline": S.DECLINED, "undo": "undo_too_late", "withdraw": S.WITHDRAWN},
    S.RESERVED: {"accept": S.RESERVED, "decline": S.DECLINED, "withdraw": S.WITHDRAWN},
    S.ACCEPTED: {"accept": S.ACCEPTED, "decline": S.DECLINED, "withdraw": S.WITHDRAWN, "confirm": S.CONFIRMED},
    S.EVALUATING: {"decline": S.DECLINED, "withdraw": S.WITHDRAWN},
    S.CONFIRMED: {"confirm": S.CONFIRMED, "withdraw": "offer_confirmed"},
    S.UNDONE: {"accept": "404", "decline": "404"},
    S.DECLINED: {"decline": S.DECLINED, "confirm": "offer_declined"},
    S.EXPIRED: {"accept": "offer_in_time", "decline": "offer_in_time", "reinstate": S.EXPIRED},
    S.WITHDRAWN: {
        "accept": "offer_withdrawn", "decline": "offer_withdrawn", "confirm": "offer_withdrawn",
        "reinstate": S.WITHDRAWN,
    },
    S.REJECTED: {},
    S.LAPSED: {
        "accept": "offer_lapsed", "decline": "offer_lapsed", "confirm": "offer_confirm_in_time", "reinstate": S.LAPSED,
    },
    S.RELEASED: {"accept": "offer_released", "decline": "offer_released", "confirm": "placement_right"},
    S.SUPERSEDED: {"accept": "offer_superseded", "decline": "offer_superseded"},
    S.ENDED: {},
}  # fmt: skip
# Everything that is not named above: a sentence, by action.
OTHERWISE = {
    "accept": GONE,
    "decline": GONE,
    "undo": "undo_too_late",
    "withdraw": GONE,
    "confirm": GONE,
    "reinstate": "reinstate_state",
}
_PUT = """
update offers_offer set state = %s, seat_no = case when %s then seat_no end,
  promoted_at = case when rank = 'yedek' and %s then visible_from end,
  confirm_by = case when %s in ('accepted', 'evaluating', 'confirmed', 'lapsed') then %s::timestamptz end
where id = %s
"""


@dataclasses.dataclass
class Cell:
    """One offer in one state, and everybody who may try something with it."""

    offer: Offer
    people: dict[str, User]


@pytest.fixture
def cell(request, at) -> Cell:
    """An offer in the state of the parameter, past every trigger but for the ones that need their own rows."""
    at(START)
    world = make_world()
    where = request.param
    if where == S.RESERVED:  # somebody else holds the seat
        world.send(world.candidate())
    (offer,) = world.send(world.candidate(), rank=OfferRank.YEDEK if where == S.RESERVED else OfferRank.ASIL)
    people = {
        "student": student_of(offer),
        "other_student": StudentFactory().user,
        "employer": world.employer_user,
        "other_employer": make_world().employer_user,
        "center": OfficialFactory().user,
        "operator": UserFactory(),
    }
    if where == "unseen":
        return Cell(offer, people)
    at("2024-05-14 10:00")
    if where in (S.CONFIRMED, S.ENDED):
        accept_offer(offer_id=offer.pk, actor=people["student"])
        confirm_offer(offer_id=offer.pk, actor=people["employer"])
    if where == S.RESERVED:
        accept_offer(offer_id=offer.pk, actor=people["student"])
    elif where != S.CONFIRMED:
        seated = where in (S.OPEN, S.ACCEPTED, S.EVALUATING)
        with connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = 'replica'")
            cursor.execute(_PUT, [where, seated, False, where, moment("2024-05-28 17:00"), offer.pk])
            cursor.execute("set local session_replication_role = 'origin'")
    return Cell(Offer.objects.get(pk=offer.pk), people)


def outcome(cell: Cell, action: str, role: str) -> str:
    """The offer's state after it, the code of the refusal, or «404»; nothing of it stays."""
    with transaction.atomic():
        try:
            ACTIONS[action](cell.offer, cell.people[role])
            found = str(Offer.objects.get(pk=cell.offer.pk).state)
        except Offer.DoesNotExist:
            found = "404"
        except RuleViolation as refused:
            found = refused.code if len(str(refused)) > 20 else "no sentence"
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("cell", EXPECTED, indirect=True)
def test_every_action_of_every_role_is_decided_in_this_state(cell, request):
    where = request.node.callspec.params["cell"]
    for action, side in SIDE.items():
        for role in ROLES:
            found = outcome(cell, action, role)
            if role == side:
                assert found == EXPECTED[where].get(action, OTHERWISE[action]), (where, action, role)
            elif action == "reinstate":
                assert found == "operators_only", (where, action, role)
            else:
                assert found == ("undo_too_late" if action == "undo" and role == "other_employer" else "404"), (
                    where, action, role,
                )  # fmt: skip


def test_the_table_names_every_state_and_every_move_of_a_person():
    assert set(EXPECTED) == {"unseen", *OfferState}
    said = {(where, action) for where, row in EXPECTED.items() for action, found in row.items() if found in S.values}
    for move in OFFER_MOVES:
        if move.who in ("student", "employer") and move.action in ACTIONS and move.action != "undo":
            assert (move.source, move.action) in said, move
