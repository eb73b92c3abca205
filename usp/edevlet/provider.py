"""The allauth provider «edevlet»."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import AuthProcess, ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from usp.edevlet.client import SCOPES, EdevletClient
from usp.edevlet.options import options

PROVIDER_ID = "edevlet"


class EdevletOAuth2Adapter(OAuth2Adapter):
    """Where the service is; read at each use, so that the addresses stay pure settings."""

    provider_id = PROVIDER_ID
    client_class = EdevletClient
    scope_delimiter = ";"

    @property
    def authorize_url(self) -> str:
        """Where the browser is sent."""
        return options().authorize_url

    @property
    def access_token_url(self) -> str:
        """Where codes are exchanged."""
        return options().token_url


class EdevletAccount(ProviderAccount):
    """Nothing to show: the account holds a keyed hash and no name."""

    def to_str(self) -> str:
        """The brand, never a name."""
        return "e-Devlet"


class EdevletProvider(OAuth2Provider):
    """Signs students in. Scope and process are fixed: nothing of the address bar reaches e-Devlet."""

    id = PROVIDER_ID
    name = "e-Devlet"
    account_class = EdevletAccount
    oauth2_adapter_class = EdevletOAuth2Adapter
    pkce_enabled_default = False

    def get_default_scope(self) -> list[str]:
        """Identity and name: the least that signs somebody in."""
        return list(SCOPES)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Always a sign-in, never a «connect»; a foreign ``next`` is dropped."""
        return {"process": AuthProcess.LOGIN, "next_url": checked_next(request)}

    def extract_uid(self, data: Any) -> str:
        """The keyed hash of the identity number (``usp.edevlet.services``)."""
        return str(data["uid"])

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing is kept."""
        return {}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        """None: an account is never found by e-mail."""
        return []


def checked_next(request: HttpRequest) -> str | None:
    """The page to go to after signing in, when it is one of ours on this very host."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else None


provider_classes = [EdevletProvider]
