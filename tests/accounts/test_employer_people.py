"""Who works for an employer: inviting, changing, ending, and what may never happen."""

import datetime as dt
import secrets
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import EmployerFactory, MemberFactory, OfficialFactory, UserFactory
from tests.offers.world import START, make_world
from tests.people import browser
from usp.accounts.models import EmployerInvitation, EmployerMembership, EmployerRole, EmployerStatus, User
from usp.accounts.services import employer_people as verbs
from usp.accounts.services.link_mail import send_due_links
from usp.accounts.services.links import token_of
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "can.oz@trakya.example", "mavi-kapida-7-yosun-var"
TODAY, YESTERDAY = dt.timedelta(hours=23), dt.timedelta(hours=25)


@pytest.fixture
def manager() -> EmployerMembership:
    return MemberFactory(employer=EmployerFactory(email="staj@trakya.example"))


def invite(manager: EmployerMembership, **changes: Any) -> EmployerInvitation:
    return verbs.invite_member(**({"email": ADDRESS, "role": "recruiter", "actor": manager.user} | changes))


def accept(invitation: EmployerInvitation) -> User:
    return verbs.accept_member_invitation(
        token=token_of(invitation), full_name="Can Öz", password=PASSWORD, job_title="Uzman", phone="+905321234567"
    )


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(*args, **kwargs)
    return refused.value.code


def change(membership: EmployerMembership, actor: User, **changes: Any) -> EmployerMembership:
    now = {"role": membership.role, "job_title": membership.job_title, "phone": ""}
    return verbs.change_member(membership_id=membership.pk, actor=actor, **(now | changes))


def test_whoever_accepts_works_for_that_employer_in_that_role(manager):
    user = accept(invite(manager))
    held = user.employer_membership
    assert (user.kind, user.email, held.employer, held.role) == ("employer", ADDRESS, manager.employer, "recruiter")
    assert (held.job_title, str(held.phone)) == ("Uzman", "+905321234567")
    assert Notification.objects.get(kind="employer_invitation_accepted").recipient == manager.user


def test_a_link_works_once_and_a_new_one_replaces_it(manager):
    first = invite(manager)
    second = verbs.resend_invitation(invitation_id=first.pk, actor=manager.user)
    assert refusal(accept, first) == "invitation_not_valid"
    accept(second)
    assert refusal(accept, second) == "invitation_not_valid"


@pytest.mark.parametrize("over", ["withdrawn", "expired", "inviter left"])
def test_a_link_that_is_over_opens_nothing(over, manager):
    other = MemberFactory(employer=manager.employer)
    invitation = invite(other)
    match over:
        case "withdrawn":
            verbs.withdraw_member_invitation(invitation_id=invitation.pk, actor=manager.user)
            verbs.withdraw_member_invitation(invitation_id=invitation.pk, actor=manager.user)
        case "expired":
            EmployerInvitation.objects.update(expires_at=timezone.now())
        case "inviter left":
            verbs.end_membership(membership_id=other.pk, actor=manager.user)
    assert refusal(accept, invitation) == "invitation_not_valid"
    assert Client().get(f"/isveren-daveti/{token_of(invitation)}/").status_code == 410


@pytest.mark.parametrize(
    ("who", "code"),
    [("career centre", "wrong_account"), ("elsewhere", "wrong_account"), ("works here", "wrong_account"),
     ("free mail", "free_mail"), ("outside", "outside_domain"), ("twice", "employer_invitation_one_unanswered")],
)  # fmt: skip
def test_who_cannot_be_invited(who, code, manager):
    changes: dict[str, Any] = {}
    match who:
        case "career centre":  # A44: nobody stands on both sides
            OfficialFactory(user=UserFactory(kind="career_center", email=ADDRESS))
        case "elsewhere":
            MemberFactory(user=UserFactory(kind="employer", email=ADDRESS))
        case "works here":
            MemberFactory(user=UserFactory(kind="employer", email=ADDRESS), employer=manager.employer)
        case "free mail":
            changes = {"email": "can@gmail.com", "outside_confirmed": True}
        case "outside":
            changes = {"email": "can@baska.example"}
        case "twice":
            invite(manager)
    assert refusal(invite, manager, **changes) == code


def test_only_managers_let_people_in_and_only_at_their_employer(manager):
    recruiter = MemberFactory(employer=manager.employer, role=EmployerRole.RECRUITER)
    stranger = MemberFactory()
    assert refusal(invite, recruiter) == "not_manager_here"
    assert refusal(verbs.end_membership, membership_id=recruiter.pk, actor=stranger.user) == "not_manager_here"
    assert refusal(change, recruiter, stranger.user, job_title="X") == "not_manager_here"
    with pytest.raises(EmployerInvitation.DoesNotExist):
        verbs.resend_invitation(invitation_id=invite(manager).pk, actor=stranger.user)


def test_a_person_may_change_the_own_post_but_not_the_own_role(manager):
    recruiter = MemberFactory(employer=manager.employer, role=EmployerRole.RECRUITER)
    assert change(recruiter, recruiter.user, job_title="Kıdemli uzman").job_title == "Kıdemli uzman"
    assert refusal(change, recruiter, recruiter.user, role="manager") == "not_manager_here"
    assert not Notification.objects.exists()
    change(recruiter, manager.user, role="manager")
    assert Notification.objects.get().kind == "employer_role_changed"


def test_the_last_manager_stays(manager):
    assert refusal(change, manager, manager.user, role="recruiter") == "last_manager"
    assert refusal(verbs.end_membership, membership_id=manager.pk, actor=manager.user) == "last_manager"
    other = MemberFactory(employer=manager.employer)
    change(other, manager.user, role="recruiter")
    change(other, manager.user, role="manager")
    verbs.end_membership(membership_id=manager.pk, actor=other.user)
    assert refusal(verbs.end_membership, membership_id=other.pk, actor=other.user) == "last_manager"


def test_ending_closes_the_account_and_keeps_the_row(manager):
    recruiter = MemberFactory(employer=manager.employer, role=EmployerRole.RECRUITER)
    client = browser(recruiter.user)
    assert client.get("/kurumumuz/").status_code == 200
    verbs.end_membership(membership_id=recruiter.pk, actor=manager.user, reason="Ayrıldı")
    verbs.end_membership(membership_id=recruiter.pk, actor=manager.user)
    recruiter.refresh_from_db()
    assert (recruiter.ended_at is not None, recruiter.user.is_active) == (True, False)
    assert client.get("/kurumumuz/").status_code == 302


def test_whoever_comes_back_gets_the_same_row_and_a_new_password(manager):
    gone = MemberFactory(user=UserFactory(kind="employer", email=ADDRESS), employer=manager.employer, role="supervisor")
    verbs.end_membership(membership_id=gone.pk, actor=manager.user)
    user = accept(invite(manager))
    gone.refresh_from_db()
    assert (user, gone.role, gone.ended_at) == (gone.user, "recruiter", None)
    assert user.is_active
    assert user.check_password(PASSWORD)


def test_what_somebody_supervises_is_handed_over_first(at):
    at(START)
    world = make_world()
    heir = MemberFactory(employer=world.manager.employer)
    call = {"membership_id": world.manager.pk, "actor": heir.user}
    assert refusal(verbs.end_membership, **call) == "hand_over_first"
    client = browser(heir.user)
    page = client.get(f"/kurumumuz/kisi/{world.manager.pk}/").content.decode()
    assert "1 pozisyonun staj sorumlusu" in page
    client.post(f"/kurumumuz/kisi/{world.manager.pk}/devret/", {"taker": heir.pk})
    world.position.refresh_from_db()
    assert world.position.supervisor == heir
    verbs.end_membership(**call)


def test_positions_go_to_nobody_outside(at):
    at(START)
    world = make_world()
    stranger = MemberFactory()
    address = f"/kurumumuz/kisi/{world.manager.pk}/devret/"
    assert browser(world.employer_user).post(address, {"taker": stranger.pk}).status_code == 422
    assert browser(stranger.user).get(address).status_code == 404


def test_nobody_is_invited_while_the_registration_is_closed(manager):
    manager.employer = EmployerFactory(status=EmployerStatus.REVOKED)
    manager.save()
    assert refusal(invite, manager) == "employer_revoked"


def test_fifty_invitations_a_day(manager):
    now = timezone.now()
    EmployerInvitation.objects.bulk_create(
        EmployerInvitation(
            employer=manager.employer, email=f"kisi{number}@trakya.example", role="recruiter",
            invited_by=manager.user, invited_at=now - (YESTERDAY if number == 49 else TODAY),
            nonce=secrets.token_hex(16), token_hash=secrets.token_hex(32), expires_at=now + YESTERDAY,
        )
        for number in range(50)
    )  # fmt: skip
    invite(manager)
    assert refusal(invite, manager, email="ece@trakya.example") == "too_many_invitations"


def test_one_that_ran_out_is_replaced(manager):
    first = invite(manager)
    EmployerInvitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    invite(manager)
    first.refresh_from_db()
    assert first.withdrawn_by == manager.user


# --- the pages -------------------------------------------------------------------------------------------------------


def test_a_guest_opens_an_account_and_is_led_to_the_second_factor(manager):
    client = browser(manager.user)
    done = client.post("/kurumumuz/davet/", {"email": ADDRESS, "role": "supervisor", "job_title": ""}, follow=True)
    assert ADDRESS in done.content.decode()
    assert send_due_links() == 1
    assert manager.employer.name in mail.outbox[0].body
    link = f"/isveren-daveti/{token_of(EmployerInvitation.objects.get())}/"
    assert "Çıkış yap ve daveti aç" in client.get(link).content.decode()
    guest = Client()
    data = {"full_name": "Can Öz", "job_title": "Mühendis", "phone": "", "password1": PASSWORD, "password2": PASSWORD}
    assert guest.post(link, data | {"password2": "x"}).status_code == 422
    assert "2fa/totp" in guest.post(link, data)["Location"]
    assert User.objects.get(email=ADDRESS).employer_membership.role == "supervisor"


def test_an_address_from_elsewhere_is_confirmed_on_the_page(manager):
    client = browser(manager.user)
    data = {"email": "can@baska.example", "role": "recruiter", "job_title": "Uzman"}
    first = client.post("/kurumumuz/davet/", data)
    assert first.status_code == 422
    assert "baska.example" in first.content.decode()
    assert client.post("/kurumumuz/davet/", data | {"outside_confirmed": "on"}).status_code == 302


def test_colleagues_are_seen_by_all_and_changed_by_managers(manager):
    supervisor = MemberFactory(
        user=UserFactory(kind="employer", full_name="Naz Er"), employer=manager.employer, role="supervisor"
    )
    client = browser(supervisor.user)
    assert manager.user.full_name in client.get("/kurumumuz/").content.decode()
    assert client.get(f"/kurumumuz/kisi/{manager.pk}/").status_code == 404
    own = client.post(f"/kurumumuz/kisi/{supervisor.pk}/", {"job_title": "Usta", "phone": "", "role": "manager"})
    assert own.status_code == 302
    supervisor.refresh_from_db()
    assert (supervisor.job_title, supervisor.role) == ("Usta", "supervisor")
    answer = browser(manager.user).post(f"/kurumumuz/kisi/{supervisor.pk}/bitir/", {"reason": ""}, follow=True)
    assert "için görev bitirildi" in answer.content.decode()


def test_the_page_asks_no_more_for_three_people_than_for_one(manager):
    client = browser(manager.user)
    client.get("/kurumumuz/")
    with CaptureQueriesContext(connection) as one:
        client.get("/kurumumuz/")
    for number in range(3):
        MemberFactory(employer=manager.employer)
        invite(manager, email=f"kisi{number}@trakya.example")
    with CaptureQueriesContext(connection) as three:
        client.get("/kurumumuz/")
    assert len(three) == len(one)
