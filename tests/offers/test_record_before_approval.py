"""Before an internship's final approval the record is asked for anew, over the wire (docs/rules.md A2, A3)."""

import pytest

from applications.date_conditions import Consequence, DateConditionKind
from applications.models import Application, SeasonDateCondition
from offers.models import Offer, Position
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.findings import confirm_findings
from offers.services.withdraw import withdraw_offers
from offers.states import Kind, OfferState, PlacementState
from tests.applications.conftest import sandbox_student
from tests.edevlet.conftest import edevlet_sandbox  # noqa: F401 -- the real sandbox on a real port
from tests.factories import ApplicationFactory, PositionFactory
from tests.keeping import kept
from tests.offers.world import START, World, make_world, student_of
from usp.core.errors import RuleViolation
from usp.edevlet.gateway import fetch_records

pytestmark = pytest.mark.django_db
S = OfferState


@kept
def world(at) -> World:
    at(START)
    return make_world()


@pytest.fixture
def candidate(world, edevlet_sandbox):  # noqa: F811 -- the fixture above
    """Make a candidate of somebody of the sandbox, with the record as it was in the application weeks."""

    def make(key: str) -> Application:
        edevlet_sandbox.at("2024-02-01 10:00")
        student = sandbox_student(key)
        records = fetch_records(student.tckn)
        return ApplicationFactory(
            season=world.position.season,
            student=student,
            source=records,
            enrolment_id=records.enrolments[0].id,
            class_year=records.enrolments[0].class_year,
        )

    return make


def accepted(world: World, at, application: Application) -> Offer:
    (offer,) = world.send(application)
    at("2024-05-14 10:00")
    return accept_offer(offer_id=offer.pk, actor=student_of(offer))


def conditions(world: World) -> None:
    for kind, consequence in (
        (DateConditionKind.ADVANCED_CLASS, Consequence.WARN),
        (DateConditionKind.NOT_GRADUATED, Consequence.STOP),
    ):
        SeasonDateCondition.objects.create(
            season=world.position.season, level="bachelor", kind=kind, consequence=consequence
        )


def refused(offer: Offer, world: World) -> str:
    with pytest.raises(RuleViolation) as refusal:
        confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    return refusal.value.code


def test_a_lost_studentship_refuses_the_internship_and_leaves_the_offer_as_it_was(
    world,
    at,
    candidate,
    edevlet_sandbox,  # noqa: F811 -- the fixture above
):
    conditions(world)
    offer = accepted(world, at, candidate("haziranda-mezun"))
    edevlet_sandbox.at("2024-07-01 10:00")
    assert [finding.code for finding in confirm_findings(offer)] == ["not_a_student"]
    assert refused(offer, world) == "not_a_student"
    offer.refresh_from_db()
    assert offer.state == S.ACCEPTED
    withdraw_offers(offer_ids=[offer.pk], reason=WithdrawReason.CONDITION, actor=world.employer_user)


def test_nobody_whom_the_records_do_not_know_is_approved(world, at, edevlet_sandbox):  # noqa: F811 -- the fixture above
    offer = accepted(world, at, world.candidate())
    assert refused(offer, world) == "not_a_student"


def test_a_class_that_was_not_passed_warns_and_does_not_refuse(
    world,
    at,
    candidate,
    edevlet_sandbox,  # noqa: F811 -- the fixture above
):
    conditions(world)
    offer = accepted(world, at, candidate("sinifta-kalan"))
    edevlet_sandbox.at("2024-07-20 10:00")
    (finding,) = confirm_findings(offer)
    assert not finding.stops
    assert confirm_offer(offer_id=offer.pk, actor=world.employer_user)


def test_a_service_that_does_not_answer_is_said_and_the_last_record_judges(
    world,
    at,
    candidate,
    edevlet_sandbox,  # noqa: F811 -- the fixture above
):
    offer = accepted(world, at, candidate("lisans-3"))
    edevlet_sandbox.stop()
    (finding,) = confirm_findings(offer)
    assert finding.code == "record_old"
    assert "1 Şubat 2024" in finding.text
    assert confirm_offer(offer_id=offer.pk, actor=world.employer_user)


@pytest.mark.parametrize(("kind", "days"), [(Kind.SHADOWING, 5), (Kind.TRAINING, 15)])
def test_who_has_graduated_since_may_still_shadow_and_train(
    world,
    at,
    candidate,
    edevlet_sandbox,  # noqa: F811 -- the fixture above
    kind,
    days,
):
    conditions(world)
    manager = make_world().manager
    position = PositionFactory(manager=manager, kind=kind, working_days=days, quota=1)
    other = World(manager, Position.objects.get(pk=position.pk))
    offer = accepted(other, at, candidate("haziranda-mezun"))
    edevlet_sandbox.at("2024-07-01 10:00")
    assert fetch_records(offer.application.student.tckn).enrolments[0].status == "graduated"
    placement = confirm_offer(offer_id=offer.pk, actor=other.employer_user)
    assert (placement.state, placement.right_no) == (PlacementState.CONFIRMED, None)
