"""Who holds which role of a university: granting, ending and withdrawing, the manager's verbs (A15).

Each verb locks the university first, so that what it judges (who may, who is the last manager) still holds when it
writes. Roles follow the real calendar, like sessions and codes.
"""

import datetime as dt
from typing import Any

import pghistory
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Invitation, UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction, role_holders
from usp.accounts.signals import role_changed, role_granted, role_withdrawn
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.reference.models import Unit, University


def lock_university(university_id: int) -> University:
    """The university, so that nobody else changes its people until this transaction ends."""
    return University.objects.select_for_update(of=("self",), no_key=True).get(pk=university_id)


def refuse_unless_manager(actor: User, university: University, unit: Unit | None) -> None:
    """Nobody grants or ends what lies outside the own units: a manager of one unit acts for that unit only.

    Read from the database at this moment, not from what the request remembers of the actor. Operators may.
    """
    if actor.is_operator:
        return
    mine = UniversityMembership.objects.running().filter(
        user=actor, university=university, role__in=role_holders(UniversityAction.MANAGE)
    )
    covering = Q(unit__isnull=True) if unit is None else Q(unit__isnull=True) | Q(unit=unit)
    if not mine.filter(covering).exists():
        raise RuleViolation(
            _("Yalnızca yöneticisi olduğunuz birimler için görev verebilir ya da geri alabilirsiniz."),
            code="not_manager_here",
        )


def refuse_past(ends_on: dt.date | None) -> None:
    """A role's last day is today or later."""
    if ends_on is not None and ends_on < timezone.localdate():
        raise RuleViolation(_("Bitiş tarihi bugünden önce olamaz."), code="ends_in_the_past")


def grant(
    *, user: User, university: University, unit: Unit | None, role: str, ends_on: dt.date | None, by: User
) -> UniversityMembership:
    """Give one role; one that ended is given anew, one that runs gets the new last day. Part of a verb, not one."""
    with pghistory.context(user=by.pk):
        membership, is_new = UniversityMembership.objects.select_for_update(of=("self",), no_key=True).get_or_create(
            user=user, university=university, unit=unit, role=role, defaults={"ends_on": ends_on}
        )
        if not is_new:
            if not membership.is_running:
                membership.granted_at = timezone.now()
            membership.ends_on, membership.withdrawn_at = ends_on, None
            membership.save(update_fields=["granted_at", "ends_on", "withdrawn_at"])
    role_granted.send(sender=UniversityMembership, membership=membership, by=by)
    return membership


@verb
def set_end(*, membership_id: int, ends_on: dt.date | None, actor: User) -> UniversityMembership:
    """Say on which day a role ends, or that it does not. An ended role is not revived here: that is a new grant."""
    membership = _locked(membership_id, actor)
    refuse_past(ends_on)
    if not membership.is_running:
        raise RuleViolation(_("Bu görev sona ermiş. Yeniden vermek için kişiyi davet edin."), code="role_ended")
    if membership.ends_on == ends_on:
        return membership
    if ends_on is not None:
        _refuse_without_manager(membership, until=ends_on)
    return _save(membership, role_changed, actor, ends_on=ends_on)


@verb
def withdraw_role(*, membership_id: int, actor: User, reason: str = "") -> UniversityMembership:
    """End a role at this moment; twice is no error.

    A manager takes along the invitations that were sent in this role and not yet accepted.
    """
    membership = _locked(membership_id, actor)
    if not membership.is_running:
        return membership
    _refuse_without_manager(membership, until=None)
    _save(membership, role_withdrawn, actor, reason=reason.strip(), withdrawn_at=timezone.now())
    if membership.role in role_holders(UniversityAction.MANAGE):
        _withdraw_invitations(membership, actor)
    return membership


def _locked(membership_id: int, actor: User) -> UniversityMembership:
    """University first, then the row: the order of every verb here."""
    university_id = UniversityMembership.objects.values_list("university", flat=True).get(pk=membership_id)
    university = lock_university(university_id)
    membership = (
        UniversityMembership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "unit", "university")
        .get(pk=membership_id)
    )
    refuse_unless_manager(actor, university, membership.unit)
    return membership


def _refuse_without_manager(membership: UniversityMembership, *, until: dt.date | None) -> None:
    """A university that has a manager keeps one for all its units, also after that day."""
    if membership.role != UniversityRole.MANAGER or membership.unit_id is not None:
        return
    others = (
        UniversityMembership.objects.running()
        .filter(university=membership.university, unit__isnull=True, role=UniversityRole.MANAGER, user__is_active=True)
        .exclude(pk=membership.pk)
    )
    if until is not None:
        others = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=until))
    if not others.exists():
        raise RuleViolation(
            _(
                "%(person)s üniversitenin son yöneticisi. Önce bir başkasını bütün üniversite için yönetici yapın; "
                "o kişi daveti kabul edince bu görevi bitirebilirsiniz."
            )
            % {"person": membership.user},
            code="last_manager",
        )


def _withdraw_invitations(membership: UniversityMembership, actor: User) -> None:
    """What somebody offered as a manager does not outlive that role, unless another manager's role covers it."""
    remaining = list(
        UniversityMembership.objects.running()
        .filter(user=membership.user, role__in=role_holders(UniversityAction.MANAGE))
        .values_list("unit", flat=True)
    )
    if None in remaining:
        return
    offered = Invitation.objects.unanswered().filter(invited_by=membership.user, university=membership.university)
    offered.exclude(unit__in=remaining).update(withdrawn_at=timezone.now(), withdrawn_by=actor, next_send_at=None)


def _save(
    membership: UniversityMembership, news: Any, actor: User, *, reason: str = "", **values: Any
) -> UniversityMembership:
    """Write it with who and why for the history, and pass the news on."""
    with pghistory.context(user=actor.pk, **({"reason": reason} if reason else {})):
        for name, value in values.items():
            setattr(membership, name, value)
        membership.save(update_fields=list(values))
    news.send(sender=UniversityMembership, membership=membership, by=actor, reason=reason)
    return membership
