"""What officials are told about their own roles, in the transaction that writes these."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from usp.accounts.models import DepartmentAdviser, Invitation, UniversityMembership, User
from usp.accounts.signals import adviser_named, invitation_accepted, role_changed, role_granted, role_withdrawn
from usp.notifications.services.notify import notify


def _place(row: UniversityMembership | Invitation) -> str:
    return row.unit.name if row.unit else _("bütün üniversite")


def _tell(kind: str, membership: UniversityMembership, by: User, **more: Any) -> None:
    """Nobody is told of what they did themselves. The history's newest row names the event."""
    if membership.user_id == by.pk:
        return
    context = {
        "role": membership.get_role_display(),
        "place": _place(membership),
        "university": membership.university.name,
        "by": by.full_name,
    }
    latest = UniversityMembership.pgh_event_model.objects.filter(pgh_obj=membership.pk).latest("pgh_id")  # type: ignore[attr-defined]  # made by pghistory
    key = f"membership:{membership.pk}:{latest.pgh_id}"
    notify(kind=kind, recipient=membership.user, dedupe_key=key, context=context | more)


@receiver(role_granted, dispatch_uid="guidance.role_granted")
def tell_granted(sender: Any, membership: UniversityMembership, by: User, **kwargs: Any) -> None:
    """«Yeni göreviniz»."""
    _tell("role_granted", membership, by)


@receiver(role_changed, dispatch_uid="guidance.role_changed")
def tell_changed(sender: Any, membership: UniversityMembership, by: User, **kwargs: Any) -> None:
    """«Görevinizin süresi değişti»."""
    _tell("role_ends", membership, by, until=membership.ends_on or _("süresiz"))


@receiver(role_withdrawn, dispatch_uid="guidance.role_withdrawn")
def tell_withdrawn(sender: Any, membership: UniversityMembership, by: User, **kwargs: Any) -> None:
    """«Göreviniz geri alındı»."""
    _tell("role_withdrawn", membership, by)


@receiver(invitation_accepted, dispatch_uid="guidance.invitation_accepted")
def tell_inviter(sender: Any, invitation: Invitation, **kwargs: Any) -> None:
    """«Davetiniz kabul edildi»."""
    person = invitation.accepted_by.full_name if invitation.accepted_by else invitation.email
    context = {"person": person, "roles": ", ".join(invitation.role_labels), "place": _place(invitation)}
    key = f"invitation:{invitation.pk}:accepted"
    notify(kind="invitation_accepted", recipient=invitation.invited_by, dedupe_key=key, context=context)


@receiver(adviser_named, dispatch_uid="guidance.adviser_named")
def tell_adviser(sender: Any, adviser: DepartmentAdviser, **kwargs: Any) -> None:
    """«Bölüm danışmanı oldunuz»."""
    if adviser.user_id == adviser.named_by_id:
        return
    key = f"adviser:{adviser.pk}:{adviser.named_at.isoformat()}"
    context = {"department": adviser.department.name}
    notify(kind="adviser_named", recipient=adviser.user, dedupe_key=key, context=context)
