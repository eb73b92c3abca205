"""Sending offers, and taking them back within ten seconds."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.states import ApplicationState
from offers.deadlines import UNDO_SECONDS, checked_reply_by
from offers.models import Offer, Placement, Position, Seat
from offers.services.engine import actor_name, lock_positions, settle
from offers.services.news import tell_sent, untell_sent
from offers.states import LIVE_OFFER, LIVE_PLACEMENT, Kind, OfferRank, OfferState, PositionState
from usp.accounts.models import EmployerMembership, EmployerStatus, User
from usp.calendars.working_days import end_date
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days


@dataclass(frozen=True)
class Proposal:
    """One candidate of a sending: rank, and the dates proposed from that candidate's windows (A13)."""

    application_id: int
    rank: str
    starts_on: dt.date
    working_days: int


@verb
def send_offers(*, position_id: int, proposals: Sequence[Proposal], reply_by: dt.datetime, actor: User) -> list[Offer]:
    """Send offers of one position, all of them or none; candidates see them ten seconds later.

    An asil offer takes a free seat that nobody in line can take; a yedek one takes the next number of the line.
    Raises RuleViolation with the sentence of the first rule that refuses.
    """
    applications = _share_applications(proposals)
    position = lock_positions([Position.objects.visible_to(actor).values_list("pk", flat=True).get(pk=position_id)])[0]
    settle([position])
    now = clock.now()
    _check_position(position, now)
    deadline = checked_reply_by(position.season, now, reply_by)
    seats = _free_seats(position)
    asked = sum(1 for proposal in proposals if proposal.rank == OfferRank.ASIL)
    if asked > len(seats):
        raise RuleViolation(
            ngettext(
                "Bu pozisyonda %(free)s boş yer var; %(asked)s asil teklif gönderilemez. Yedek gönderebilirsiniz.",
                "Bu pozisyonda %(free)s boş yer var; %(asked)s asil teklif gönderilemez. Yedek gönderebilirsiniz.",
                len(seats),
            )
            % {"free": len(seats), "asked": asked},
            code="offer_seat_once",
        )
    batch = _Batch(position, actor.employer_membership, uuid.uuid4(), now, deadline, seats)
    offers = [batch.offer(proposal, applications[proposal.application_id]) for proposal in proposals]
    with (
        acting(actor_name(actor)),
        rule_from_constraint(Offer, "offer_one_live", "offer_attempt", "offer_three_attempts", "offer_seat_once"),
    ):
        sent = Offer.objects.bulk_create(offers)
    tell_sent(sent)
    return sent


@verb
def undo_offers(*, batch_id: uuid.UUID, actor: User) -> int:
    """Take a whole sending back before its candidates can see it. Answers how many offers were undone."""
    mine = Offer.objects.visible_to(actor).filter(batch_id=batch_id)
    positions = lock_positions(mine.values_list("position_id", flat=True))
    settle(positions)
    now = clock.now()
    offers = list(mine.filter(state=OfferState.OPEN, visible_from__gt=now).select_related("application__student__user"))
    if not offers:
        raise RuleViolation(
            _("Geri alma süresi doldu; adaylar teklifi gördü. Teklifi geri çekebilirsiniz."), code="undo_too_late"
        )
    with acting(actor_name(actor)), rule_from_constraint(Offer, "offer_transition"):
        Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(state=OfferState.UNDONE, seat_no=None)
    untell_sent(offers)
    settle(positions)
    return len(offers)


def _share_applications(proposals: Sequence[Proposal]) -> dict[int, Application]:
    """Lock the candidates' applications for share, in the order of their ids."""
    ids = sorted({proposal.application_id for proposal in proposals})
    query = Application.objects.filter(pk__in=ids).order_by("pk").select_related("student__user", "department__unit")
    # Django knows no FOR SHARE; the lock needs its own statement before anything is judged.
    with_lock = Application.objects.raw(
        "select * from applications_application where id = any(%s) order by id for share", [ids]
    )
    locked = {application.pk for application in with_lock}
    return {application.pk: application for application in query if application.pk in locked}


def _check_position(position: Position, now: dt.datetime) -> None:
    season = position.season
    if position.employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(_("Kurumunuzun işlemleri askıda; teklif gönderemezsiniz."), code="employer_suspended")
    if position.state != PositionState.PUBLISHED:
        raise RuleViolation(_("Bu pozisyon yayında değil; önce yayımlayın."), code="position_state")
    if not season.pool_opens_at <= now < season.offers_close_at:
        raise RuleViolation(_("Şu anda teklif dönemi değil; teklif gönderilemez."), code="offers_closed")


def _free_seats(position: Position) -> list[int]:
    taken = Offer.objects.filter(position=position, seat_no__isnull=False).values("seat_no")
    return list(
        Seat.objects.filter(position=position).exclude(no__in=taken).order_by("no").values_list("no", flat=True)
    )


class _Batch:
    """One sending: hands out seats and reserve numbers, and makes the rows."""

    def __init__(
        self,
        position: Position,
        sender: EmployerMembership,
        batch_id: uuid.UUID,
        now: dt.datetime,
        reply_by: dt.datetime,
        seats: list[int],
    ) -> None:
        self.position, self.sender, self.batch_id, self.now, self.reply_by = position, sender, batch_id, now, reply_by
        self.seats = iter(seats)
        self.terms = terms_of(position, sender)
        last = Offer.objects.filter(position=position).aggregate(last=Max("reserve_no"))["last"]
        self.next_reserve = (last or 0) + 1

    def offer(self, proposal: Proposal, application: Application) -> Offer:
        """The row of one candidate, its rules checked."""
        ends_on = end_date(
            proposal.starts_on, proposal.working_days, week=self.position.weekly_days, closed=closed_days()
        )
        self._check_candidate(application, proposal.starts_on, ends_on)
        offer = Offer(
            position=self.position,
            kind=self.position.kind,
            application=application,
            sent_by=self.sender,
            batch_id=self.batch_id,
            rank=proposal.rank,
            attempt=self._attempt(application),
            terms=self.terms,
            starts_on=proposal.starts_on,
            ends_on=ends_on,
            working_days=proposal.working_days,
            weekly_days=self.position.weekly_days,
            sent_at=self.now,
            visible_from=self.now + dt.timedelta(seconds=UNDO_SECONDS),
            reply_by=self.reply_by,
        )
        if proposal.rank == OfferRank.ASIL:
            offer.seat_no = next(self.seats)
        else:
            offer.reserve_no, self.next_reserve = self.next_reserve, self.next_reserve + 1
            offer.last_call_at = self._last_call(proposal.starts_on)
            # Capped, not refused: a refusal that depends on the deadline would tell an employer the hidden start.
            offer.reply_by = min(offer.reply_by, offer.last_call_at)
        return offer

    def _check_candidate(self, application: Application, starts_on: dt.date, ends_on: dt.date) -> None:
        if application.season_id != self.position.season_id or application.state != ApplicationState.COMPLETED:
            raise RuleViolation(_("Bu adayın başvurusu bu dönem için geçerli değil."), code="application_state")
        if self.position.kind == Kind.INTERNSHIP and application.used >= application.allowed:
            raise RuleViolation(
                _("Bu aday başka bir işverende staja kabul edildi; dönemdeki staj hakkı kalmadı."), code="no_right_left"
            )
        if starts_on <= self.now.date():
            raise RuleViolation(_("Stajın başlama tarihi ileri bir gün olmalıdır."), code="starts_in_the_past")
        if Placement.objects.filter(
            student=application.student_id,
            state__in=LIVE_PLACEMENT,
            dates__overlap=(starts_on, ends_on + dt.timedelta(days=1)),
        ).exists():
            raise RuleViolation(
                _("Bu aday önerdiğiniz tarihlerde başka bir programa yerleşti; başka tarih seçin."), code="overlap"
            )

    def _attempt(self, application: Application) -> int:
        earlier = Offer.objects.filter(position=self.position, application=application)
        if earlier.filter(state__in=LIVE_OFFER).exists():
            raise RuleViolation(_("Bu adayın bu pozisyon için süren bir teklifi var."), code="offer_one_live")
        return (earlier.aggregate(last=Max("attempt"))["last"] or 0) + 1

    def _last_call(self, starts_on: dt.date) -> dt.datetime:
        """Until when a call makes sense: the season's last call, and a minimum reply time before the start."""
        season = self.position.season
        start = dt.datetime.combine(starts_on, dt.time(0), tzinfo=self.now.tzinfo)
        latest = min(season.offers_close_at, start - dt.timedelta(hours=season.minimum_reply_hours))
        if latest <= self.now + dt.timedelta(hours=season.minimum_reply_hours):
            raise RuleViolation(
                _("Bu aday yedek sıraya artık alınamaz; staj tarihine çağrı için yeterli zaman kalmadı."),
                code="offer_reply_before_last_call",
            )
        return latest


def terms_of(position: Position, sender: EmployerMembership) -> dict[str, Any]:
    """What the candidate is promised, as plain data that later changes of the position do not touch (A19)."""
    supervisor = position.supervisor
    return {
        "employer": position.employer.name,
        "title": position.title,
        "unit": position.workplace_unit,
        "province": position.province.name,
        "district": position.district.name,
        "address": position.address,
        "tasks": position.tasks,
        "sender": _contact(sender),
        "supervisor": _contact(supervisor),
    }


def _contact(member: EmployerMembership) -> dict[str, str]:
    return {
        "name": member.user.full_name,
        "title": member.job_title,
        "email": member.user.email or "",
        "phone": str(member.phone or member.employer.phone),
    }
