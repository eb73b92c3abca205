"""The real service's messages (docs/edevlet.md): authorization address, token request, identity request."""

import re
from dataclasses import dataclass, field
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.utils.http import urlencode
from stdnum.tr import tckimlik

from usp.core import turkish
from usp.edevlet import failures, http
from usp.edevlet.failures import SignInFailed
from usp.edevlet.options import options

SCOPES = ("Kimlik-Dogrula", "Ad-Soyad")
SUCCESS = "EDV09.000"
_PENDING = "EDV09.007"
_RESULT_CODE = re.compile(r"EDV\d{2}\.\d{3}")


@dataclass(frozen=True)
class Identity:
    """Whom e-Devlet vouches for."""

    tckn: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)


class EdevletClient(OAuth2Client):
    """allauth's client as this service spells it: scopes joined by «;», no PKCE, identity by another POST."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        """The address the browser goes to; scopes keep their order."""
        query = {
            "response_type": "code",
            "client_id": self.consumer_key,
            "redirect_uri": self.callback_url,
            "scope": ";".join(SCOPES),
            "state": self.state,
        }
        return f"{authorization_url}?{urlencode(query)}"

    def access_token(self, code: str) -> str:
        """Exchange the code the browser brought. Raises SignInFailed."""
        answer = _post(
            self.access_token_url,
            {
                "grant_type": "authorization_code",
                "client_id": self.consumer_key,
                "client_secret": self.consumer_secret,
                "code": code,
                "redirect_uri": self.callback_url,
            },
        )
        token = answer.data.get("access_token")
        if answer.status == 200 and isinstance(token, str) and token:
            return token
        if answer.data.get("error") == "invalid_grant":
            raise SignInFailed(failures.CODE_REFUSED)
        raise SignInFailed(failures.MALFORMED if answer.status == 200 else failures.REFUSED)

    def identity(self, token: str) -> Identity:
        """Ask whom the token stands for. Raises SignInFailed."""
        answer = _post(
            options().resource_url,
            {"clientId": self.consumer_key, "accessToken": token, "resourceId": "1", "kapsam": "Ad-Soyad"},
        )
        result = answer.data.get("sonucKodu")
        if not isinstance(result, str):
            raise SignInFailed(failures.MALFORMED)
        if result != SUCCESS:
            known = _RESULT_CODE.fullmatch(result)
            raise SignInFailed(
                failures.PENDING if result == _PENDING else failures.REJECTED, detail=result if known else ""
            )
        return _identity_of(answer.data.get("kullaniciBilgileri"))


def _post(url: str, form: dict[str, str]) -> http.Answer:
    try:
        answer = http.post(url, form=form)
    except http.ServiceTrouble as trouble:
        page = {
            http.Trouble.TIMEOUT: failures.TIMEOUT,
            http.Trouble.UNREACHABLE: failures.UNREACHABLE,
            http.Trouble.MALFORMED: failures.MALFORMED,
        }[trouble.kind]
        raise SignInFailed(page) from None
    if answer.status >= 500:
        raise SignInFailed(failures.SERVER_ERROR)
    return answer


def _identity_of(details: Any) -> Identity:
    if not isinstance(details, dict):
        raise SignInFailed(failures.IDENTITY_MISSING)
    tckn, first, last = (details.get(name) for name in ("kimlikNo", "ad", "soyad"))
    if not isinstance(tckn, str) or not isinstance(first, str) or not first.strip():
        raise SignInFailed(failures.IDENTITY_MISSING)
    # Foreigners' numbers start with 99 and follow the same checksum.
    if not tckimlik.is_valid(tckn):
        raise SignInFailed(failures.IDENTITY_MISSING)
    # A foreigner may have a single name.
    last = last if isinstance(last, str) else ""
    return Identity(tckn=tckimlik.compact(tckn), first_name=_name(first), last_name=_name(last))


def _name(text: str) -> str:
    """The service spells names in capitals; we show them as people write them."""
    text = " ".join(text.split())
    return turkish.title(text) if text == turkish.upper(text) else text
