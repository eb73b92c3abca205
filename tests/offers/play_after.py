"""More acts of the small country: evaluations, changes, placements that end, the operators' hands."""

import datetime as dt
from random import Random

from offers import endings_rules
from offers.models import ChangeRequest, Evaluation, EvaluationKind, Placement
from offers.services.changes import Wish, agree_change, refuse_change, request_change
from offers.services.ending import abandon_placement, cancel_placement
from offers.services.evaluate import Task, cancel_evaluation, decide_evaluation, request_evaluation
from offers.services.reinstate import reinstate_offer
from offers.services.resting import walk_employers
from offers.states import OfferState
from tests.offers.play import Country, act, offer_of, world_of
from usp.accounts.models import EmployerStatus
from usp.accounts.services.employers import approve_employer, suspend_employer
from usp.core import clock

S = OfferState


@act
def evaluate(country: Country, dice: Random) -> object:
    """A task before the final approval."""
    offer = offer_of(country, dice, S.ACCEPTED)
    if offer is None:
        return None
    return request_evaluation(
        offer_id=offer.pk,
        kind=EvaluationKind.TASK,
        instructions="Kısa bir ödev.",
        what=Task(clock.now() + dt.timedelta(hours=dice.choice([2, 20, 300]))),
        actor=world_of(country, offer.position_id).employer_user,
    )


@act
def judge(country: Country, dice: Random) -> object:
    """Good, bad, or never mind."""
    running = Evaluation.objects.filter(offer__position__in=country.positions).order_by("pk")
    found = running.filter(offer__state=S.EVALUATING).first() if dice.random() < 0.9 else running.first()
    if found is None:
        return None
    actor = world_of(country, found.offer.position_id).employer_user
    if dice.random() < 0.3:
        return cancel_evaluation(evaluation_id=found.pk, actor=actor)
    return decide_evaluation(evaluation_id=found.pk, passed=dice.random() < 0.7, note="Teşekkürler.", actor=actor)


@act
def ask_change(country: Country, dice: Random) -> object:
    """Another place, please."""
    offer = offer_of(country, dice, S.OPEN)
    if offer is None:
        return None
    wish = Wish(province_id=offer.position.province_id)
    return request_change(offer_id=offer.pk, wish=wish, actor=offer.application.student.user)


@act
def answer_change(country: Country, dice: Random) -> object:
    """Yes or no to the oldest request."""
    asked = ChangeRequest.objects.filter(offer__position__in=country.positions, state="open").order_by("pk").first()
    if asked is None:
        return None
    verb = refuse_change if dice.random() < 0.5 else agree_change
    more = {} if verb is refuse_change else {"place": None}
    return verb(request_id=asked.pk, actor=world_of(country, asked.offer.position_id).employer_user, **more)


@act
def cancel(country: Country, dice: Random) -> object:
    """An internship comes to nothing, or is broken off."""
    placements = Placement.objects.filter(offer__position__in=country.positions).order_by("pk")
    found = dice.choice([None, *placements])
    if found is None:
        return None
    actor, today = world_of(country, found.offer.position_id).employer_user, clock.now().date()
    if endings_rules.has_begun(found, today) and dice.random() < 0.5:
        ending = dice.choice(sorted(endings_rules.EMPLOYER_BREAKS_OFF))
        return abandon_placement(placement_id=found.pk, ending=ending, left_on=today, actor=actor)
    ending = dice.choice(endings_rules.employer_endings(found, today))
    return cancel_placement(placement_id=found.pk, ending=ending, actor=actor)


@act
def reinstate(country: Country, dice: Random) -> object:
    """An operator brings something back."""
    offer = offer_of(country, dice, S.EXPIRED, S.WITHDRAWN, S.LAPSED)
    return offer and reinstate_offer(offer_id=offer.pk, reason="Yanlışlıkla kaçırıldı.", actor=country.operator)


@act
def suspend(country: Country, dice: Random) -> object:
    """An employer rests; seldom, or nothing else would happen."""
    employer = dice.choice(country.worlds).manager.employer
    employer.refresh_from_db()
    if dice.random() < 0.7 or employer.status != EmployerStatus.APPROVED:
        return None
    done = suspend_employer(employer_id=employer.pk, actor=country.operator, reason="İnceleniyor.")
    walk_employers(employer.pk)
    return done


@act
def lift(country: Country, dice: Random) -> object:
    """A resting employer goes on."""
    for world in country.worlds:
        world.manager.employer.refresh_from_db()
        if world.manager.employer.status == EmployerStatus.SUSPENDED:
            done = approve_employer(employer_id=world.manager.employer_id, actor=country.operator)
            walk_employers(world.manager.employer_id)
            return done
    return None
