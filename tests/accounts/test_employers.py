"""Approving and suspending employers: who may, what follows, what stays on record."""

from contextlib import nullcontext

import pytest
from django.db import connection

from offers.services.answer import accept_offer
from offers.services.positions import change_quota
from offers.states import OfferRank, OfferState
from offers.tasks import walk_employer
from tests.factories import EmployerFactory, MemberFactory, UserFactory
from tests.offers.world import START, make_world, student_of
from usp.accounts.models import EmployerRole, EmployerStatus
from usp.accounts.services.employers import approve_employer, suspend_employer
from usp.accounts.states import EMPLOYER_MOVES
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = EmployerStatus


@pytest.mark.parametrize(
    ("status", "verb", "outcome"),
    [
        (S.PENDING, "approve", S.APPROVED),
        (S.SUSPENDED, "approve", S.APPROVED),
        (S.APPROVED, "approve", S.APPROVED),
        (S.REVOKED, "approve", "employer_revoked"),
        (S.APPROVED, "suspend", S.SUSPENDED),
        (S.SUSPENDED, "suspend", S.SUSPENDED),
        (S.PENDING, "suspend", "employer_status"),
        (S.REVOKED, "suspend", "employer_status"),
    ],
)
def test_every_status_and_verb_is_decided(status, verb, outcome, operator):
    employer = EmployerFactory(status=status)
    refused = "" if outcome in S.values else outcome
    with pytest.raises(RuleViolation) if refused else nullcontext() as refusal:
        if verb == "approve":
            approve_employer(employer_id=employer.pk, actor=operator)
        else:
            suspend_employer(employer_id=employer.pk, actor=operator, reason="Evrak eksik")
    employer.refresh_from_db()
    assert employer.status == (status if refused else outcome)
    assert refused == (refusal.value.code if refused else "")


@pytest.mark.parametrize("kind", ["student", "employer", "career_center"])
def test_only_operators_decide(kind):
    employer = EmployerFactory(status=S.PENDING)
    somebody = UserFactory(kind=kind)
    with pytest.raises(RuleViolation, match="yalnızca program yürütücüleri"):
        approve_employer(employer_id=employer.pk, actor=somebody)
    with pytest.raises(RuleViolation, match="yalnızca program yürütücüleri"):
        suspend_employer(employer_id=employer.pk, actor=somebody, reason="x")


def test_a_suspension_needs_a_reason(operator):
    employer = EmployerFactory()
    with pytest.raises(RuleViolation, match="gerekçe"):
        suspend_employer(employer_id=employer.pk, actor=operator, reason="  ")
    employer.refresh_from_db()
    assert employer.status == S.APPROVED


def test_who_decided_and_why_stays_on_record(operator):
    employer = EmployerFactory()
    suspend_employer(employer_id=employer.pk, actor=operator, reason=" Evrak eksik ")
    event = employer.events.order_by("-pgh_id").first()
    assert event.status == S.SUSPENDED
    assert event.pgh_context.metadata == {"user": operator.pk, "reason": "Evrak eksik"}


def test_the_managers_hear_of_each_decision_and_nobody_else(operator):
    manager = MemberFactory(employer__status=S.PENDING)
    MemberFactory(employer=manager.employer, role=EmployerRole.RECRUITER)
    for _round in range(2):
        approve_employer(employer_id=manager.employer_id, actor=operator)
        suspend_employer(employer_id=manager.employer_id, actor=operator, reason="Evrak eksik")
    told = list(Notification.objects.order_by("id").values_list("recipient_id", "kind"))
    assert told == [(manager.user_id, "employer_approved"), (manager.user_id, "employer_suspended")] * 2


def test_a_seat_that_came_free_in_a_suspension_goes_to_the_line_when_it_ends(at, operator):
    at(START)
    world = make_world()
    first, waiting = world.candidate(), world.candidate()
    world.send(first)
    (offer,) = world.send(waiting, rank=OfferRank.YEDEK)
    at("2024-05-13 11:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    employer_id = world.position.employer_id
    suspend_employer(employer_id=employer_id, actor=operator, reason="Evrak eksik")
    walk_employer(employer_id)
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    offer.refresh_from_db()
    assert offer.state == OfferState.RESERVED
    approve_employer(employer_id=employer_id, actor=operator)
    walk_employer(employer_id)
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED
    assert offer.seat_no is not None


def test_the_database_allows_what_the_table_says_and_nothing_else():
    with connection.cursor() as cursor:
        cursor.execute("select frm, dst from employer_allowed")
        allowed = set(cursor.fetchall())
    assert allowed == {(source.value, target.value) for _action, source, target, _who in EMPLOYER_MOVES}
