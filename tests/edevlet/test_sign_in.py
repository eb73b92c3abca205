"""Signing in through e-Devlet, over real HTTP, with the person of each case."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.edevlet.conftest import Walk, query_of, tckn_of
from usp.accounts import crypto
from usp.accounts.models import Student, User, UserKind
from usp.edevlet.client import Identity
from usp.edevlet.sandbox.app import CALLBACK_PATH
from usp.edevlet.services import sign_in

START = "/hesap/edevlet/login/"


def test_a_student_signs_in_and_lands_on_the_home_page(walk: Walk) -> None:
    response = walk.sign_in("lisans-3")
    assert (response.status_code, response["Location"]) == (302, reverse("portal:home"))
    student = Student.objects.get()
    assert int(walk.client.session["_auth_user_id"]) == student.user_id
    assert (student.user.kind, str(student)) == (UserKind.STUDENT, "İlhan Öğüt")
    assert student.tckn == tckn_of("lisans-3")
    assert not student.user.has_usable_password()


def test_addresses_are_those_registered_at_the_service() -> None:
    assert reverse("edevlet_login") == START
    assert reverse("edevlet_callback") == CALLBACK_PATH


def test_authorization_request_speaks_the_services_words(walk: Walk) -> None:
    query = query_of(walk.start())
    state = query.pop("state")
    assert len(state) >= 16
    assert query == {
        "response_type": "code",
        "client_id": "usp-test",
        "redirect_uri": f"http://testserver{CALLBACK_PATH}",
        "scope": "Kimlik-Dogrula;Ad-Soyad",
    }


def test_nothing_of_the_address_bar_reaches_edevlet(walk: Walk) -> None:
    response = walk.client.post(
        START + "?scope=Adres-Bilgileri&auth_params=prompt%3Dnone&process=connect&action=rerequest"
    )
    assert set(query_of(response["Location"])) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
    }
    assert query_of(response["Location"])["scope"] == "Kimlik-Dogrula;Ad-Soyad"


def test_second_sign_in_finds_the_same_account(walk: Walk) -> None:
    walk.sign_in("lisans-2")
    Student.objects.update(first_name="Eski")
    other = Walk(Client(), walk.running)
    other.sign_in("lisans-2")
    assert Student.objects.count() == User.objects.count() == SocialAccount.objects.count() == 1
    assert str(Student.objects.get()) == "Ayşe Çınar"


def test_signing_in_as_somebody_else_changes_the_person(walk: Walk) -> None:
    walk.sign_in("lisans-2")
    walk.sign_in("lisans-4")
    user = User.objects.get(pk=walk.client.session["_auth_user_id"])
    assert str(user) == "Şule Ünal"
    assert Student.objects.count() == 2


def test_foreign_identity_number_signs_in(walk: Walk) -> None:
    assert walk.sign_in("yabanci-kimlik").status_code == 302
    assert Student.objects.get().tckn.startswith("99")


def test_account_row_holds_a_keyed_hash_and_nothing_else(walk: Walk) -> None:
    walk.sign_in("lisans-3")
    account = SocialAccount.objects.get()
    assert account.uid == crypto.blind_index(tckn_of("lisans-3"))
    assert (account.provider, account.extra_data) == ("edevlet", {})
    assert not SocialToken.objects.exists()
    for text in (account.uid, str(account), repr(walk.client.session.items())):
        assert tckn_of("lisans-3") not in text


def test_no_identity_number_in_any_log_line_or_address(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = walk.start()
    page = walk.choose(address, "lisans-3")
    back = walk.consent(page)
    response = walk.come_back(back)
    walk.sign_in("lisans-3", trouble="no_identity")
    walk.sign_in("lisans-3", trouble="EDV09.006")
    tckn = tckn_of("lisans-3")
    assert all(tckn not in text for text in (address, page.url, back, response["Location"]))
    assert caplog.records
    for record in caplog.records:
        if not record.name.startswith(("django.db", "django.template")):
            assert tckn not in record.getMessage()
            assert "Öğüt" not in record.getMessage()
            assert "ÖĞÜT" not in record.getMessage()


def test_a_link_cannot_start_a_sign_in(walk: Walk) -> None:
    response = walk.client.get(START)
    assert response.status_code == 200
    assert "e-Devlet ile Giriş" in response.content.decode()
    assert "socialaccount_states" not in walk.client.session


def test_starting_needs_the_csrf_token() -> None:
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://kotu.example/", "//kotu.example/x", "http:kotu.example", "javascript:alert(1)"]
)
def test_next_never_leads_elsewhere(walk: Walk, target: str) -> None:
    response = walk.sign_in("lisans-3", next_url=target)
    assert response["Location"] == reverse("portal:home")


def test_next_leads_to_our_own_page(walk: Walk) -> None:
    assert walk.sign_in("lisans-3", next_url="/basvuru/?adim=2")["Location"] == "/basvuru/?adim=2"


def test_next_survives_a_failure(walk: Walk) -> None:
    response = walk.sign_in("lisans-3", trouble="resource_500", next_url="/basvuru/")
    assert '<input type="hidden" name="next" value="/basvuru/">' in response.content.decode()


def test_staff_are_told_to_sign_out_first(walk: Walk) -> None:
    operator = User.objects.create_user(kind=UserKind.OPERATOR, full_name="Yürütücü", email="yurutucu@usp.example")
    address = walk.start()
    walk.client.force_login(operator)
    walk.client.session.save()
    response = walk.client.post(START)
    assert response.status_code == 403
    assert "Oturumu kapat" in response.content.decode()
    back = walk.consent(walk.choose(address, "lisans-3"))
    response = walk.come_back(back)
    assert response.status_code == 403
    assert not Student.objects.exists()


def test_email_never_finds_an_account(walk: Walk) -> None:
    operator = User.objects.create_user(
        kind=UserKind.OPERATOR, full_name="İlhan Öğüt", email="ilhan.ogut@ogrenci.example"
    )
    walk.sign_in("lisans-3")
    assert int(walk.client.session["_auth_user_id"]) != operator.pk
    assert Student.objects.get().user.email is None


def test_closed_account_is_told_so(walk: Walk) -> None:
    user, _uid = sign_in(identity=Identity(tckn=tckn_of("lisans-3"), first_name="İlhan", last_name="Öğüt"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = walk.sign_in("lisans-3")
    assert response.status_code == 403
    assert "Hesabınız kapalı" in response.content.decode()
    assert "_auth_user_id" not in walk.client.session


def test_session_key_changes_at_sign_in(walk: Walk) -> None:
    walk.start()
    before = walk.client.session.session_key
    walk.sign_in("lisans-3")
    assert walk.client.session.session_key != before


@pytest.mark.django_db(transaction=True)
def test_simultaneous_first_sign_ins_make_one_account() -> None:
    identity = Identity(tckn=tckn_of("lisans-3"), first_name="İlhan", last_name="Öğüt")
    together = threading.Barrier(6)

    def run(_number: int) -> int:
        try:
            connection.ensure_connection()
            together.wait(timeout=10)
            return sign_in(identity=identity)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        users = set(pool.map(run, range(6)))
    assert len(users) == Student.objects.count() == User.objects.count() == SocialAccount.objects.count() == 1
