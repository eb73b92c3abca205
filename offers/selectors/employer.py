"""Reads of an employer's positions, and of who stands behind what it may see by name."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.models import Application
from applications.pool.cards import class_text
from offers.cards.sent import Identity
from offers.cards.shared import readable_phone
from offers.models import Offer, Position, Seat
from offers.states import OfferState, PositionState
from offers.told import told_waiting
from usp.accounts.models import EmployerMembership, User
from usp.core import clock

S = OfferState


def positions_of(user: User) -> QuerySet[Any]:
    """The employer's positions with ``seats_total``, ``seats_free`` and ``line_length``. One query."""
    now = clock.page_now()
    due = Q(offers__state=S.OPEN, offers__reply_by__lte=now) | Q(
        offers__state__in=[S.ACCEPTED, S.EVALUATING], offers__confirm_by__lte=now
    )
    seats = Seat.objects.filter(position=OuterRef("pk")).order_by().values("position").annotate(n=Count("no"))
    total = Coalesce(Subquery(seats.values("n"), output_field=IntegerField()), 0)
    taken = Count("offers", filter=Q(offers__seat_no__isnull=False) & ~due)
    waits = Offer.objects.filter(told_waiting(now), position=OuterRef("pk")).order_by().values("position")
    waiting = Coalesce(Subquery(waits.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
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
