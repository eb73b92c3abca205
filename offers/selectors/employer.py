"""Reads of positions and sent offers for an employer's people; states are those of the moment of the page.

What an employer gets before a yes is read from the pool's rows alone: its queries never touch a student.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.models import Application, PoolLink
from applications.pool.cards import class_text
from applications.pool.pseudonyms import pseudonym
from offers.cards.sent import Identity, SentRow, opens_identity
from offers.cards.shared import readable_phone
from offers.models import Offer, Position, Seat
from offers.selectors.moment import place_in_line, with_line_no, with_state_now
from offers.states import OfferRank, OfferState, PositionState
from usp.accounts.models import EmployerMembership, User
from usp.core import clock

S = OfferState
PAGE_SIZE = 30

# The employer's tabs: which states of the moment each one shows.
GROUPS: dict[str, tuple[str, ...]] = {
    "onay": (S.ACCEPTED, S.EVALUATING),
    "cevap": (S.OPEN,),
    "sirada": (S.RESERVED,),
    "staj": (S.CONFIRMED,),
    "biten": (
        S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.REJECTED, S.LAPSED, S.RELEASED, S.SUPERSEDED, S.ENDED, S.UNDONE,
    ),
}  # fmt: skip
ALL = "tumu"


def positions_of(user: User) -> QuerySet[Any]:
    """The employer's positions with ``seats_total``, ``seats_free`` and ``line_length``. One query."""
    now = clock.page_now()
    due = Q(offers__state=S.OPEN, offers__reply_by__lte=now) | Q(
        offers__state__in=[S.ACCEPTED, S.EVALUATING], offers__confirm_by__lte=now
    )
    seats = Seat.objects.filter(position=OuterRef("pk")).order_by().values("position").annotate(n=Count("no"))
    total = Coalesce(Subquery(seats.values("n"), output_field=IntegerField()), 0)
    taken = Count("offers", filter=Q(offers__seat_no__isnull=False) & ~due)
    waiting = Count("offers", filter=Q(offers__state__in=[S.OPEN, S.RESERVED], offers__rank=OfferRank.YEDEK,
                                       offers__seat_no__isnull=True) & ~due)  # fmt: skip
    return (
        Position.objects.visible_to(user)
        .select_related("season", "employer", "province", "district", "supervisor__user")
        .annotate(seats_total=total, seats_taken=taken, line_length=waiting)
        .annotate(seats_free=F("seats_total") - F("seats_taken"))
        .order_by("-pk")
    )


def open_positions(user: User, season_id: int) -> QuerySet[Any]:
    """The positions for which the employer may send offers in a season."""
    return positions_of(user).filter(season=season_id, state=PositionState.PUBLISHED)


@dataclass(frozen=True)
class SentPage:
    """One page of sent offers, with how many there are in each tab, of this position or of all."""

    rows: list[SentRow]
    group: str
    counts: dict[str, int]
    older: int | None


def sent_offers(user: User, *, group: str = "", position_id: int | None = None, before: int | None = None) -> SentPage:
    """The employer's offers of one tab, newest first; without a tab the first that holds any."""
    offers = with_state_now(Offer.objects.visible_to(user))
    if position_id is not None:
        offers = offers.filter(position=position_id)
    counted = Counter(dict(offers.order_by().values_list("state_now").annotate(number=Count("pk"))))
    counts = {name: sum(counted[state] for state in states) for name, states in GROUPS.items()}
    if group not in GROUPS and group != ALL:
        group = next((name for name, number in counts.items() if number), "cevap")
    chosen = offers if group == ALL else offers.filter(state_now__in=GROUPS[group])
    rows = with_line_no(chosen).select_related("position__season")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return SentPage(_rows(shown, user), group, counts, shown[-1].pk if len(found) > PAGE_SIZE else None)


def sent_offer(user: User, offer_id: int) -> SentRow | None:
    """One offer of the employer's own; None for anybody else's."""
    return next(iter(_rows(_for_employer(user).filter(pk=offer_id), user)), None)


def sent_batch(user: User, batch_id: uuid.UUID) -> list[SentRow]:
    """The offers of one sending."""
    return _rows(_for_employer(user).filter(batch_id=batch_id).order_by("pk"), user)


def _for_employer(user: User) -> QuerySet[Any]:
    offers = Offer.objects.visible_to(user).select_related("position__season", "sent_by__user")
    return with_line_no(with_state_now(offers))


def _rows(offers: Iterable[Any], user: User) -> list[SentRow]:
    """Rows with pseudonyms, and names only where the state of the moment opens them. Two queries more."""
    found = list(offers)
    employer_id = user.employer_membership.employer_id
    links = PoolLink.objects.filter(application__in=[offer.application_id for offer in found]).select_related("entry")
    entries = {link.application_id: link.entry for link in links}
    open_to = identities([offer.application_id for offer in found if opens_identity(offer.state_now)])
    rows = []
    for offer in found:
        entry = entries.get(offer.application_id)
        code = pseudonym(offer.position.season, employer_id, entry.row_no) if entry else "A-•••••••"
        profile = f"{entry.group_name} · {class_text(entry.level, entry.class_year)}" if entry else ""
        identity = open_to.get(offer.application_id) if opens_identity(offer.state_now) else None
        rows.append(SentRow(offer, offer.state_now, code, profile, identity, place_in_line(offer)))
    return rows


def identities(application_ids: Sequence[int]) -> dict[int, Identity]:
    """Who stands behind applications whose identity is open. The caller answers for that. One query."""
    if not application_ids:
        return {}
    found = Application.objects.filter(pk__in=application_ids).select_related(
        "student__user", "department__unit__university"
    )
    return {application.pk: _identity(application) for application in found}


def _identity(application: Application) -> Identity:
    student, department = application.student, application.department
    phone = str(student.contact_phone)
    return Identity(
        name=str(student),
        department=department.name if department else "",
        unit=department.unit.name if department else "",
        university=department.unit.university.name if department else "",
        class_year=class_text(application.level, application.class_year),
        email=student.contact_email,
        phone=phone,
        phone_text=readable_phone(phone),
    )


def colleagues_of(user: User) -> dict[int, str]:
    """The names of the employer's people by user, for histories."""
    members = EmployerMembership.objects.filter(employer=user.employer_membership.employer_id)
    return dict(members.values_list("user_id", "user__full_name"))
