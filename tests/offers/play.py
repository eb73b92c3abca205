"""A small country in which anybody may do anything to any offer: what random histories and the hammer play with.

Every act picks its objects at random and runs a real verb; a refusal is an answer like any other, but it must be a
sentence. ``tests/offers/oracle.py`` says afterwards what may not be.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from applications.models import Application, ProfileView
from offers.deadlines import allowed
from offers.models import Offer, Placement, Position
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer, decline_offer
from offers.services.closing import close_position, reopen_position
from offers.services.confirm import confirm_offer
from offers.services.positions import change_quota
from offers.services.send import Proposal, send_offers, undo_offers
from offers.services.sweep import sweep_due
from offers.services.withdraw import withdraw_offers
from offers.states import OfferRank, OfferState
from tests.factories import ApplicationFactory, StudentFactory, UserFactory
from tests.offers.world import World, make_world
from usp.accounts.models import User, UserKind
from usp.core import clock
from usp.core.errors import RuleViolation

S = OfferState
# What moves a history on; everything else happens as well, but less often.
OFTEN = ["accept", "accept", "confirm", "confirm", "decline", "send_asil", "send_yedek"]
# Starts two weeks apart with twenty working days: neighbours overlap, the first and the last do not.
STARTS = (dt.date(2024, 7, 1), dt.date(2024, 7, 16), dt.date(2024, 8, 5))


@dataclass
class Country:
    """Positions of some employers, candidates of one season, and what was refused so far, by code."""

    worlds: list[World]
    candidates: list[Application]
    operator: User
    refused: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    promised: list[tuple[int, str]] = field(default_factory=list)  # (offer, state) that a verb has answered with

    @property
    def positions(self) -> list[int]:
        """The positions that everybody fights for."""
        return [world.position.pk for world in self.worlds]


def make_country(*, quotas: tuple[int, ...] = (1, 2, 3), candidates: int = 6, rights: int = 1) -> Country:
    """As many employers with one position each as there are quotas; each has opened every profile (A18)."""
    worlds = [make_world(quota) for quota in quotas]
    season = worlds[0].position.season
    people = [
        ApplicationFactory(season=season, student=StudentFactory(), allowed=rights) for _number in range(candidates)
    ]
    now = clock.now()
    ProfileView.objects.bulk_create(
        ProfileView(
            employer=world.manager.employer, viewer=world.employer_user, application=one, viewed_on=now, viewed_at=now
        )
        for world in worlds
        for one in people
    )
    return Country(worlds, people, UserFactory(kind=UserKind.OPERATOR))


Act = Callable[[Country, Random], object]
ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    """Let the players do this."""
    ACTS[function.__name__] = function
    return function


def play(country: Country, name: str, dice: Random) -> None:
    """Do one act. Whoever loses is told in a sentence; anything else that is raised is a fault."""
    try:
        answer = ACTS[name](country, dice)
        if answer is not None:
            country.done[name] = country.done.get(name, 0) + 1
        if isinstance(answer, Offer):
            country.promised.append((answer.pk, answer.state))
    except RuleViolation as refusal:
        if " " not in str(refusal):
            raise TypeError(f"{name} refuses without a sentence: {refusal!r}") from refusal
        key = f"{name}: {refusal.code}"
        country.refused[key] = country.refused.get(key, 0) + 1
    except (Offer.DoesNotExist, Placement.DoesNotExist):
        pass  # not visible to this actor any more: a 404 on the page


def offer_of(country: Country, dice: Random, *states: str) -> Offer | None:
    """One of the offers in these states; mostly of the right ones, so that histories go somewhere."""
    found = Offer.objects.filter(position__in=country.positions)
    if states and dice.random() < 0.9:
        found = found.filter(state__in=states)
    keys = list(found.values_list("pk", flat=True).order_by("pk"))
    if not keys:
        return None
    return Offer.objects.select_related("application__student__user", "position").get(pk=dice.choice(keys))


def world_of(country: Country, position_id: int) -> World:
    """The employer and people of a position."""
    return next(world for world in country.worlds if world.position.pk == position_id)


def _send(country: Country, dice: Random, rank: str, most: int) -> object:
    world = dice.choice(country.worlds)
    chosen = dice.sample(country.candidates, dice.randint(1, min(most, len(country.candidates))))
    start = dice.choice(STARTS)
    proposals = [Proposal(application.pk, rank, start, 20) for application in chosen]
    in_days = (clock.now() + dt.timedelta(days=dice.randint(3, 6))).replace(hour=16, minute=0, second=0, microsecond=0)
    reply_by = allowed(world.position.season, in_days)
    return send_offers(position_id=world.position.pk, proposals=proposals, reply_by=reply_by, actor=world.employer_user)


@act
def send_asil(country: Country, dice: Random) -> object:
    """One or two first choices."""
    return _send(country, dice, OfferRank.ASIL, 2)


@act
def send_yedek(country: Country, dice: Random) -> object:
    """Up to three reserves."""
    return _send(country, dice, OfferRank.YEDEK, 3)


@act
def undo(country: Country, dice: Random) -> object:
    """Take a sending back, mostly too late."""
    offer = offer_of(country, dice, S.OPEN)
    if offer is None:
        return None
    return undo_offers(batch_id=offer.batch_id, actor=world_of(country, offer.position_id).employer_user)


@act
def accept(country: Country, dice: Random) -> object:
    """Somebody says yes."""
    offer = offer_of(country, dice, S.OPEN)
    return offer and accept_offer(offer_id=offer.pk, actor=offer.application.student.user)


@act
def decline(country: Country, dice: Random) -> object:
    """Somebody says no, or leaves."""
    offer = offer_of(country, dice, S.OPEN, S.RESERVED, S.ACCEPTED)
    return offer and decline_offer(offer_id=offer.pk, actor=offer.application.student.user)


@act
def withdraw(country: Country, dice: Random) -> object:
    """An employer takes one or two offers back."""
    offer = offer_of(country, dice, S.OPEN, S.RESERVED, S.ACCEPTED)
    if offer is None:
        return None
    same = list(Offer.objects.filter(position=offer.position_id).order_by("pk").values_list("pk", flat=True))
    chosen = {offer.pk, dice.choice(same)}
    actor = world_of(country, offer.position_id).employer_user
    return withdraw_offers(offer_ids=sorted(chosen), reason=dice.choice(WithdrawReason.values), actor=actor)


@act
def confirm(country: Country, dice: Random) -> object:
    """An employer gives the final approval."""
    offer = offer_of(country, dice, S.ACCEPTED)
    return offer and confirm_offer(offer_id=offer.pk, actor=world_of(country, offer.position_id).employer_user)


@act
def quota(country: Country, dice: Random) -> object:
    """More seats, or fewer."""
    world = dice.choice(country.worlds)
    return change_quota(position_id=world.position.pk, quota=dice.randint(1, 4), actor=world.employer_user)


@act
def close(country: Country, dice: Random) -> object:
    """A position stops; seldom, or nothing else would happen."""
    world = dice.choice(country.worlds)
    if dice.random() < 0.7:
        return None
    return close_position(position_id=world.position.pk, actor=world.employer_user, reason="Denendi.")


@act
def reopen(country: Country, dice: Random) -> object:
    """A closed position goes on."""
    closed = Position.objects.filter(pk__in=country.positions, state="closed").order_by("pk").first()
    return closed and reopen_position(position_id=closed.pk, actor=world_of(country, closed.pk).employer_user)


@act
def sweep(country: Country, dice: Random) -> object:
    """The clock's own round."""
    return sweep_due()
