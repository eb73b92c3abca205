"""What the people of employers and the operators are told about registrations, in the transaction that writes them."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import (
    Employer,
    EmployerChange,
    EmployerChangeState,
    EmployerInvitation,
    EmployerMembership,
    EmployerRole,
    User,
    UserKind,
)
from usp.accounts.signals import (
    employer_change_asked,
    employer_change_decided,
    employer_invitation_accepted,
    employer_rejected,
    employer_revoked,
    employer_role_changed,
    employer_waits,
)
from usp.notifications import kinds
from usp.notifications.services.notify import Notice, notify, notify_many

_EMPLOYER, _OPERATOR = (UserKind.EMPLOYER.value,), (UserKind.OPERATOR.value,)
_RIGHTS = _("Kurumunuzun portaldaki haklarını doğrudan etkilediği için kapatılamaz.")

kinds.register(
    kinds.Kind(
        key="employer_waits",
        title=_("Onay bekleyen işveren: %(employer)s"),
        body=_("%(employer)s (%(place)s) kaydını gönderdi; kararınızı bekliyor."),
        channels=kinds.INBOX_ONLY,
        link="employers:desk",
        audience=_OPERATOR,
    ),
    kinds.Kind(
        key="employer_change_asked",
        title=_("Değişiklik isteği: %(employer)s"),
        body=_("%(employer)s kayıtlı bilgilerinin değişmesini istedi; kararınızı bekliyor."),
        channels=kinds.INBOX_ONLY,
        link="employers:desk",
        audience=_OPERATOR,
    ),
    kinds.Kind(
        key="employer_rejected",
        title=_("Kurum kaydınız kabul edilmedi"),
        body=_(
            "%(employer)s kaydı kabul edilmedi; gerekçe: %(reason)s. Giriş yapıp bilgileri düzeltebilir ve kaydı "
            "yeniden gönderebilirsiniz."
        ),
        mandatory=True,
        why=_RIGHTS,
        link="employers:own",
        audience=_EMPLOYER,
    ),
    kinds.Kind(
        key="employer_revoked",
        title=_("Kurumunuzun kaydı kapatıldı"),
        body=_(
            "%(employer)s kaydı kapatıldı; gerekçe: %(reason)s. Pozisyon açamaz, teklif gönderemez ve son onay "
            "veremezsiniz. İtirazınız varsa program yürütücüsüne yazın."
        ),
        mandatory=True,
        why=_RIGHTS,
        link="employers:own",
        audience=_EMPLOYER,
    ),
    kinds.Kind(
        key="employer_change_approved",
        title=_("Değişiklik isteğiniz onaylandı"),
        body=_("%(employer)s için istediğiniz değişiklik onaylandı ve kayda geçti."),
        link="employers:own",
        audience=_EMPLOYER,
    ),
    kinds.Kind(
        key="employer_change_refused",
        title=_("Değişiklik isteğiniz kabul edilmedi"),
        body=_("%(employer)s için istediğiniz değişiklik kabul edilmedi; gerekçe: %(reason)s."),
        link="employers:own",
        audience=_EMPLOYER,
    ),
    kinds.Kind(
        key="employer_role_changed",
        title=_("Kurumunuzdaki rolünüz değişti: %(role)s"),
        body=_("%(employer)s adına rolünüz artık «%(role)s». Değiştiren: %(by)s."),
        link="employers:own",
        audience=_EMPLOYER,
    ),
    kinds.Kind(
        key="employer_invitation_accepted",
        title=_("Davetiniz kabul edildi"),
        body=_("%(person)s davetinizi kabul etti: %(role)s."),
        link="employers:own",
        audience=_EMPLOYER,
    ),
)


@receiver(employer_waits, dispatch_uid="guidance.employer_waits")
def tell_operators(sender: Any, employer: Employer, **kwargs: Any) -> None:
    """A registration came before the operators, for the first time or corrected."""
    context = {"employer": employer.name, "place": employer.province.name}
    _operators("employer_waits", f"employer:{employer.pk}:{_moment()}", context, employer)


@receiver(employer_change_asked, dispatch_uid="guidance.employer_change_asked")
def tell_operators_of_change(sender: Any, change: EmployerChange, **kwargs: Any) -> None:
    """A manager asks for another name, number or sector."""
    context = {"employer": change.employer.name}
    _operators("employer_change_asked", f"employer-change:{change.pk}", context, change.employer)


@receiver(employer_rejected, dispatch_uid="guidance.employer_rejected")
def tell_rejected(sender: Any, employer: Employer, reason: str, **kwargs: Any) -> None:
    """The applicant is told why, and that it may be corrected."""
    _managers("employer_rejected", employer, reason)


@receiver(employer_revoked, dispatch_uid="guidance.employer_revoked")
def tell_revoked(sender: Any, employer: Employer, reason: str, **kwargs: Any) -> None:
    """The managers are told why."""
    _managers("employer_revoked", employer, reason)


@receiver(employer_change_decided, dispatch_uid="guidance.employer_change_decided")
def tell_change(sender: Any, change: EmployerChange, **kwargs: Any) -> None:
    """Whoever asked is told what became of it."""
    approved = change.state == EmployerChangeState.APPROVED
    notify(
        kind="employer_change_approved" if approved else "employer_change_refused",
        recipient=change.requested_by,
        dedupe_key=f"employer-change:{change.pk}",
        context={"employer": change.employer.name, "reason": change.answer},
    )


@receiver(employer_role_changed, dispatch_uid="guidance.employer_role_changed")
def tell_role(sender: Any, membership: EmployerMembership, by: User, **kwargs: Any) -> None:
    """The person is told, unless it was the own doing."""
    if membership.user_id == by.pk:
        return
    context = {
        "role": membership.get_role_display(),
        "employer": membership.employer.name,
        "by": by.full_name,
    }
    key = f"employer-membership:{membership.pk}:{_moment()}"
    notify(kind="employer_role_changed", recipient=membership.user, dedupe_key=key, context=context)


@receiver(employer_invitation_accepted, dispatch_uid="guidance.employer_invitation_accepted")
def tell_inviter(sender: Any, invitation: EmployerInvitation, **kwargs: Any) -> None:
    """«Davetiniz kabul edildi»."""
    person = invitation.accepted_by.full_name if invitation.accepted_by else invitation.email
    notify(
        kind="employer_invitation_accepted",
        recipient=invitation.invited_by,
        dedupe_key=f"employer-invitation:{invitation.pk}",
        context={"person": person, "role": invitation.get_role_display()},
    )


def _moment() -> str:
    """What tells one event from the next of the same row."""
    return timezone.now().isoformat()


def _operators(kind: str, key: str, context: dict[str, str], employer: Employer) -> None:
    link = reverse("employers:desk-employer", kwargs={"pk": employer.pk})
    operators = User.objects.filter(kind=UserKind.OPERATOR, is_active=True)
    notify_many(Notice(kind, operator, key, context, link) for operator in operators)


def _managers(kind: str, employer: Employer, reason: str) -> None:
    managers = employer.memberships.running().filter(role=EmployerRole.MANAGER).select_related("user")
    context = {"employer": employer.name, "reason": reason}
    key = f"employer:{employer.pk}:{_moment()}"
    notify_many(Notice(kind, manager.user, key, context) for manager in managers)
