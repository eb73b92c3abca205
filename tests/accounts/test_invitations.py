"""Letting people in (A15): who may be invited by whom, what a link opens, and what two people at once cannot break."""

import datetime as dt
import secrets
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import MemberFactory, OfficialFactory, UnitFactory, UniversityFactory, UserFactory
from usp.accounts.models import Invitation, UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.accounts.services import invitations as verbs
from usp.accounts.services.delegates import withdraw_role
from usp.accounts.services.link_mail import BACK_OFF, send_due_links, send_link
from usp.accounts.services.links import hash_of, token_of
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
ADDRESS = "omer.celik@bilecik.edu.tr"
PASSWORD = "dort-uzun-kelime-birlikte"
TODAY, YESTERDAY = dt.timedelta(hours=23), dt.timedelta(hours=25)


@pytest.fixture
def manager() -> UniversityMembership:
    """Somebody who manages a whole university that has a domain."""
    return OfficialFactory(university=UniversityFactory(domain="bilecik.edu.tr"))


def invite(manager: UniversityMembership, **changes: Any) -> Invitation:
    values = {
        "university_id": manager.university_id, "unit_id": None, "email": ADDRESS, "roles": ["adviser"],
        "actor": manager.user,
    }  # fmt: skip
    return verbs.invite(**(values | changes))


def accept(invitation: Invitation, name: str = "Ömer Çelik") -> User:
    return verbs.accept_with_new_account(token=token_of(invitation), full_name=name, password=PASSWORD)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_whoever_accepts_gets_an_account_with_exactly_the_roles_offered(manager):
    unit = UnitFactory(university=manager.university)
    until = timezone.localdate() + dt.timedelta(days=30)
    invitation = invite(
        manager, unit_id=unit.pk, roles=["verifier", "adviser"], ends_on=until, email=" Omer.Celik@Bilecik.edu.tr "
    )
    user = accept(invitation)
    assert (user.email, user.kind, user.has_usable_password()) == (ADDRESS, "career_center", True)
    held = {(one.role, one.unit_id, one.ends_on) for one in user.university_memberships.all()}
    assert held == {("adviser", unit.pk, until), ("verifier", unit.pk, until)}
    assert user.emailaddress_set.get().verified
    assert university_scope(user, UniversityAction.VERIFY) == (manager.university_id, [unit.pk])


def test_the_table_does_not_hold_what_opens_the_link(manager):
    invitation = invite(manager)
    token = token_of(invitation)
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in {str(value) for value in row.values()}
    assert row["token_hash"] == hash_of(token)


def test_a_link_works_once(manager):
    invitation = invite(manager)
    user = accept(invitation)
    assert refusal(accept, invitation) == "invitation_not_valid"
    assert verbs.accept_invitation(token=token_of(invitation), actor=user) == user  # a double click of the guest
    assert user.university_memberships.count() == 1


@pytest.mark.parametrize("over", ["withdrawn", "expired", "resent", "inviter closed", "never sent"])
def test_a_link_that_is_over_opens_nothing(manager, over):
    invitation = invite(manager)
    token = token_of(invitation)
    match over:
        case "withdrawn":
            verbs.withdraw_invitation(invitation_id=invitation.pk, actor=manager.user)
        case "expired":
            Invitation.objects.update(expires_at=timezone.now())
        case "resent":
            verbs.resend(invitation_id=invitation.pk, actor=manager.user)
        case "inviter closed":
            User.objects.filter(pk=manager.user_id).update(is_active=False)
        case "never sent":
            token = "0" * 64
    call = {"token": token, "full_name": "Ömer Çelik", "password": PASSWORD}
    assert refusal(verbs.accept_with_new_account, **call) == "invitation_not_valid"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_sending_again_gives_seven_new_days_to_a_new_link(manager):
    invitation = invite(manager)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    again = verbs.resend(invitation_id=invitation.pk, actor=manager.user)
    assert token_of(again) != token_of(invitation)
    assert accept(again).email == ADDRESS


def test_two_managers_cannot_invite_the_same_address_twice(manager):
    other = OfficialFactory(university=manager.university)
    invite(manager)
    assert refusal(invite, other) == "invitation_one_unanswered"
    unit = UnitFactory(university=manager.university)
    assert invite(other, unit_id=unit.pk).pk  # for another unit it is another invitation


def test_the_database_holds_one_unanswered_invitation_whoever_writes(manager):
    first = invite(manager)
    first.pk, first.token_hash = None, "x"
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        first.save(force_insert=True)
    assert refused.value.__cause__.diag.constraint_name == "invitation_one_unanswered"


def test_an_invitation_that_ran_out_is_replaced(manager):
    old = invite(manager)
    Invitation.objects.update(expires_at=timezone.now())
    new = invite(manager)
    old.refresh_from_db()
    assert old.withdrawn_at is not None
    assert accept(new).email == ADDRESS


def test_two_invitations_of_one_address_make_one_account(manager):
    unit = UnitFactory(university=manager.university)
    first, second = invite(manager), invite(manager, unit_id=unit.pk, roles=["insurance"])
    user = accept(first)
    assert refusal(accept, second) == "has_account"
    verbs.accept_invitation(token=token_of(second), actor=user)
    assert set(user.university_memberships.values_list("role", "unit")) == {("adviser", None), ("insurance", unit.pk)}


def test_an_account_takes_only_its_own_invitation(manager):
    unit = UnitFactory(university=manager.university)
    colleague = OfficialFactory(university=manager.university, unit=unit, role=UniversityRole.ADVISER).user
    invitation = invite(manager, email=colleague.email, unit_id=unit.pk, roles=["insurance"], outside_confirmed=True)
    stranger = OfficialFactory(university=manager.university, unit=unit, role=UniversityRole.VERIFIER).user
    assert refusal(verbs.accept_invitation, token=token_of(invitation), actor=stranger) == "other_address"
    assert verbs.accept_invitation(token=token_of(invitation), actor=colleague) == colleague


@pytest.mark.parametrize("side", ["employer", "operator", "closed", "other university"])
def test_one_person_stands_on_one_side(manager, side):
    """A44: nobody holds a career-centre and an employer membership at once."""
    user = {
        "employer": lambda: MemberFactory().user,
        "operator": UserFactory,
        "closed": lambda: UserFactory(kind="career_center", is_active=False),
        "other university": lambda: OfficialFactory(university=UniversityFactory(code="baska")).user,
    }[side]()
    assert refusal(invite, manager, email=user.email, outside_confirmed=True) == "wrong_account"


def test_an_employer_account_made_after_the_invitation_is_refused_at_the_link(manager):
    invitation = invite(manager)
    user = MemberFactory(user__email=ADDRESS).user
    assert refusal(verbs.accept_invitation, token=token_of(invitation), actor=user) == "wrong_account"
    assert refusal(accept, invitation) == "has_account"


@pytest.mark.parametrize(
    ("email", "is_own"),
    [
        ("a@bilecik.edu.tr", True),
        ("a@muh.bilecik.edu.tr", True),
        ("a@sahtebilecik.edu.tr", False),
        ("a@bilecik.edu.tr.kotu.example", False),
        ("a@gmail.example", False),
    ],
)
def test_an_address_from_elsewhere_needs_a_confirmation(manager, email, is_own):
    assert verbs.is_of_university(email, manager.university) is is_own
    if is_own:
        assert invite(manager, email=email).pk
    else:
        assert refusal(invite, manager, email=email) == "outside_domain"
        assert invite(manager, email=email, outside_confirmed=True).pk


def test_a_manager_of_one_unit_invites_for_that_unit_only(manager):
    mine, other = (
        UnitFactory(university=manager.university, code="bir"),
        UnitFactory(university=manager.university, code="iki"),
    )
    head = OfficialFactory(university=manager.university, unit=mine)
    assert invite(head, unit_id=mine.pk).pk
    assert refusal(invite, head, unit_id=other.pk) == "not_manager_here"
    assert refusal(invite, head, unit_id=None) == "not_manager_here"
    for role in ("verifier", "adviser", "insurance", "commission", "second_reviewer"):
        nobody = OfficialFactory(university=manager.university, unit=mine, role=role)
        assert refusal(invite, nobody, unit_id=mine.pk, email=f"x{role}@bilecik.edu.tr") == "not_manager_here"
    abroad = OfficialFactory(university=UniversityFactory(code="baska"))
    assert refusal(invite, abroad, university_id=manager.university_id) == "not_manager_here"


def test_a_unit_of_another_university_is_refused_by_the_database(manager):
    elsewhere = UnitFactory(university=UniversityFactory(code="baska"))
    invitation = invite(manager)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update accounts_invitation set unit_id = %s where id = %s", [elsewhere.pk, invitation.pk])
    assert refused.value.__cause__.diag.constraint_name == "invitation_unit_of_university"


@pytest.mark.parametrize("roles", [[], ["rektor"]])
def test_only_roles_of_the_table_are_offered(manager, roles):
    assert refusal(invite, manager, roles=roles) == "invitation_roles_known"


def test_roles_somebody_holds_are_not_offered_again(manager):
    held = OfficialFactory(university=manager.university, role=UniversityRole.ADVISER)
    assert refusal(invite, manager, email=held.user.email, outside_confirmed=True) == "held_already"


def test_a_withdrawn_manager_s_invitations_die_with_the_role(manager):
    second = OfficialFactory(university=manager.university)
    invitation = invite(second)
    withdraw_role(membership_id=second.pk, actor=manager.user)
    assert refusal(accept, invitation) == "invitation_not_valid"
    assert refusal(invite, second, email="yeni@bilecik.edu.tr") == "not_manager_here"


def test_a_manager_sends_a_hundred_invitations_a_day(manager):
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            university=manager.university, email=f"kisi{number}@bilecik.edu.tr", roles=["adviser"],
            invited_by=manager.user, invited_at=now - (YESTERDAY if number == 99 else TODAY),
            nonce=secrets.token_hex(16), token_hash=secrets.token_hex(32), expires_at=now + YESTERDAY,
        )
        for number in range(100)
    )  # fmt: skip
    invite(manager)
    assert refusal(invite, manager, email="ece@bilecik.edu.tr") == "too_many_invitations"
    colleague = OfficialFactory(university=manager.university)
    assert invite(colleague, email="ece@bilecik.edu.tr").pk  # has a hundred of their own


def test_an_invitation_is_not_sent_twice_in_a_minute(manager):
    invitation = invite(manager)
    send_link("invitation", invitation.pk)
    assert refusal(verbs.resend, invitation_id=invitation.pk, actor=manager.user) == "sent_just_now"


def test_a_role_that_ended_is_given_anew(manager):
    user = accept(invite(manager))
    held = user.university_memberships.get()
    withdraw_role(membership_id=held.pk, actor=manager.user)
    assert university_scope(User.objects.get(pk=user.pk), UniversityAction.SEE_INTERNS) == (None, [])
    verbs.accept_invitation(token=token_of(invite(manager)), actor=user)
    held.refresh_from_db()
    assert held.is_running
    assert user.university_memberships.count() == 1


# --- the e-mail ------------------------------------------------------------------------------------------------------


def test_the_e_mail_says_who_invites_to_what_and_carries_the_link(manager, settings):
    unit = UnitFactory(university=manager.university)
    invitation = invite(manager, unit_id=unit.pk)
    assert send_due_links() == 1
    assert send_due_links() == 0
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    for said in ("Zeynep Iğdır", manager.university.name, unit.name, "Bölüm kariyer danışmanı"):
        assert said in message.body
    assert f"{settings.USP_PUBLIC_URL}/davet/{token_of(invitation)}/" in message.body


def test_a_mail_server_that_is_away_is_asked_again_and_then_given_up(manager, settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    invitation = invite(manager)
    for tried in range(1, len(BACK_OFF) + 2):
        Invitation.objects.update(next_send_at=timezone.now())
        assert send_link("invitation", invitation.pk)
        invitation.refresh_from_db()
        assert invitation.send_tries == tried
        assert invitation.send_error
    assert (invitation.next_send_at, invitation.sent_at) == (None, None)


@pytest.mark.parametrize("over", ["withdrawn", "expired"])
def test_nothing_is_sent_for_an_invitation_that_is_over(manager, over):
    invitation = invite(manager)
    if over == "withdrawn":
        verbs.withdraw_invitation(invitation_id=invitation.pk, actor=manager.user)
    else:
        Invitation.objects.update(expires_at=timezone.now())
    assert send_due_links() == 0
    assert mail.outbox == []
