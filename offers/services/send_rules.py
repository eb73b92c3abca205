"""Who may be sent an offer, judged for a whole sending at once: four queries, however many candidates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.states import ApplicationState
from offers.models import Offer, Placement, Position
from offers.states import LIVE_OFFER, LIVE_PLACEMENT, Kind, OfferRank, OfferState
from offers.told import ended_untold
from usp.core.errors import RuleViolation

# What of the terms changes the offer for the candidate; another contact alone does not.
_MATERIAL = ("title", "unit", "province", "district", "address", "tasks")
_MOST_ATTEMPTS = 3


class Dates(NamedTuple):
    """When the candidate would come."""

    starts_on: dt.date
    ends_on: dt.date
    working_days: int


class Candidates:
    """The candidates of one sending, with what stands in the way of each."""

    def __init__(self, position: Position, applications: Mapping[int, Application], now: dt.datetime) -> None:
        self.position, self.applications, self.today = position, applications, now.date()
        students = [row.student_id for row in applications.values()]
        self.placed: dict[int, list[Any]] = defaultdict(list)
        for student, dates in Placement.objects.filter(student__in=students, state__in=LIVE_PLACEMENT).values_list(
            "student_id", "dates"
        ):
            self.placed[student].append(dates)
        self.earlier: dict[int, list[Offer]] = defaultdict(list)
        sent = Offer.objects.filter(position=position, application__in=applications)
        for offer in sent.order_by("pk"):
            self.earlier[offer.application_id].append(offer)
        # An offer whose end the employer is not told yet stands in the way as a waiting one does (docs/rules.md P2).
        self.untold = set(sent.filter(ended_untold(now)).values_list("pk", flat=True))
        self.seen: set[int] = set()

    def check(self, application_id: int, dates: Dates) -> Application:
        """The application, if these dates may be offered to its candidate."""
        application = self.applications.get(application_id)
        if (
            application is None
            or application.season_id != self.position.season_id
            or application.state != ApplicationState.COMPLETED
        ):
            raise RuleViolation(_("Bu adayın başvurusu bu dönem için geçerli değil."), code="application_state")
        if application_id in self.seen:
            raise RuleViolation(_("Aynı aday listede iki kez var."), code="candidate_twice")
        self.seen.add(application_id)
        if self.position.kind == Kind.INTERNSHIP and application.used >= application.allowed:
            raise RuleViolation(
                _("Bu aday başka bir işverende staja kabul edildi; dönemdeki staj hakkı kalmadı."), code="no_right_left"
            )
        self._check_dates(application, dates)
        return application

    def _check_dates(self, application: Application, dates: Dates) -> None:
        if dates.starts_on <= self.today:
            raise RuleViolation(_("Stajın başlama tarihi ileri bir gün olmalıdır."), code="starts_in_the_past")
        runs_from, runs_until = self.position.runs_from, self.position.runs_until
        if (runs_from and dates.starts_on < runs_from) or (runs_until and dates.ends_on > runs_until):
            raise RuleViolation(
                _("Adayın tarihleri pozisyonun tarih aralığına sığmıyor; başka bir dönem seçin."),
                code="outside_position_dates",
            )
        after = dates.ends_on + dt.timedelta(days=1)
        if any(taken.lower < after and dates.starts_on < taken.upper for taken in self.placed[application.student_id]):
            raise RuleViolation(
                _("Bu aday önerdiğiniz tarihlerde başka bir programa yerleşti; başka tarih seçin."), code="overlap"
            )

    def attempt(self, application: Application, rank: str, dates: Dates, terms: Mapping[str, Any]) -> int:
        """Which attempt this would be; refused while one lives, after three, and after a no without a change."""
        earlier = self.earlier[application.pk]
        if any(offer.state in LIVE_OFFER or offer.pk in self.untold for offer in earlier):
            raise RuleViolation(_("Bu adayın bu pozisyon için süren bir teklifi var."), code="offer_one_live")
        number = max((offer.attempt for offer in earlier), default=0) + 1
        if number > _MOST_ATTEMPTS:
            raise RuleViolation(
                _("Aynı adaya aynı pozisyon için en çok üç kez teklif gönderilebilir."), code="offer_three_attempts"
            )
        if earlier and earlier[-1].state == OfferState.DECLINED and not _changed(earlier[-1], rank, dates, terms):
            raise RuleViolation(
                _("Aday bu teklifi reddetti. Yeniden göndermek için tarihleri ya da koşulları değiştirin."),
                code="declined_unchanged",
            )
        return number


def _changed(declined: Offer, rank: str, dates: Dates, terms: Mapping[str, Any]) -> bool:
    """Whether the candidate would be offered something else: other dates, other terms, or a seat instead of a wait."""
    if (declined.starts_on, declined.working_days) != (dates.starts_on, dates.working_days):
        return True
    if any(declined.terms.get(name) != terms.get(name) for name in _MATERIAL):
        return True
    return declined.rank == OfferRank.YEDEK and rank == OfferRank.ASIL
