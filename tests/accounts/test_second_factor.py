"""Staff come in with a second factor only; students come in through e-Devlet only (docs/rules.md S1)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from tests.factories import MemberFactory, OfficialFactory, StudentFactory, UserFactory
from usp.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "bir-uzun-parola-2024"
SET_UP = "/hesap/2fa/totp/activate/"
STAFF = {
    "employer": lambda: MemberFactory().user,
    "career_center": lambda: OfficialFactory().user,
    "operator": UserFactory,
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", STAFF)
@pytest.mark.parametrize(
    "name", ["notifications:inbox", "offers:positions", "insurance:interns", "admin:index", "documents:download"]
)
def test_staff_without_a_second_factor_is_sent_to_set_one_up(kind: str, name: str):
    address = reverse(name, kwargs={"code": "X"} if name == "documents:download" else {})
    for method in ("get", "post"):
        response = getattr(signed_in(STAFF[kind]()), method)(address)
        assert (response.status_code, response.headers.get("Location")) == (302, SET_UP)


@pytest.mark.parametrize(
    "name",
    [
        "account_emailaddress_changelist",
        "mfa_authenticator_changelist",
        "mfa_authenticator_add",
        "account_emailaddress_add",
    ],
)
def test_the_admin_s_pages_of_accounts_are_no_way_around(name: str):
    """Their names begin like allauth's own, which are open before the second factor."""
    response = signed_in(UserFactory()).get(reverse(f"admin:{name}"))
    assert (response.status_code, response.headers.get("Location")) == (302, SET_UP)


@pytest.mark.parametrize("name", ["portal:home", "documents:verify", "account_logout", "account_change_password"])
def test_public_pages_and_the_way_out_stay_open(name: str):
    assert signed_in(MemberFactory().user).get(reverse(name)).status_code == 200


def test_with_a_second_factor_staff_passes_and_is_not_asked_again(django_assert_num_queries):
    user = MemberFactory().user
    TOTP.activate(user, generate_totp_secret())
    client = signed_in(user)
    assert client.get(reverse("offers:positions")).status_code == 200
    assert client.session["second_factor_set_up"] is True


def test_a_factor_that_is_taken_away_is_asked_for_again():
    user = MemberFactory().user
    TOTP.activate(user, generate_totp_secret())
    client = signed_in(user)
    assert client.get(reverse("offers:positions")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    Authenticator.objects.filter(user=user).delete()
    assert client.get(reverse("offers:positions"))["Location"] == SET_UP


def test_a_student_needs_no_second_factor():
    assert signed_in(StudentFactory().user).get(reverse("offers:received")).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["account_set_password", "account_change_password", "account_email", "mfa_index", "mfa_activate_totp",
     "mfa_add_webauthn", "socialaccount_connections", "account_signup"],
)  # fmt: skip
def test_a_student_has_no_page_to_come_in_past_e_devlet(name: str):
    client = signed_in(StudentFactory().user)
    data = {"email": "ayse@ogr.example", "action_add": "1", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), data).status_code == 404


def test_nobody_changes_the_address_an_operator_entered():
    user = MemberFactory().user
    client = signed_in(user)
    data = {"email": "yeni@kotu.example", "action_add": "1"}
    assert client.post(reverse("account_email"), data).status_code == 404
    user.refresh_from_db()
    assert user.email != "yeni@kotu.example"
    assert not user.emailaddress_set.exists()


def code_now(secret: str) -> str:
    """What the authenticator app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("kind", ["employer", "career_center"])
def test_the_password_alone_opens_no_session(client: Client, kind: str):
    user = UserFactory(kind=kind)
    user.set_password(PASSWORD)
    user.save()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    asked = client.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})
    assert asked["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("notifications:inbox"))["Location"].startswith(reverse("portal:sign-in"))
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_secret_of_a_second_factor_is_stored_encrypted():
    secret = generate_totp_secret()
    TOTP.activate(UserFactory(), secret)
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_a_closed_account_does_not_come_in(client: Client):
    user = UserFactory(kind="employer", is_active=False)
    user.set_password(PASSWORD)
    user.save()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_known_and_unknown_addresses_look_alike_to_who_forgot_a_password(client: Client, mailoutbox):
    known = UserFactory(kind="employer", full_name="Elif Şahin")
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (known.email, "kimse@usp.example")
    ]
    pages = [answer.content.replace(answer["X-Request-ID"].encode(), b"") for answer in answers]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert len(pages[0]) == len(pages[1])
