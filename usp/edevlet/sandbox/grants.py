"""What the sandbox remembers between its messages: codes, tokens, how the records service is to behave."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from usp.edevlet.sandbox.people import SandboxPerson

CODE_SECONDS = 5 * 60
TOKEN_SECONDS = 10 * 60

# Troubles to choose from on the consent page: key → what the button says.
TROUBLES: dict[str, str] = {
    "EDV09.006": "Kimlik servisi «geçersiz veri» desin (EDV09.006)",
    "EDV09.007": "Kimlik servisi «beklemede» desin (EDV09.007)",
    "EDV09.010": "Kimlik servisi «işlem başarısız» desin (EDV09.010)",
    "wrong_state": "Dönüş adresindeki «state» yanlış olsun",
    "error": "Yetkilendirme «invalid_request» hatası versin",
    "busy": "Yetkilendirme «temporarily_unavailable» desin",
    "used_code": "Kod daha önce kullanılmış olsun",
    "token_500": "Anahtar servisi HTTP 500 versin",
    "token_malformed": "Anahtar servisi bozuk yanıt versin",
    "token_timeout": "Anahtar servisi yanıt vermesin",
    "resource_500": "Kimlik servisi HTTP 500 versin",
    "resource_malformed": "Kimlik servisi bozuk yanıt versin",
    "resource_timeout": "Kimlik servisi yanıt vermesin",
    "no_identity": "Kimlik servisi boş kimlik göndersin",
}

# How the records service behaves: key → what the button says.
RECORDS_MODES: dict[str, str] = {
    "works": "Çalışıyor",
    "down": "HTTP 500 versin",
    "slow": "Yanıt vermesin",
    "malformed": "Bozuk yanıt versin",
    "refuses": "Portalı tanımasın (HTTP 403)",
}


@dataclass(frozen=True)
class Grant:
    """One person's consent for one client, and the trouble that was ordered with it."""

    person: SandboxPerson
    client_id: str
    redirect_uri: str
    trouble: str
    expires_at: float

    def trouble_of(self, service: str) -> str:
        """What is to go wrong at one service: «token_500» at «token» is «500»; empty when nothing."""
        at, _underscore, what = self.trouble.partition("_")
        return what if at == service else ""


class Memory:
    """Codes work once and for five minutes by this timer's seconds. Safe for threads."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer, self._lock = timer, Lock()
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        self.records_mode = "works"

    def issue_code(self, *, person: SandboxPerson, client_id: str, redirect_uri: str, trouble: str) -> str:
        """A new authorization code."""
        grant = Grant(person, client_id, redirect_uri, trouble, self._timer() + CODE_SECONDS)
        return self._put(self._codes, grant)

    def take_code(self, code: str, *, client_id: str, redirect_uri: str) -> Grant | None:
        """The consent behind a code, once; None when unknown, used, too old or somebody else's."""
        with self._lock:
            grant = self._codes.pop(code, None)
        if grant is None or grant.expires_at <= self._timer():
            return None
        return grant if (grant.client_id, grant.redirect_uri) == (client_id, redirect_uri) else None

    def issue_token(self, grant: Grant) -> str:
        """A new access token for a consent."""
        fields = {**vars(grant), "expires_at": self._timer() + TOKEN_SECONDS}
        return self._put(self._tokens, Grant(**fields))

    def find_token(self, token: str, *, client_id: str) -> Grant | None:
        """The consent behind a token of this client, while it lasts."""
        with self._lock:
            grant = self._tokens.get(token)
        if grant is None or grant.expires_at <= self._timer() or grant.client_id != client_id:
            return None
        return grant

    def _put(self, shelf: dict[str, Grant], grant: Grant) -> str:
        name = secrets.token_urlsafe(24)
        with self._lock:
            for old in [key for key, kept in shelf.items() if kept.expires_at <= self._timer()]:
                del shelf[old]
            shelf[name] = grant
        return name
