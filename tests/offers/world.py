"""One position, its employer's people, and candidates: what the engine's tests act on."""

import datetime as dt
from dataclasses import dataclass

from applications.models import Application, ProfileView
from offers.models import Offer, Position
from offers.services.positions import open_position
from offers.services.send import Proposal, send_offers
from offers.states import OfferRank
from tests.factories import ApplicationFactory, MemberFactory, SeasonFactory, StudentFactory, moment
from usp.accounts.models import EmployerMembership, User

START = "2024-05-13 10:00"
REPLY_BY = moment("2024-05-17 17:00")


@dataclass
class World:
    """A published position and whoever may act on it."""

    manager: EmployerMembership
    position: Position

    @property
    def employer_user(self) -> User:
        """The employer's manager."""
        return self.manager.user

    def candidate(self, **extra: object) -> Application:
        """A completed application of a new student."""
        return ApplicationFactory(season=self.position.season, student=StudentFactory(), **extra)

    def send(
        self,
        *applications: Application,
        rank: str = OfferRank.ASIL,
        reply_by: dt.datetime = REPLY_BY,
        starts_on: dt.date = dt.date(2024, 8, 5),
        working_days: int = 20,
    ) -> list[Offer]:
        """Send offers with one start to these candidates, whose profiles the employer has opened (A18)."""
        if len(applications) > 1:
            open_profiles(self.manager, *applications)
        return send_offers(
            position_id=self.position.pk,
            proposals=[Proposal(application.pk, rank, starts_on, working_days) for application in applications],
            reply_by=reply_by,
            actor=self.employer_user,
        )


def open_profiles(viewer: EmployerMembership, *applications: Application) -> None:
    """Note that somebody of the employer opened these candidates' profiles."""
    ProfileView.objects.bulk_create(
        [
            ProfileView(
                employer=viewer.employer,
                viewer=viewer.user,
                application=application,
                viewed_on=dt.date(2024, 5, 10),
                viewed_at=moment("2024-05-10 10:00"),
            )
            for application in applications
        ],
        ignore_conflicts=True,
    )


def make_world(quota: int = 1) -> World:
    """A position with that many seats at an employer of its own."""
    manager = MemberFactory()
    position = Position(
        season=SeasonFactory(),
        title="Yazılım stajyeri",
        workplace_unit="Bilgi İşlem Dairesi",
        province=manager.employer.province,
        district=manager.employer.district,
        address=manager.employer.address,
        weekly_days=5,
        tasks="Veri temizliği ve test.",
        supervisor=manager,
    )
    return World(manager, open_position(position=position, quota=quota, actor=manager.user))


def student_of(offer: Offer) -> User:
    """The candidate's user."""
    return offer.application.student.user
