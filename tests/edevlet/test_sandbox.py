"""The sandbox keeps to the service's messages and trusts nobody more than the service would."""

import socket
from http import HTTPStatus
from io import StringIO
from urllib.parse import urlencode

import pytest
import requests
from django.core.management import CommandError, call_command

from tests.edevlet.conftest import CLIENT_ID, SECRET, RunningSandbox, press, query_of, tckn_of
from usp.edevlet.sandbox.app import CALLBACK_PATH, PREFIX
from usp.edevlet.sandbox.people import PEOPLE, person_by_key

CALLBACK = f"http://testserver{CALLBACK_PATH}"
ASKING = {
    "response_type": "code",
    "client_id": CLIENT_ID,
    "redirect_uri": CALLBACK,
    "scope": "Kimlik-Dogrula;Ad-Soyad",
    "state": "abc",
}


def authorize(running: RunningSandbox, **changes: str) -> requests.Response:
    url = f"{running.url}{PREFIX}/AuthorizationController?{urlencode({**ASKING, **changes})}"
    return requests.get(url, allow_redirects=False, timeout=10)


def code_for(running: RunningSandbox, key: str) -> str:
    answer = press(press(authorize(running), "kisi", key), "karar", "onay")
    return query_of(answer.headers["Location"])["code"]


def exchange(running: RunningSandbox, code: str, /, **changes: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "code": code,
        "redirect_uri": CALLBACK,
        **changes,
    }
    return requests.post(f"{running.url}{PREFIX}/AccessTokenController", data=form, timeout=10)


def test_page_says_that_it_is_not_edevlet_and_shows_everybody(edevlet_sandbox: RunningSandbox) -> None:
    page = authorize(edevlet_sandbox)
    assert "Deneme ortamı — gerçek e-Devlet değildir" in page.text
    assert "15 Ocak 2024 Pazartesi" in page.text
    for person in PEOPLE:
        assert person.full_name in page.text
        assert (f'value="{person.key}"' in page.text) == person.can_sign_in


def test_search_folds_turkish_letters(edevlet_sandbox: RunningSandbox) -> None:
    page = authorize(edevlet_sandbox, ara="sule unal")
    assert "Şule Ünal" in page.text
    assert "İlhan Öğüt" not in page.text
    assert "Aradığınız kişi yok" in authorize(edevlet_sandbox, ara="<script>").text
    assert "<script>" not in authorize(edevlet_sandbox, ara="<script>").text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "baska"},
        {"redirect_uri": f"http://kotu.example{CALLBACK_PATH}"},
        {"redirect_uri": "http://testserver/baska/"},
        {"redirect_uri": f"javascript://testserver{CALLBACK_PATH}"},
        {"redirect_uri": f"{CALLBACK}?x=1"},
    ],
)
def test_unknown_client_or_return_address_is_never_redirected_to(
    edevlet_sandbox: RunningSandbox, changes: dict[str, str]
) -> None:
    answer = authorize(edevlet_sandbox, **changes)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"response_type": "token"}, "unsupported_response_type"), ({"scope": "Her-Sey"}, "invalid_scope")],
)
def test_wrong_questions_go_back_as_errors(
    edevlet_sandbox: RunningSandbox, changes: dict[str, str], error: str
) -> None:
    answer = query_of(authorize(edevlet_sandbox, **changes).headers["Location"])
    assert (answer["error"], answer["state"]) == (error, "abc")


def test_messages_are_those_of_the_service(edevlet_sandbox: RunningSandbox) -> None:
    token = exchange(edevlet_sandbox, code_for(edevlet_sandbox, "lisans-3")).json()
    assert token["token_type"] == "bearer"
    form = {
        "clientId": CLIENT_ID,
        "accessToken": token["access_token"],
        "resourceId": "1",
        "kapsam": "Ad-Soyad",
    }
    answer = requests.post(f"{edevlet_sandbox.url}{PREFIX}/AuthenticationController", data=form, timeout=10).json()
    assert answer == {
        "sonucKodu": "EDV09.000",
        "sonucAciklamasi": "İşlem başarılı",
        "kullaniciBilgileri": {"kimlikNo": tckn_of("lisans-3"), "ad": "İLHAN", "soyad": "ÖĞÜT"},
    }


def test_code_works_once(edevlet_sandbox: RunningSandbox) -> None:
    code = code_for(edevlet_sandbox, "lisans-3")
    assert exchange(edevlet_sandbox, code).status_code == HTTPStatus.OK
    assert exchange(edevlet_sandbox, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "yanlis"}, "invalid_client"),
        ({"redirect_uri": f"http://localhost{CALLBACK_PATH}"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "uydurma"}, "invalid_grant"),
    ],
)
def test_token_request_is_checked(edevlet_sandbox: RunningSandbox, changes: dict[str, str], error: str) -> None:
    code = code_for(edevlet_sandbox, "lisans-3")
    assert exchange(edevlet_sandbox, code, **changes).json()["error"] == error


def test_made_up_token_is_no_identity(edevlet_sandbox: RunningSandbox) -> None:
    form = {"clientId": CLIENT_ID, "accessToken": "uydurma", "resourceId": "1", "kapsam": "Ad-Soyad"}
    answer = requests.post(f"{edevlet_sandbox.url}{PREFIX}/AuthenticationController", data=form, timeout=10)
    assert answer.json()["sonucKodu"] == "EDV09.006"


def test_person_without_password_cannot_sign_in_and_is_told_where_to_get_one(
    edevlet_sandbox: RunningSandbox,
) -> None:
    assert person_by_key("sifresiz").way_out in authorize(edevlet_sandbox).text
    query = urlencode({**ASKING, "kisi": "sifresiz"})
    answer = requests.get(f"{edevlet_sandbox.url}{PREFIX}/Onay?{query}", timeout=10)
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_home_page_switches_the_records_service(edevlet_sandbox: RunningSandbox) -> None:
    assert "Kayıt servisi" in requests.get(edevlet_sandbox.url + "/", timeout=10).text
    requests.post(edevlet_sandbox.url + "/ayar", data={"kayit_servisi": "down"}, timeout=10)
    assert edevlet_sandbox.sandbox.memory.records_mode == "down"
    bad = requests.post(edevlet_sandbox.url + "/ayar", data={"kayit_servisi": "x"}, timeout=10)
    assert bad.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/yok", 404),
        ("POST", "/", 405),
        ("GET", "/kayitlar/sorgu", 405),
        ("POST", "/kayitlar/sorgu", 401),
        ("HEAD", "/", 200),
        ("GET", "/sandbox.css", 200),
    ],
)
def test_other_requests_get_a_plain_answer(
    edevlet_sandbox: RunningSandbox, method: str, path: str, status: int
) -> None:
    assert requests.request(method, edevlet_sandbox.url + path, timeout=10).status_code == status


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"tckn": 5}'])
def test_malformed_record_question_is_refused(edevlet_sandbox: RunningSandbox, body: str) -> None:
    answer = requests.post(edevlet_sandbox.url + "/kayitlar/sorgu", data=body, auth=(CLIENT_ID, SECRET), timeout=10)
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_taken_port_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"cannot listen on 127.0.0.1:{port}"):
            call_command("edevlet_sandbox", port=port, stdout=StringIO())
