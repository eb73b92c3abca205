"""Letting people in: a manager offers roles to an address; whoever reads that address's mail takes them (A15).

All moments are of the real clock, like every code and session (docs/rules.md S4).
"""

import datetime as dt
from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import Invitation, UniversityMembership, User, UserKind
from usp.accounts.services.delegates import grant, lock_university, refuse_past, refuse_unless_manager
from usp.accounts.services.links import account_of, clean_address, hash_of, issue, refuse_sent_just_now
from usp.accounts.signals import invitation_accepted
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import Unit, University

A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 100
NOT_VALID = _("Bu davet bağlantısı artık geçerli değil.")


@verb
def invite(
    *,
    university_id: int,
    unit_id: int | None,
    email: str,
    roles: Collection[str],
    actor: User,
    ends_on: dt.date | None = None,
    outside_confirmed: bool = False,
) -> Invitation:
    """Offer roles of a unit (None: of the whole university) to an address; the e-mail leaves after the commit.

    An address outside the university's own domain needs ``outside_confirmed``. Refused: units that are not the
    actor's, an address that belongs to an employer, a student, an operator or another university (A44), roles the
    person already has, a second invitation while one is unanswered (one that ran out is replaced).
    """
    university = lock_university(university_id)
    unit = Unit.objects.get(pk=unit_id, university=university) if unit_id is not None else None
    refuse_unless_manager(actor, university, unit)
    refuse_past(ends_on)
    address = clean_address(email)
    if not outside_confirmed and not is_of_university(address, university):
        raise RuleViolation(_("Adresin üniversite dışından olduğunu onaylayın."), code="outside_domain")
    _refuse_person(address, university, unit, roles)
    if Invitation.objects.filter(invited_by=actor, invited_at__gt=timezone.now() - A_DAY).count() >= MOST_A_DAY:
        raise RuleViolation(
            _("Bir günde en çok %(most)d davet gönderebilirsiniz. Yarın devam edin.") % {"most": MOST_A_DAY},
            code="too_many_invitations",
        )
    Invitation.objects.unanswered().filter(
        university=university, unit=unit, email=address, expires_at__lte=timezone.now()
    ).update(withdrawn_at=timezone.now(), withdrawn_by=actor, next_send_at=None)
    invitation = Invitation(
        university=university, unit=unit, email=address, roles=sorted(set(roles)), ends_on=ends_on, invited_by=actor
    )
    with rule_from_constraint(Invitation, "invitation_one_unanswered", "invitation_roles_known"):
        return issue(invitation)


@verb
def resend(*, invitation_id: int, actor: User) -> Invitation:
    """Send an unanswered invitation once more, with a new link and seven new days; older links stop working."""
    invitation = _for_manager(invitation_id, actor)
    _refuse_answered(invitation)
    refuse_sent_just_now(invitation)
    _refuse_person(invitation.email, invitation.university, invitation.unit, invitation.roles)
    return issue(invitation)


@verb
def withdraw_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """Take an unanswered invitation back; its link stops working at once. Twice is no error."""
    invitation = _for_manager(invitation_id, actor)
    if invitation.withdrawn_at is not None:
        return invitation
    _refuse_answered(invitation)
    invitation.withdrawn_at, invitation.withdrawn_by, invitation.next_send_at = timezone.now(), actor, None
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "next_send_at"])
    return invitation


@verb
def accept_with_new_account(*, token: str, full_name: str, password: str) -> User:
    """Make the account of somebody who has none here, with the roles offered. The link proves the address."""
    invitation = _for_guest(token)
    if account_of(invitation.email) is not None:
        raise RuleViolation(_("Bu adresin bir hesabı var; daveti giriş yaparak kabul edin."), code="has_account")
    user = User.objects.create_user(
        kind=UserKind.CAREER_CENTER, full_name=full_name, email=invitation.email, password=password
    )
    EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
    return _take(invitation, user)


@verb
def accept_invitation(*, token: str, actor: User) -> User:
    """Add the roles offered to the account the invitation was sent to. Twice by the same person is no error."""
    found = Invitation.objects.filter(token_hash=hash_of(token), accepted_by=actor).exists()
    if found:
        return actor
    invitation = _for_guest(token)
    if actor.email != invitation.email:
        raise RuleViolation(_("Bu davet başka bir e-posta adresine gönderilmiş."), code="other_address")
    _refuse_person(invitation.email, invitation.university, invitation.unit, ())
    return _take(invitation, actor)


def is_of_university(email: str, university: University) -> bool:
    """Whether the address is of the university's own domain or below it."""
    host = email.rpartition("@")[2]
    return bool(university.domain) and (host == university.domain or host.endswith(f".{university.domain}"))


def refusal_of(user: User, university: University) -> str:
    """Why this account cannot work for this university; empty when it can (A44: one person, one side)."""
    if user.is_employer:
        return str(
            _(
                "Bu adresle açılmış bir işveren hesabı var. Bir kişi hem kariyer merkezinde hem işverende görev "
                "alamaz; kişinin kendi kurumsal adresine davet gönderin."
            )
        )
    if not user.is_career_center:
        return str(_("Bu adres başka türde bir hesapta kullanılıyor. Kişinin kurumsal adresine davet gönderin."))
    if not user.is_active:
        return str(_("Bu adresin hesabı kapatılmış. Açılması için program yürütücüsüne yazın."))
    if UniversityMembership.objects.filter(user=user).exclude(university=university).exists():
        return str(_("Bu kişi başka bir üniversitede görevli; bir kişi yalnızca bir üniversitede görev alabilir."))
    return ""


def _refuse_person(email: str, university: University, unit: Unit | None, roles: Collection[str]) -> None:
    user = account_of(email)
    if user is None:
        return
    if refusal := refusal_of(user, university):
        raise RuleViolation(refusal, code="wrong_account")
    held = set(
        UniversityMembership.objects.running()
        .filter(user=user, university=university, unit=unit)
        .values_list("role", flat=True)
    )
    if roles and set(roles) <= held:
        raise RuleViolation(
            _("%(person)s bu görevlere zaten sahip. Bitiş tarihini kişinin sayfasından değiştirebilirsiniz.")
            % {"person": user},
            code="held_already",
        )


def _for_manager(invitation_id: int, actor: User) -> Invitation:
    """University first, then the row, like every verb about a university's people."""
    university_id = Invitation.objects.values_list("university", flat=True).get(pk=invitation_id)
    university = lock_university(university_id)
    invitation = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("university", "unit")
        .get(pk=invitation_id)
    )
    refuse_unless_manager(actor, university, invitation.unit)
    return invitation


def _for_guest(token: str) -> Invitation:
    """The invitation behind a link that still works, locked with all others of its address.

    With the others: two invitations to one address, accepted at once, must not make two accounts.
    """
    address = Invitation.objects.filter(token_hash=hash_of(token)).values_list("email", flat=True).first()
    rows = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("university", "unit", "invited_by")
        .filter(email=address or "")
        .order_by("pk")
    )
    invitation = next((row for row in rows if row.token_hash == hash_of(token)), None)
    if invitation is None or not invitation.is_open or not invitation.invited_by.is_active:
        raise RuleViolation(NOT_VALID, code="invitation_not_valid")
    return invitation


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise RuleViolation(_("Bu davet kabul edilmiş; kişi artık listede."), code="invitation_accepted")
    if invitation.withdrawn_at is not None:
        raise RuleViolation(_("Bu davet geri alınmış. Gerekirse yeni bir davet gönderin."), code="invitation_withdrawn")


def _take(invitation: Invitation, user: User) -> User:
    invitation.accepted_at, invitation.accepted_by, invitation.next_send_at = timezone.now(), user, None
    invitation.save(update_fields=["accepted_at", "accepted_by", "next_send_at"])
    for role in invitation.roles:
        grant(
            user=user,
            university=invitation.university,
            unit=invitation.unit,
            role=role,
            ends_on=invitation.ends_on,
            by=invitation.invited_by,
        )
    invitation_accepted.send(sender=Invitation, invitation=invitation)
    return user
