"""What a student must not miss comes by inbox, e-mail and SMS, whatever was switched off (docs/rules.md A20)."""

import pytest

from offers.invariants import broken
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.send import undo_offers
from offers.states import Kind
from tests.factories import PositionFactory
from tests.offers.world import START, World, make_world, student_of
from usp.core.errors import RuleViolation
from usp.notifications.models import Delivery, MutedChannel, Notification
from usp.notifications.services.inbox import choose_channels
from usp.notifications.states import Channel

pytestmark = pytest.mark.django_db


def channels_of(user, kind: str) -> set[str]:
    rows = Delivery.objects.filter(notification__recipient=user, notification__kind=kind)
    return set(rows.values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("kind", "received", "approval"),
    [
        (Kind.INTERNSHIP, "offer_received", "placement_confirmed"),
        (Kind.SHADOWING, "programme_offer_received", "programme_confirmed"),
        (Kind.TRAINING, "programme_offer_received", "programme_confirmed"),
    ],
)
def test_offer_and_approval_come_by_every_channel_under_the_name_of_their_kind(at, kind, received, approval):
    at(START)
    world = make_world()
    if kind != Kind.INTERNSHIP:
        world = World(world.manager, PositionFactory(manager=world.manager, kind=kind, working_days=5, quota=1))
    candidate = world.candidate()
    student = candidate.student.user
    for key in (received, approval):
        MutedChannel.objects.bulk_create(
            [MutedChannel(user=student, kind=key, channel=channel) for channel in (Channel.EMAIL, Channel.SMS)]
        )
    (offer,) = world.send(candidate)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    for key in (received, approval):
        assert channels_of(student, key) == {"inbox", "email", "sms"}, key


def test_an_undone_programme_offer_takes_its_notice_back(at):
    at(START)
    manager = make_world().manager
    world = World(manager, PositionFactory(manager=manager, kind=Kind.SHADOWING, working_days=5, quota=1))
    (offer,) = world.send(world.candidate())
    undo_offers(batch_id=offer.batch_id, actor=world.employer_user)
    notice = Notification.objects.get(recipient=student_of(offer), kind="programme_offer_received")
    assert notice.cancelled_at is not None
    assert broken("everybody_was_told") == {}


@pytest.mark.parametrize(
    "key", ["offer_received", "programme_offer_received", "placement_confirmed", "programme_confirmed"]
)
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_they_cannot_be_switched_off(at, key, channel):
    at(START)
    student = make_world().candidate().student.user
    with pytest.raises(RuleViolation):
        choose_channels(actor=student, wanted=[f"{key}:{channel}"])
