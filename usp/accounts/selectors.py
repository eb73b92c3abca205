"""Reads about a university's people: who holds which role, who is invited, who advises which department."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from usp.accounts.models import DepartmentAdviser, Invitation, UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UNIVERSITY_GRANTS, UniversityAction, university_scope
from usp.core import turkish
from usp.core.ordering import turkish_order
from usp.core.templatetags.usp import tr_date
from usp.reference.models import Department, Unit

WHOLE = "tum"  # in an address: roles held for the whole university


@dataclass
class Person:
    """One person with those roles that the reader may see, running ones first."""

    user: User
    memberships: list[UniversityMembership] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Whether at least one of the roles holds now."""
        return any(membership.is_running for membership in self.memberships)


def units_managed(user: User) -> QuerySet[Unit]:
    """The units for which this manager may grant roles."""
    university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
    units = Unit.objects.filter(university=university_id).order_by("sort_key", "id")
    return units if unit_ids is None else units.filter(pk__in=unit_ids)


def manages_all(user: User) -> bool:
    """Whether the manager acts for the whole university."""
    university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
    return university_id is not None and unit_ids is None


def memberships_managed(user: User) -> QuerySet[UniversityMembership]:
    """Every role, running or ended, that this manager may see and end: those of the own units."""
    university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
    rows = UniversityMembership.objects.filter(university=university_id).select_related("user", "unit", "university")
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def invitations_managed(user: User) -> QuerySet[Invitation]:
    """The unanswered invitations of the manager's units, newest first; links that ran out are among them."""
    university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
    rows = Invitation.objects.unanswered().filter(university=university_id).select_related("unit", "invited_by")
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def people(user: User, *, text: str = "", unit: str = "", role: str = "", ended: bool = False) -> list[Person]:
    """The people of the manager's units in Turkish order, narrowed. One query: they are some hundreds at most.

    ``unit`` is a unit's number or ``WHOLE``; ``ended`` asks for those none of whose roles holds any more.
    """
    found: dict[int, Person] = {}
    for membership in memberships_managed(user).order_by("role", "unit__sort_key", "pk"):
        found.setdefault(membership.user_id, Person(membership.user)).memberships.append(membership)
    chosen = [
        person
        for person in found.values()
        if person.is_running != ended
        and _named(text, person.user.full_name, person.user.email)
        and any(
            _fits(membership.unit_id, membership.role, unit, role)
            for membership in person.memberships
            if ended or membership.is_running
        )
    ]
    for person in chosen:
        person.memberships.sort(key=lambda one: not one.is_running)
    return sorted(chosen, key=lambda person: turkish.sort_key(person.user.full_name))


def invitations(user: User, *, text: str = "", unit: str = "", role: str = "") -> list[Invitation]:
    """The unanswered invitations, narrowed the same way. One query."""
    return [
        invitation
        for invitation in invitations_managed(user)
        if _named(text, invitation.email, "")
        and any(_fits(invitation.unit_id, one, unit, role) for one in invitation.roles)
    ]


def _named(text: str, name: str, email: str | None) -> bool:
    """Whether every word of the search stands in the name or address, in any spelling."""
    whole = turkish.fold(f"{name} {email or ''}")
    return all(word in whole for word in turkish.fold(text).split())


def _fits(unit_id: int | None, held: str, unit: str, role: str) -> bool:
    right_unit = not unit or unit == (WHOLE if unit_id is None else str(unit_id))
    return right_unit and (not role or role == held)


def both_sides(memberships: Iterable[UniversityMembership]) -> bool:
    """Whether one person may both verify and judge appeals for the same unit: worth a warning, never a refusal.

    The verification desk itself never gives an appeal to whoever decided first.
    """
    running = [one for one in memberships if one.is_running]
    verify = {one.unit_id for one in running if (one.role, UniversityAction.VERIFY) in UNIVERSITY_GRANTS}
    appeals = {one.unit_id for one in running if one.role == UniversityRole.SECOND_REVIEWER}
    return bool(verify & appeals) or bool(verify and None in appeals) or bool(appeals and None in verify)


@dataclass(frozen=True)
class Event:
    """One line of the history of somebody's roles."""

    at: dt.datetime
    text: str
    who: str
    reason: str


def role_history(user: User, person: User) -> list[Event]:
    """Who gave or ended which role of this person when, newest first, as far as the manager's units go. Three queries.

    Written by the database whoever wrote the role (django-pghistory); the admin's changes are among them.
    """
    rows = UniversityMembership.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by pghistory
        pgh_obj__in=memberships_managed(user).filter(user=person)
    )
    events = list(rows.select_related("pgh_context", "unit").order_by("pgh_id"))
    about = [event.pgh_context.metadata if event.pgh_context else {} for event in events]
    names = dict(
        User.objects.filter(pk__in={one["user"] for one in about if one.get("user")}).values_list("pk", "full_name")
    )
    before: dict[int, Any] = {}
    lines = []
    for event, known in zip(events, about, strict=True):
        text = _what_happened(before.get(event.pgh_obj_id), event)
        before[event.pgh_obj_id] = event
        if text:
            who = names.get(known.get("user"), "")
            lines.append(Event(event.pgh_created_at, text, who, str(known.get("reason", ""))))
    return lines[::-1]


def _what_happened(before: Any, event: Any) -> str:
    """The sentence of one change; empty when nothing that a manager cares for changed."""
    place = {"role": UniversityRole(event.role).label, "unit": event.unit or _("bütün üniversite")}
    until = place | {"day": tr_date(event.ends_on)} if event.ends_on else place
    if event.withdrawn_at and (before is None or before.withdrawn_at is None):
        return _("%(role)s görevi geri alındı (%(unit)s).") % place
    if before is None or before.granted_at != event.granted_at or (before.withdrawn_at and not event.withdrawn_at):
        if event.ends_on:
            return _("%(role)s görevi %(day)s gününe kadar verildi (%(unit)s).") % until
        return _("%(role)s görevi verildi (%(unit)s).") % place
    if before.ends_on != event.ends_on:
        if event.ends_on:
            return _("%(role)s görevinin son günü %(day)s oldu (%(unit)s).") % until
        return _("%(role)s görevinin bitiş tarihi kaldırıldı (%(unit)s).") % place
    return ""


def advisers_of(department: Department) -> list[DepartmentAdviser]:
    """Whom the students of this department turn to today, the first named first. One query."""
    return list(department.advisers.running().select_related("user").order_by("named_at", "pk"))


def departments_managed(user: User, *, unit: str = "", only_gaps: bool = False) -> list[Any]:
    """The departments of the manager's units, each with ``current_advisers``. Two queries.

    ``only_gaps`` keeps those without an adviser.
    """
    rows = Department.objects.filter(unit__in=units_managed(user)).select_related("unit")
    if unit.isdecimal():
        rows = rows.filter(unit=int(unit))
    running = DepartmentAdviser.objects.running().select_related("user").order_by("named_at", "pk")
    found = list(
        rows.prefetch_related(Prefetch("advisers", running, to_attr="current_advisers")).order_by(
            "unit__sort_key", "sort_key", "pk"
        )
    )
    return [one for one in found if not one.current_advisers] if only_gaps else found


def adviser_candidates(unit: Unit) -> QuerySet[User]:
    """Who may be named for a department of this unit: whoever holds the adviser's role for it now."""
    holders = UniversityMembership.objects.running().covering(unit).filter(role=UniversityRole.ADVISER)
    return User.objects.filter(Q(pk__in=holders.values("user")), is_active=True).order_by(
        turkish_order("full_name"), "pk"
    )
