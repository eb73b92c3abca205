"""Sending offers, and taking them back within ten seconds."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application, ProfileView
from offers.cards.shared import contact_terms
from offers.deadlines import UNDO_SECONDS, allowed, checked_reply_by
from offers.models import Offer, Position
from offers.services.engine import (
    actor_name,
    check_running_position,
    free_seats,
    lock_positions,
    own_side,
    settle,
    share_applications,
)
from offers.services.last_calls import last_call_of_new, last_calls, takes_reserves
from offers.services.news import tell_sent, untell_sent
from offers.services.send_rules import Candidates, Dates
from offers.states import Kind, OfferRank, OfferState, PositionState
from offers.told import REPLY_WANTED
from usp.accounts.models import EmployerMembership, User
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
    """Send offers of one position, one or hundreds, all of them or none; candidates see them ten seconds later.

    An asil offer takes a free seat that nobody in line can take; a yedek one takes the next number of the line, in the
    order of ``proposals``. Several at once go only to candidates whose profile somebody of the employer has opened
    (A18). Raises RuleViolation with the sentence of the first rule that refuses.
    """
    own_side(actor, "employer")
    position_key = Position.objects.visible_to(actor).values_list("pk", flat=True).get(pk=position_id)
    known = share_applications(proposal.application_id for proposal in proposals)
    position = lock_positions([position_key])[0]
    settle([position])
    now = clock.now()
    _check_position(position, now)
    applications = {
        row.pk: row
        for row in Application.objects.filter(pk__in=known).select_related("student__user", "department__unit")
    }
    if len(proposals) > 1:
        _check_opened(position, list(applications))
    deadline = checked_reply_by(position.season, now, reply_by)
    seats = _seats_for(position, proposals)
    batch = _Batch(position, actor.employer_membership, now, deadline, seats, applications, proposals)
    offers = [batch.offer(proposal) for proposal in proposals]
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
    own_side(actor, "employer")
    mine = Offer.objects.visible_to(actor).filter(batch_id=batch_id)
    positions = lock_positions(mine.values_list("position_id", flat=True))
    settle(positions)
    now = clock.now()
    # The whole batch has one visible_from, so it is undone as a whole or not at all.
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


def _check_position(position: Position, now: dt.datetime) -> None:
    season = position.season
    check_running_position(position)
    if position.state != PositionState.PUBLISHED:
        raise RuleViolation(_("Bu pozisyon yayında değil; önce yayımlayın."), code="position_state")
    if not season.pool_opens_at <= now < season.offers_close_at:
        raise RuleViolation(_("Şu anda teklif dönemi değil; teklif gönderilemez."), code="offers_closed")
    length = position.working_days
    if position.kind == Kind.SHADOWING and not (
        length is not None and season.shadowing_min_days <= length <= season.shadowing_max_days
    ):
        raise RuleViolation(
            _("İş gölgeleme %(least)s ile %(most)s iş günü arasındadır.")
            % {"least": season.shadowing_min_days, "most": season.shadowing_max_days},
            code="shadowing_length",
        )


def _check_opened(position: Position, application_ids: list[int]) -> None:
    opened = set(
        ProfileView.objects.filter(employer=position.employer_id, application__in=application_ids).values_list(
            "application_id", flat=True
        )
    )
    unread = len(application_ids) - len(opened)
    if unread:
        raise RuleViolation(
            ngettext(
                "%(count)s adayın profilini kurumunuzdan kimse açmadı; toplu teklif yalnızca incelenen adaylara "
                "gönderilir.",
                "%(count)s adayın profilini kurumunuzdan kimse açmadı; toplu teklif yalnızca incelenen adaylara "
                "gönderilir.",
                unread,
            )
            % {"count": unread},
            code="profile_not_opened",
        )


def _seats_for(position: Position, proposals: Sequence[Proposal]) -> list[int]:
    seats = free_seats(position)
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
    return seats


class _Batch:
    """One sending: hands out seats and reserve numbers, and makes the rows. A few queries, however many rows."""

    def __init__(
        self,
        position: Position,
        sender: EmployerMembership,
        now: dt.datetime,
        reply_by: dt.datetime,
        seats: list[int],
        applications: dict[int, Application],
        proposals: Sequence[Proposal],
    ) -> None:
        self.position, self.sender, self.now, self.reply_by = position, sender, now, reply_by
        self.batch_id, self.seats, self.applications = uuid.uuid4(), iter(seats), applications
        self.terms = terms_of(position, sender)
        self.closed = closed_days()
        self.candidates = Candidates(position, applications, now)
        starts = {
            (row.enrolled_at.unit.university_id, proposal.starts_on)
            for proposal in proposals
            if (row := applications.get(proposal.application_id)) is not None and row.department_id
        }
        self.last_calls = last_calls(position.season, position.kind, starts)
        self.least_call = allowed(position.season, now + dt.timedelta(hours=position.season.minimum_reply_hours))
        last = Offer.objects.filter(position=position).aggregate(last=Max("reserve_no"))["last"]
        self.next_reserve = max(last or 0, 0) + 1

    def offer(self, proposal: Proposal) -> Offer:
        """The row of one candidate, its rules checked."""
        days = self.position.working_days or proposal.working_days
        week = self.position.weekly_days
        ends_on = end_date(proposal.starts_on, days, week=week, closed=self.closed)
        dates = Dates(proposal.starts_on, ends_on, days)
        application = self.candidates.check(proposal.application_id, dates)
        offer = Offer(
            position=self.position,
            kind=self.position.kind,
            application=application,
            sent_by=self.sender,
            batch_id=self.batch_id,
            rank=proposal.rank,
            attempt=self.candidates.attempt(application, proposal.rank, dates, self.terms),
            terms=self.terms,
            starts_on=dates.starts_on,
            ends_on=dates.ends_on,
            working_days=days,
            weekly_days=week,
            sent_at=self.now,
            visible_from=self.now + dt.timedelta(seconds=UNDO_SECONDS),
            reply_by=self.reply_by,
        )
        if proposal.rank == OfferRank.ASIL:
            offer.seat_no = next(self.seats)
        else:
            offer.reserve_no, self.next_reserve = self.next_reserve, self.next_reserve + 1
            offer.last_call_at = self._last_call(application, proposal.starts_on)
            # Capped, not refused: a refusal that depends on the deadline would tell an employer the hidden start.
            offer.terms = self.terms | {REPLY_WANTED: self.reply_by.isoformat()}
            offer.reply_by = min(offer.reply_by, offer.last_call_at)
        return offer

    def _last_call(self, application: Application, starts_on: dt.date) -> dt.datetime:
        found = self.last_calls[(application.enrolled_at.unit.university_id, starts_on)]
        season = self.position.season
        if not takes_reserves(season, starts_on, self.now):
            raise RuleViolation(
                _("Bu aday yedek sıraya artık alınamaz; staj tarihine çağrı için yeterli zaman kalmadı."),
                code="offer_reply_before_last_call",
            )
        return last_call_of_new(season, starts_on, found, self.least_call)


def terms_of(position: Position, sender: EmployerMembership) -> dict[str, Any]:
    """What the candidate is promised, as plain data that later changes of the position do not touch (A19).

    Pages show the position to its candidates from here. Offers sent earlier may lack the later keys.
    """
    return {
        "employer": position.employer.name,
        "title": position.title,
        "unit": position.workplace_unit,
        "province": position.province.name,
        "district": position.district.name,
        "address": position.address,
        "tasks": position.tasks,
        "kind": position.kind,
        "weekly_days": position.weekly_days,
        "runs_from": position.runs_from.isoformat() if position.runs_from else None,
        "runs_until": position.runs_until.isoformat() if position.runs_until else None,
        "meal": position.meal,
        "transport": position.transport,
        "lodging": position.lodging,
        "mentor": {"name": position.mentor_name, "title": position.mentor_title},
        "documents": list(position.requested_documents.values("kind", "note")),
        "sender": contact_terms(sender),
        "supervisor": contact_terms(position.supervisor),
    }
