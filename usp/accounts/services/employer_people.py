"""Who works for an employer, in which role: the manager's verbs. Each locks the employer first.

What is judged (who may, who is the last manager) still holds when the verb writes. All moments are of the real clock.
"""

import datetime as dt
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import (
    Employer,
    EmployerInvitation,
    EmployerMembership,
    EmployerRole,
    EmployerStatus,
    User,
    UserKind,
)
from usp.accounts.services.employer_addresses import is_of_employer, refuse_free_mail
from usp.accounts.services.links import account_of, clean_address, hash_of, issue, refuse_sent_just_now
from usp.accounts.signals import employer_invitation_accepted, employer_membership_holds, employer_role_changed
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 50
NOT_VALID = _("Bu davet bağlantısı artık geçerli değil.")


@verb
def invite_member(
    *, email: str, role: str, job_title: str = "", actor: User, outside_confirmed: bool = False
) -> EmployerInvitation:
    """Offer a role at the actor's employer to an address; the e-mail leaves after the commit.

    An address outside the employer's own domain needs ``outside_confirmed``. Refused: free mail, an address that has
    an account elsewhere (A44), somebody who works here already, a second invitation while one is unanswered.
    """
    employer = _lock_own(actor)
    address = clean_address(email)
    refuse_free_mail(address)
    if not outside_confirmed and not is_of_employer(address, employer.email):
        raise RuleViolation(_("Adresin kurum dışından olduğunu onaylayın."), code="outside_domain")
    _refuse_person(address, employer)
    since = timezone.now() - A_DAY
    if EmployerInvitation.objects.filter(employer=employer, invited_at__gt=since).count() >= MOST_A_DAY:
        raise RuleViolation(
            _("Bir günde en çok %(most)d davet gönderebilirsiniz. Yarın devam edin.") % {"most": MOST_A_DAY},
            code="too_many_invitations",
        )
    EmployerInvitation.objects.unanswered().filter(
        employer=employer, email=address, expires_at__lte=timezone.now()
    ).update(withdrawn_at=timezone.now(), withdrawn_by=actor, next_send_at=None)
    invitation = EmployerInvitation(employer=employer, email=address, role=role, job_title=job_title, invited_by=actor)
    with rule_from_constraint(EmployerInvitation, "employer_invitation_one_unanswered"):
        return issue(invitation)


@verb
def resend_invitation(*, invitation_id: int, actor: User) -> EmployerInvitation:
    """Send an unanswered invitation once more, with a new link and seven new days; older links stop working."""
    invitation = _own_invitation(invitation_id, actor)
    _refuse_answered(invitation)
    refuse_sent_just_now(invitation)
    _refuse_person(invitation.email, invitation.employer)
    return issue(invitation)


@verb
def withdraw_member_invitation(*, invitation_id: int, actor: User) -> EmployerInvitation:
    """Take an unanswered invitation back; its link stops working at once. Twice is no error."""
    invitation = _own_invitation(invitation_id, actor)
    if invitation.withdrawn_at is not None:
        return invitation
    _refuse_answered(invitation)
    invitation.withdrawn_at, invitation.withdrawn_by, invitation.next_send_at = timezone.now(), actor, None
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "next_send_at"])
    return invitation


@verb
def accept_member_invitation(
    *, token: str, full_name: str, password: str, phone: str = "", job_title: str = ""
) -> User:
    """Make the account of somebody invited, or open the one that was closed when the person left this employer.

    The link proves the address; the password is new in either case.
    """
    invitation = _invitation_of(token)
    user = account_of(invitation.email)
    if user is None:
        user = User.objects.create_user(
            kind=UserKind.EMPLOYER, full_name=full_name, email=invitation.email, password=password
        )
        EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
        membership = EmployerMembership(user=user, employer=invitation.employer)
    else:
        _refuse_person(invitation.email, invitation.employer)
        user.full_name, user.is_active = full_name, True
        user.set_password(password)
        user.save(update_fields=["full_name", "is_active", "password"])
        membership = user.employer_membership
    membership.role, membership.ended_at = invitation.role, None
    membership.job_title, membership.phone = job_title or invitation.job_title, phone
    with pghistory.context(user=user.pk):
        membership.save()
    invitation.accepted_at, invitation.accepted_by, invitation.next_send_at = timezone.now(), user, None
    invitation.save(update_fields=["accepted_at", "accepted_by", "next_send_at"])
    employer_invitation_accepted.send(sender=EmployerInvitation, invitation=invitation)
    return user


@verb
def change_member(*, membership_id: int, actor: User, role: str, job_title: str, phone: str) -> EmployerMembership:
    """Change a colleague's role, post and phone; everybody may change the own post and phone.

    The last manager stays one.
    """
    membership = _own_member(membership_id, actor, own_too=True)
    manages = _is_manager(actor, membership.employer_id)
    if role != membership.role and not manages:
        raise RuleViolation(_NOT_MANAGER, code="not_manager_here")
    if role != membership.role and membership.role == EmployerRole.MANAGER:
        _refuse_without_manager(membership)
    if role == EmployerRole.SUPERVISOR and membership.role != role and not membership.is_running:
        raise RuleViolation(_("Bu kişinin görevi sona ermiş."), code="membership_ended")
    changed_role = role != membership.role
    membership.role, membership.job_title, membership.phone = role, job_title, phone
    with pghistory.context(user=actor.pk):
        membership.save(update_fields=["role", "job_title", "phone"])
    if changed_role:
        employer_role_changed.send(sender=EmployerMembership, membership=membership, by=actor)
    return membership


@verb
def end_membership(*, membership_id: int, actor: User, reason: str = "") -> EmployerMembership:
    """End somebody's work here and close the account; twice is no error.

    Never the last manager's; and whoever still looks after positions or interns hands them over first
    (``employer_membership_holds``). Invitations that the person sent are withdrawn.
    """
    membership = _own_member(membership_id, actor)
    if membership.ended_at is not None:
        return membership
    _refuse_without_manager(membership)
    if held := what_is_held(membership):
        raise RuleViolation(
            _("%(person)s üzerinde duran işleri önce devredin: %(held)s.")
            % {"person": membership.user, "held": ", ".join(held)},
            code="hand_over_first",
        )
    membership.ended_at = timezone.now()
    with pghistory.context(user=actor.pk, **({"reason": reason.strip()} if reason.strip() else {})):
        membership.save(update_fields=["ended_at"])
        User.objects.filter(pk=membership.user_id).update(is_active=False)
    EmployerInvitation.objects.unanswered().filter(invited_by=membership.user_id).update(
        withdrawn_at=timezone.now(), withdrawn_by=actor, next_send_at=None
    )
    return membership


def what_is_held(membership: EmployerMembership) -> list[str]:
    """What somebody still looks after here, as the apps above say it."""
    answers = employer_membership_holds.send(sender=EmployerMembership, membership=membership)
    return [str(sentence) for _receiver, sentences in answers for sentence in sentences or ()]


def refusal_of(user: User, employer: Employer) -> str:
    """Why this account cannot be invited to this employer; empty when it can: it was closed when the person left."""
    if user.is_career_center:
        return str(
            _(
                "Bu adres bir kariyer merkezi hesabında kullanılıyor. Bir kişi hem kariyer merkezinde hem işverende "
                "görev alamaz; kişinin kurumunuzdaki kendi adresine davet gönderin."
            )
        )
    membership = getattr(user, "employer_membership", None) if user.is_employer else None
    if membership is None or membership.employer_id != employer.pk:
        return str(_("Bu adres başka bir hesapta kullanılıyor. Kişinin kurumunuzdaki adresine davet gönderin."))
    if membership.ended_at is None and not user.is_active:
        return str(_("Bu adresin hesabı kapatılmış. Açılması için program yürütücüsüne yazın."))
    if membership.ended_at is None:
        return str(_("%(person)s zaten kurumunuzda görevli. Rolünü kişinin sayfasından değiştirebilirsiniz.")) % {
            "person": user
        }
    return ""


_NOT_MANAGER = _("Bu işlemi kurumunuzun yöneticisi yapabilir.")


def _refuse_person(email: str, employer: Employer) -> None:
    user = account_of(email)
    if user is not None and (refusal := refusal_of(user, employer)):
        raise RuleViolation(refusal, code="wrong_account")


def _lock(employer_id: int) -> Employer:
    employer = Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer_id)
    if employer.status == EmployerStatus.REVOKED:
        raise RuleViolation(_("Kurumunuzun kaydı kapatılmış; kişiler değiştirilemez."), code="employer_revoked")
    return employer


def _is_manager(actor: User, employer_id: int) -> bool:
    """Read from the database at this moment, not from what the request remembers of the actor. Operators may."""
    managers = EmployerMembership.objects.running().filter(employer=employer_id, role=EmployerRole.MANAGER)
    return actor.is_operator or managers.filter(user=actor).exists()


def _lock_own(actor: User) -> Employer:
    membership: Any = getattr(actor, "employer_membership", None)
    if membership is None:
        raise RuleViolation(_NOT_MANAGER, code="not_manager_here")
    employer = _lock(membership.employer_id)
    if not _is_manager(actor, employer.pk):
        raise RuleViolation(_NOT_MANAGER, code="not_manager_here")
    return employer


def _own_invitation(invitation_id: int, actor: User) -> EmployerInvitation:
    employer = _lock_own(actor)
    rows = EmployerInvitation.objects.select_for_update(of=("self",), no_key=True).select_related("employer")
    invitation: EmployerInvitation = rows.get(pk=invitation_id, employer=employer)
    return invitation


def _own_member(membership_id: int, actor: User, *, own_too: bool = False) -> EmployerMembership:
    employer_id = EmployerMembership.objects.values_list("employer", flat=True).get(pk=membership_id)
    _lock(employer_id)
    rows = EmployerMembership.objects.select_for_update(of=("self",), no_key=True).select_related("user", "employer")
    membership = rows.get(pk=membership_id)
    if not _is_manager(actor, employer_id) and not (own_too and membership.user_id == actor.pk):
        raise RuleViolation(_NOT_MANAGER, code="not_manager_here")
    return membership


def _invitation_of(token: str) -> EmployerInvitation:
    """The invitation behind a link that still works; the employer is locked first, like everywhere here."""
    found = EmployerInvitation.objects.filter(token_hash=hash_of(token)).values_list("employer", flat=True).first()
    if found is None:
        raise RuleViolation(NOT_VALID, code="invitation_not_valid")
    _lock(found)
    rows = EmployerInvitation.objects.select_for_update(of=("self",), no_key=True)
    invitation: EmployerInvitation = rows.select_related("employer", "invited_by").get(token_hash=hash_of(token))
    if not invitation.is_open or not invitation.invited_by.is_active:
        raise RuleViolation(NOT_VALID, code="invitation_not_valid")
    return invitation


def _refuse_answered(invitation: EmployerInvitation) -> None:
    if invitation.accepted_at is not None:
        raise RuleViolation(_("Bu davet kabul edilmiş; kişi artık listede."), code="invitation_accepted")
    if invitation.withdrawn_at is not None:
        raise RuleViolation(_("Bu davet geri alınmış. Gerekirse yeni bir davet gönderin."), code="invitation_withdrawn")


def _refuse_without_manager(membership: EmployerMembership) -> None:
    """An employer that has a manager keeps one."""
    if membership.role != EmployerRole.MANAGER:
        return
    others = EmployerMembership.objects.running().filter(employer=membership.employer_id, role=EmployerRole.MANAGER)
    if not others.exclude(pk=membership.pk).exists():
        raise RuleViolation(
            _(
                "%(person)s kurumun son yöneticisi. Önce bir başkasını yönetici yapın ya da yönetici olarak davet "
                "edin; sonra bu görevi değiştirebilirsiniz."
            )
            % {"person": membership.user},
            code="last_manager",
        )
