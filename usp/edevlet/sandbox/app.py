"""The sandbox: e-Devlet's three addresses and the records service, message by message (docs/edevlet.md)."""

import datetime as dt
import hmac
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.simple_server import make_server

from django.conf import settings

from usp.core import turkish
from usp.edevlet.options import options
from usp.edevlet.sandbox import pages
from usp.edevlet.sandbox.asking import Asking
from usp.edevlet.sandbox.clock import season_now
from usp.edevlet.sandbox.crowd import records_of_crowd
from usp.edevlet.sandbox.grants import RECORDS_MODES, TOKEN_SECONDS, TROUBLES, Grant, Memory
from usp.edevlet.sandbox.pages import PREFIX
from usp.edevlet.sandbox.people import SandboxPerson, found, person_by_key, person_by_tckn
from usp.edevlet.sandbox.web import QuietHandler, Request, Response, Server, as_json, redirect, wsgi

RECORDS_PREFIX = "/kayitlar"
CALLBACK_PATH = "/hesap/edevlet/login/callback/"
KNOWN_SCOPES = {"Kimlik-Dogrula", "Ad-Soyad", "Iletisim-Bilgileri"}
_RECORDS_TROUBLE = {"down": "500", "slow": "timeout", "malformed": "malformed"}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_RESULT_CODE = re.compile(r"(?P<exam>[^-]+(?:-[^-\d][^-]*)*)-(?P<score>\d{1,3}(?:\.\d{1,2})?)-[A-Z0-9]{4}")
_CSS = Path(__file__).with_name("sandbox.css")


class Sandbox:
    """One running stand-in. ``clock`` decides what the records say, ``timer`` (seconds) how old codes are."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        redirect_hosts: set[str],
        clock: Callable[[], dt.datetime] = season_now,
        timer: Callable[[], float] = time.monotonic,
        stall_seconds: float = 60,
    ) -> None:
        self.client_id, self._secret = client_id, client_secret
        self._redirect_hosts = redirect_hosts | _LOOPBACK
        self._clock, self._stall_seconds = clock, stall_seconds
        self._stopping = threading.Event()
        self.memory = Memory(timer)
        self._routes: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/"): self._home,
            ("POST", pages.MODE_PATH): self._set_records_mode,
            ("GET", "/sandbox.css"): self._css,
            ("GET", f"{PREFIX}/AuthorizationController"): self._authorize,
            ("GET", pages.CONSENT_PATH): self._consent,
            ("POST", pages.CONSENT_PATH): self._decide,
            ("POST", f"{PREFIX}/AccessTokenController"): self._token,
            ("POST", f"{PREFIX}/AuthenticationController"): self._resource,
            ("POST", f"{RECORDS_PREFIX}/sorgu"): self._records,
            ("POST", f"{RECORDS_PREFIX}/sinav-sonucu"): self._exam_result,
        }

    @classmethod
    def from_settings(cls) -> "Sandbox":
        """For the portal of these settings."""
        service = options()
        return cls(
            client_id=service.client_id,
            client_secret=service.client_secret,
            redirect_hosts={urlsplit(settings.USP_PUBLIC_URL).hostname or ""},
        )

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        method = "GET" if request.method == "HEAD" else request.method
        route = self._routes.get((method, request.path))
        if route is not None:
            return route(request)
        if any(path == request.path for _method, path in self._routes):
            return pages.problem("Bu adres böyle çağrılmaz", "İstek türü bu adrese uymuyor.", status=405)
        return pages.problem("Sayfa bulunamadı", "Deneme ortamında böyle bir sayfa yok.", status=404)

    def close(self) -> None:
        """Let go of everybody who is kept waiting."""
        self._stopping.set()

    # Pages

    def _home(self, request: Request) -> Response:
        search = request.query.get("ara", "")
        mode = self.memory.records_mode
        return pages.home(found(search), search=search, now=self._clock(), records_mode=mode)

    def _set_records_mode(self, request: Request) -> Response:
        mode = request.form.get("kayit_servisi", "")
        if mode not in RECORDS_MODES:
            return pages.problem("Seçim geçersiz", "Böyle bir ayar yok.", status=400)
        self.memory.records_mode = mode
        return redirect("/")

    def _css(self, request: Request) -> Response:
        return Response(_CSS.read_bytes(), content_type="text/css; charset=utf-8")

    def _authorize(self, request: Request) -> Response:
        asking = Asking.of(request.query)
        if problem := self._refused(asking):
            return problem
        if request.query.get("response_type") != "code":
            return asking.answer(error="unsupported_response_type", error_description="Yalnızca code")
        if not asking.scope or not set(asking.scope.split(";")) <= KNOWN_SCOPES:
            return asking.answer(error="invalid_scope", error_description="kapsam tanınmıyor")
        search = request.query.get("ara", "")
        return pages.choose(found(search), asking=vars(asking), search=search, now=self._clock())

    def _consent(self, request: Request) -> Response:
        asking = Asking.of(request.query)
        person = _person(request.query)
        if problem := self._refused(asking):
            return problem
        if person is None:
            return pages.problem("Kişi bulunamadı", "Listeden birini seçin.", status=400)
        return pages.consent(person, asking=vars(asking))

    def _decide(self, request: Request) -> Response:
        asking = Asking.of(request.form)
        person, trouble = _person(request.form), request.form.get("ariza", "")
        if problem := self._refused(asking):
            return problem
        if request.form.get("karar") == "vazgec":
            return asking.answer(error="access_denied", error_description="Kullanıcı onay vermedi")
        if person is None or trouble not in {"", *TROUBLES}:
            return pages.problem("Seçim geçersiz", "Kişiyi ve denemeyi listeden seçin.", status=400)
        return self._go_back(asking, person, trouble)

    def _go_back(self, asking: Asking, person: SandboxPerson, trouble: str) -> Response:
        if trouble == "error":
            return asking.answer(error="invalid_request", error_description="İstek geçersiz")
        if trouble == "busy":
            return asking.answer(error="temporarily_unavailable", error_description="Hizmet yoğun")
        code = self.memory.issue_code(
            person=person, client_id=asking.client_id, redirect_uri=asking.redirect_uri, trouble=trouble
        )
        if trouble == "used_code":
            self.memory.take_code(code, client_id=asking.client_id, redirect_uri=asking.redirect_uri)
        if trouble == "wrong_state":
            asking = Asking(asking.client_id, asking.redirect_uri, asking.scope, "yanlis-" + asking.state[:4])
        return asking.answer(code=code)

    def _refused(self, asking: Asking) -> Response | None:
        """A wrong client or return address is told here and never redirected to."""
        if asking.client_id != self.client_id:
            return pages.problem("İstemci tanınmıyor", "client_id kayıtlı değil.", status=400)
        parts = urlsplit(asking.redirect_uri)
        known = parts.hostname in self._redirect_hosts and parts.path == CALLBACK_PATH
        if not known or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
            return pages.problem("Dönüş adresi tanınmıyor", "redirect_uri kayıtlı değil.", status=400)
        return None

    # Server to server

    def _token(self, request: Request) -> Response:
        form = request.form
        if not self._is_client(form.get("client_id", ""), form.get("client_secret", "")):
            return as_json({"error": "invalid_client", "error_description": "İstemci doğrulanamadı"}, 401)
        if form.get("grant_type") != "authorization_code":
            return as_json({"error": "unsupported_grant_type"}, 400)
        grant = self.memory.take_code(
            form.get("code", ""), client_id=form["client_id"], redirect_uri=form.get("redirect_uri", "")
        )
        if grant is None:
            return as_json({"error": "invalid_grant", "error_description": "Kod geçersiz"}, 400)
        if trouble := self._act_out(grant.trouble_of("token")):
            return trouble
        token = self.memory.issue_token(grant)
        return as_json({"access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS})

    def _resource(self, request: Request) -> Response:
        form = request.form
        grant = self.memory.find_token(form.get("accessToken", ""), client_id=form.get("clientId", ""))
        if grant is None or form.get("resourceId") != "1" or form.get("kapsam") != "Ad-Soyad":
            return as_json({"sonucKodu": "EDV09.006", "sonucAciklamasi": "Geçersiz veri"})
        if grant.trouble.startswith("EDV09."):
            return as_json({"sonucKodu": grant.trouble, "sonucAciklamasi": TROUBLES[grant.trouble]})
        if trouble := self._act_out(grant.trouble_of("resource")):
            return trouble
        return as_json(
            {
                "sonucKodu": "EDV09.000",
                "sonucAciklamasi": "İşlem başarılı",
                "kullaniciBilgileri": _identity(grant),
            }
        )

    def _records(self, request: Request) -> Response:
        if refusal := self._service_refuses(request):
            return refusal
        (tckn,) = request.texts("tckn")
        if not tckn:
            return as_json({"error": "bad_request"}, 400)
        person = person_by_tckn(tckn)
        today = self._clock().date()
        records = person.records_at(today) if person else records_of_crowd(tckn, today)
        return as_json({"error": "no_record"}, 404) if records is None else as_json(records)

    def _exam_result(self, request: Request) -> Response:
        """A code names its own result: «YDS-82.50-AB12» is on record with 82.50 points, anything else is not."""
        if refusal := self._service_refuses(request):
            return refusal
        tckn, exam, code = request.texts("tckn", "exam", "code")
        match = _RESULT_CODE.fullmatch(code)
        if person_by_tckn(tckn) is None or match is None or match["exam"] != exam:
            return as_json({"error": "no_result"}, 404)
        taken_on = self._clock().date() - dt.timedelta(days=200)
        return as_json({"tckn": tckn, "exam": exam, "score": match["score"], "taken_on": taken_on.isoformat()})

    def _service_refuses(self, request: Request) -> Response | None:
        """What the records services answer to strangers, and in the mode somebody chose on the first page."""
        if not self._is_client(*request.credentials()):
            return as_json({"error": "unauthorized"}, 401)
        mode = self.memory.records_mode
        if mode == "refuses":
            return as_json({"error": "forbidden"}, 403)
        return self._act_out(_RECORDS_TROUBLE.get(mode, ""))

    def _act_out(self, trouble: str) -> Response | None:
        """The failures every service of the sandbox can play."""
        if trouble == "500":
            return Response(b"<h1>Hata</h1>", 500)
        if trouble == "malformed":
            return Response('{"yarım'.encode(), 200, "application/json; charset=utf-8")
        if trouble == "timeout":
            self._stopping.wait(self._stall_seconds)
            return Response(b"", 503)
        return None

    def _is_client(self, client_id: str, secret: str) -> bool:
        return hmac.compare_digest(f"{client_id}:{secret}".encode(), f"{self.client_id}:{self._secret}".encode())


def _person(values: dict[str, str]) -> SandboxPerson | None:
    try:
        person = person_by_key(values.get("kisi", ""))
    except KeyError:
        return None
    return person if person.can_sign_in else None


def _identity(grant: Grant) -> dict[str, str]:
    if grant.trouble == "no_identity":
        return {"kimlikNo": "", "ad": "", "soyad": ""}
    person = grant.person
    return {
        "kimlikNo": person.tckn,
        "ad": turkish.upper(person.first_name),
        "soyad": turkish.upper(person.last_name),
    }


def make_sandbox_server(sandbox: Sandbox, host: str, port: int) -> Server:
    """A server that answers for the sandbox; port 0 takes a free one. Raises OSError on a taken port."""
    return make_server(host, port, wsgi(sandbox.handle), server_class=Server, handler_class=QuietHandler)
