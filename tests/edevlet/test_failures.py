"""Each way a sign-in can fail: the right status, what happened, what to do, and nobody signed in."""

import socket

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.edevlet.conftest import Walk, query_of
from usp.accounts.models import Student
from usp.edevlet.sandbox.grants import TROUBLES

EXPECTED = {
    "EDV09.006": (502, "e-Devlet kimlik bilgilerinizi iletmedi"),
    "EDV09.007": (503, "e-Devlet isteğinizi beklemeye aldı"),
    "EDV09.010": (502, "e-Devlet kimlik bilgilerinizi iletmedi"),
    "wrong_state": (400, "Bu giriş denemesi artık geçerli değil"),
    "error": (502, "e-Devlet girişi tamamlamadı"),
    "busy": (503, "e-Devlet’e ulaşılamıyor"),
    "used_code": (400, "Girişin süresi doldu"),
    "token_500": (502, "e-Devlet’te bir sorun var"),
    "token_malformed": (502, "e-Devlet’in yanıtı okunamadı"),
    "token_timeout": (503, "e-Devlet zamanında yanıt vermedi"),
    "resource_500": (502, "e-Devlet’te bir sorun var"),
    "resource_malformed": (502, "e-Devlet’in yanıtı okunamadı"),
    "resource_timeout": (503, "e-Devlet zamanında yanıt vermedi"),
    "no_identity": (502, "e-Devlet’ten geçerli bir kimlik gelmedi"),
}


def assert_failed(walk: Walk, response: HttpResponse, status: int, title: str) -> None:
    page = response.content.decode()
    assert (response.status_code, title in page) == (status, True), page[:2000]
    assert "Yeniden dene" in page
    assert f'action="{reverse("edevlet_login")}"' in page
    assert "no-store" in response["Cache-Control"]
    assert "_auth_user_id" not in walk.client.session
    assert not Student.objects.exists()


def test_every_trouble_of_the_sandbox_is_expected_here() -> None:
    assert set(EXPECTED) == set(TROUBLES)


@pytest.mark.parametrize("trouble", EXPECTED)
def test_each_trouble_has_its_page(walk: Walk, trouble: str, settings: object) -> None:
    if trouble.endswith("timeout"):
        settings.USP_EDEVLET["timeout_seconds"] = 0.5
    status, title = EXPECTED[trouble]
    response = walk.sign_in("lisans-3", trouble=trouble)
    assert_failed(walk, response, status, title)
    if status == 503:
        assert response["Retry-After"] == "60"


def test_edevlets_own_code_is_shown(walk: Walk) -> None:
    assert "EDV09.006" in walk.sign_in("lisans-3", trouble="EDV09.006").content.decode()


def test_after_a_failure_the_next_try_works(walk: Walk) -> None:
    walk.sign_in("lisans-3", trouble="resource_500")
    assert walk.sign_in("lisans-3").status_code == 302


def test_withheld_consent(walk: Walk) -> None:
    page = walk.choose(walk.start(), "lisans-3")
    response = walk.come_back(walk.consent(page, "karar", "vazgec"))
    assert_failed(walk, response, 400, "Girişten vazgeçtiniz")


def test_callback_without_anything(walk: Walk) -> None:
    response = walk.client.get(reverse("edevlet_callback"))
    assert_failed(walk, response, 400, "Bu giriş denemesi artık geçerli değil")


def test_callback_without_code(walk: Walk) -> None:
    state = query_of(walk.start())["state"]
    response = walk.client.get(reverse("edevlet_callback"), {"state": state})
    assert_failed(walk, response, 502, "e-Devlet girişi tamamlamadı")


def test_state_of_another_browser_is_refused(walk: Walk) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    other = Walk(type(walk.client)(), walk.running)
    assert_failed(other, other.come_back(back), 400, "Bu giriş denemesi artık geçerli değil")


def test_back_button_after_signing_in_says_that_the_session_is_open(walk: Walk) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    walk.come_back(back)
    response = walk.come_back(back)
    assert response.status_code == 400
    assert "İlhan Öğüt olarak oturumunuz açık" in response.content.decode()


def test_replayed_code_is_refused(walk: Walk) -> None:
    used = query_of(walk.consent(walk.choose(walk.start(), "lisans-3")))["code"]
    state = query_of(walk.start())["state"]
    assert walk.client.get(reverse("edevlet_callback"), {"state": state, "code": used}).status_code == 302
    other = Walk(type(walk.client)(), walk.running)
    state = query_of(other.start())["state"]
    response = other.client.get(reverse("edevlet_callback"), {"state": state, "code": used})
    assert response.status_code == 400
    assert "Girişin süresi doldu" in response.content.decode()
    assert "_auth_user_id" not in other.client.session


def test_old_code_is_refused(walk: Walk) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    walk.running.waited[0] = 5 * 60
    assert_failed(walk, walk.come_back(back), 400, "Girişin süresi doldu")


def test_sandbox_away(walk: Walk) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    walk.running.stop()
    assert_failed(walk, walk.come_back(back), 503, "e-Devlet’e ulaşılamıyor")


def test_server_that_takes_the_connection_and_says_nothing(walk: Walk, settings: object) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.USP_EDEVLET["token_url"] = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        settings.USP_EDEVLET["timeout_seconds"] = 0.3
        assert_failed(walk, walk.come_back(back), 503, "e-Devlet zamanında yanıt vermedi")


def test_wrong_secret_is_our_fault_and_says_so(walk: Walk, settings: object) -> None:
    back = walk.consent(walk.choose(walk.start(), "lisans-3"))
    settings.USP_EDEVLET["client_secret"] = "yanlis"
    assert_failed(walk, walk.come_back(back), 502, "e-Devlet girişi tamamlamadı")
