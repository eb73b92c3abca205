"""An interview whose time is agreed, and a wish for another district: what the addresses of both lead to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from applications.models import Application
from offers.models import ChangeRequest, Evaluation, Offer, Position
from offers.services.answer import accept_offer
from offers.services.changes import Wish, request_change
from offers.services.positions import open_position
from tests.factories import DistrictFactory
from tests.offers.evaluating import ask, chosen
from tests.offers.world import World, student_of


@dataclass
class EvaluationEstate:
    """What belongs to «student» and «employer»."""

    evaluation: Evaluation
    change: ChangeRequest

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        """The arguments that lead these addresses to an object of the estate."""
        of_evaluation = {"pk": self.evaluation.pk}
        return {
            "offers:evaluation-choose": of_evaluation,
            "offers:evaluation-move": of_evaluation,
            "offers:evaluation-answer": of_evaluation,
            "offers:evaluation-calendar": of_evaluation,
            "offers:evaluation-propose": of_evaluation,
            "offers:evaluation-decide": of_evaluation,
            "offers:evaluation-cancel": of_evaluation,
            "offers:change-new": {"pk": self.change.offer_id},
            "offers:change-take-back": {"pk": self.change.pk},
            "offers:change-decide": {"pk": self.change.pk},
        }


def make_evaluation_estate(world: World, application: Application, asked: Offer, at: Any) -> EvaluationEstate:
    """A training of the same student that is being evaluated, and a wish about the offer that is still open."""
    was = world.position
    training = Position(
        season=was.season, kind="training", title="Eğitim", workplace_unit=was.workplace_unit, province=was.province,
        district=was.district, address=was.address, weekly_days=5, tasks="Eğitim.", supervisor=was.supervisor,
        working_days=5,
    )  # fmt: skip
    opened = World(world.manager, open_position(position=training, quota=1, actor=world.employer_user))
    (offer,) = opened.send(application, starts_on=dt.date(2024, 12, 2), working_days=5)
    at("2024-05-14 11:05")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    offer.refresh_from_db()
    near = DistrictFactory(id=601, province=was.province, name="Mamak")
    wish = Wish(province_id=near.province_id, district_id=near.pk)
    return EvaluationEstate(
        evaluation=chosen(ask(opened, offer)),
        change=request_change(offer_id=asked.pk, wish=wish, actor=student_of(offer)),
    )
