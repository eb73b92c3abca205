"""Reads of additional evaluations, each for one side; states are those of the moment of the page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from offers.cards.evaluations import EmployerEvaluation, StudentEvaluation
from offers.cards.sent import SentRow
from offers.evaluation_states import INTERVIEWS, RUNNING, EvaluationState
from offers.evaluation_times import near_from
from offers.models import Evaluation, Offer
from offers.selectors.moment import with_state_now
from offers.selectors.sent import rows_of
from offers.states import OfferState
from usp.accounts.models import EmployerStatus, User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock
from usp.core.clock import UspNow
from usp.reference.selectors import closed_days

S = EvaluationState
OLDER = 50  # how many decided ones a list shows


@dataclass(frozen=True)
class StudentEvaluations:
    """What ``offers/evaluations/_student.html`` shows of one offer."""

    cards: list[StudentEvaluation]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.cards


@dataclass(frozen=True)
class EmployerEvaluations:
    """What ``offers/evaluations/_employer.html`` shows of one offer; ``may_ask`` while a new one may be asked for."""

    offer: Offer
    cards: list[EmployerEvaluation]
    may_ask: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.cards or self.may_ask)


def evaluations_for_student(offer: Any) -> StudentEvaluations:
    """The evaluations of one of the student's offers (with ``state_now``), the newest first. Two queries."""
    return StudentEvaluations(_student_cards(offer.evaluations.order_by("-pk"), {offer.pk: offer}))


def interviews_of(user: User) -> tuple[list[StudentEvaluation], list[StudentEvaluation]]:
    """«Mülakatlarım»: those to come, the next first, and the earlier ones, the newest first. Three queries."""
    rows = Evaluation.objects.visible_to(user).filter(kind__in=INTERVIEWS).order_by("-pk")
    offers = with_state_now(Offer.objects.visible_to(user)).select_related("position__employer")
    found = {offer.pk: offer for offer in offers.filter(evaluations__kind__in=INTERVIEWS).distinct()}
    cards = _student_cards(rows, found)
    to_come = [card for card in cards if card.is_running and not card.has_begun]
    earlier = [card for card in cards if not card.is_running or card.has_begun]
    return (
        sorted(to_come, key=lambda card: card.next_moment),
        sorted(earlier, key=lambda card: card.next_moment, reverse=True),
    )


def waiting_interviews(user: User) -> QuerySet[Evaluation]:
    """The interviews that wait for the student to pick a time, for the menu's count."""
    return Evaluation.objects.filter(
        offer__application__student__user=user,
        offer__confirm_by__gt=UspNow(),
        kind__in=INTERVIEWS,
        state=S.PROPOSED,
    )


def student_evaluation(user: User, evaluation_id: int) -> StudentEvaluation | None:
    """One evaluation of the student's own; None for anybody else's."""
    rows = Evaluation.objects.visible_to(user).filter(pk=evaluation_id)
    offers = with_state_now(Offer.objects.visible_to(user)).filter(evaluations=evaluation_id)
    return next(iter(_student_cards(rows, {offer.pk: offer for offer in offers})), None)


def evaluations_for_employer(user: User, row: SentRow) -> EmployerEvaluations:
    """The evaluations of one of the employer's offers, the newest first. Two queries."""
    offer: Any = row.offer
    cards = _employer_cards(user, Evaluation.objects.filter(offer=offer).order_by("-pk"), {offer.pk: row})
    may_ask = (
        row.state == OfferState.ACCEPTED
        and employer_may(user, EmployerAction.SEND_OFFERS)
        and user.employer_membership.employer.status == EmployerStatus.APPROVED
    )
    return EmployerEvaluations(offer, cards, may_ask)


def employer_evaluation(user: User, evaluation_id: int) -> EmployerEvaluation | None:
    """One evaluation of the employer's own; None for anybody else's."""
    rows = Evaluation.objects.visible_to(user).filter(pk=evaluation_id)
    return next(iter(_employer_cards(user, rows, _rows_behind(user, rows))), None)


@dataclass(frozen=True)
class EmployerAgenda:
    """«Ek değerlemeler»: what the employer is to do, what is agreed day by day, what waits for candidates, the past."""

    to_do: list[EmployerEvaluation]
    days: list[tuple[dt.date, list[EmployerEvaluation]]]
    waiting: list[EmployerEvaluation]
    decided: list[EmployerEvaluation]

    @property
    def is_empty(self) -> bool:
        """Whether the employer has never asked for any."""
        return not (self.to_do or self.days or self.waiting or self.decided)


def agenda_of(user: User) -> EmployerAgenda:
    """All that runs, and the newest of what is decided. A fixed number of queries."""
    mine = Evaluation.objects.visible_to(user)
    decided = list(mine.exclude(state__in=RUNNING).order_by("-pk").values_list("pk", flat=True)[:OLDER])
    rows = mine.filter(Q(state__in=RUNNING) | Q(pk__in=decided)).order_by("-pk")
    cards = _employer_cards(user, rows, _rows_behind(user, rows))
    running = [card for card in cards if card.is_running]
    to_do = sorted((card for card in running if card.waits_for_us), key=lambda card: card.evaluation.created_at)
    others = [card for card in running if not card.waits_for_us]
    return EmployerAgenda(
        to_do=to_do,
        days=_by_day([card for card in others if card.chosen is not None]),
        waiting=sorted((card for card in others if card.chosen is None), key=lambda card: card.evaluation.pk),
        decided=[card for card in cards if not card.is_running],
    )


def _by_day(cards: list[EmployerEvaluation]) -> list[tuple[dt.date, list[EmployerEvaluation]]]:
    days: dict[dt.date, list[EmployerEvaluation]] = {}
    for moment, card in sorted(
        ((card.chosen.starts_at, card) for card in cards if card.chosen), key=lambda pair: pair[0]
    ):
        days.setdefault(timezone.localtime(moment).date(), []).append(card)
    return list(days.items())


def _rows_behind(user: User, evaluations: QuerySet[Evaluation]) -> dict[int, SentRow]:
    offers = Offer.objects.visible_to(user).filter(pk__in=evaluations.values("offer"))
    return {row.offer.pk: row for row in rows_of(offers, user)}


def _student_cards(rows: QuerySet[Evaluation], offers: dict[int, Any]) -> list[StudentEvaluation]:
    now = clock.page_now()
    cards = []
    for row in rows.prefetch_related("slots").select_related("answer_file"):
        offer = offers[row.offer_id]
        row.offer = offer
        cards.append(StudentEvaluation(row, _state_now(row, offer.state_now), _slots(row), now))
    return cards


def _employer_cards(user: User, rows: QuerySet[Evaluation], behind: dict[int, SentRow]) -> list[EmployerEvaluation]:
    now = clock.page_now()
    may_act = (
        employer_may(user, EmployerAction.SEND_OFFERS)
        and user.employer_membership.employer.status == EmployerStatus.APPROVED
    )
    closed, cards = closed_days(), []
    for row in rows.prefetch_related("slots").select_related("created_by__user", "answer_file"):
        sent = behind[row.offer_id]
        row.offer = sent.offer
        near = near_from(row.offer.confirm_by, closed) if row.offer.confirm_by else None
        cards.append(EmployerEvaluation(row, _state_now(row, sent.state), _slots(row), now, near, sent, may_act))
    return cards


def _state_now(evaluation: Evaluation, offer_state: str) -> str:
    """One whose offer has run out is closed, whether or not a worker has been here."""
    is_over = evaluation.state in RUNNING and offer_state != OfferState.EVALUATING
    return S.CANCELLED if is_over else evaluation.state


def _slots(evaluation: Evaluation) -> tuple[Any, ...]:
    slots: Iterable[Any] = evaluation.slots.all()
    return tuple(slot for slot in slots if slot.round == evaluation.round)
