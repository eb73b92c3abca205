"""The two addresses of a sign-in: start it, and come back from e-Devlet."""

import logging
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from usp.accounts.models import UserKind
from usp.core.http import read_only
from usp.core.policies import public
from usp.edevlet import failures
from usp.edevlet.client import EdevletClient, Identity
from usp.edevlet.failures import SignInFailed
from usp.edevlet.pages import failure_page
from usp.edevlet.provider import PROVIDER_ID, EdevletOAuth2Adapter, EdevletProvider, checked_next
from usp.edevlet.services import sign_in

logger = logging.getLogger(__name__)

# Answers with which e-Devlet says «not now» (RFC 6749, 4.1.2.1).
_BUSY = ("server_error", "temporarily_unavailable")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@read_only
def start(request: HttpRequest) -> HttpResponse:
    """Explain the sign-in (GET), or send the browser to e-Devlet (POST only: no link can start it)."""
    next_url = checked_next(request)
    try:
        _refuse_other_kinds(request)
    except SignInFailed as problem:
        return failure_page(request, problem, next_url=next_url)
    if request.method != "POST":
        return render(request, "edevlet/sign_in.html", {"next_url": next_url or ""})
    return _provider(request).redirect_from_request(request)


@public
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Take e-Devlet's answer and open the session: by protocol a GET that writes, guarded by the state."""
    state: dict[str, Any] = {}
    try:
        _refuse_other_kinds(request)
        state = _state(request)
        user, uid = sign_in(identity=_identity(request))
        if not user.is_active:
            raise SignInFailed(failures.INACTIVE)
    except SignInFailed as problem:
        return failure_page(request, problem, next_url=state.get("next"))
    account = SocialAccount(provider=PROVIDER_ID, uid=uid, extra_data={})
    login = SocialLogin(account=account, provider=_provider(request))
    login.state = state
    return complete_social_login(request, login)


def _provider(request: HttpRequest) -> EdevletProvider:
    return get_adapter(request).get_provider(request, PROVIDER_ID)


def _refuse_other_kinds(request: HttpRequest) -> None:
    if request.user.is_authenticated and request.user.kind != UserKind.STUDENT:
        raise SignInFailed(failures.OTHER_KIND)


def _state(request: HttpRequest) -> dict[str, Any]:
    """What was put aside when this browser left for e-Devlet; taken once."""
    state = statekit.unstash_state(request, provider_id=PROVIDER_ID, state_id=request.GET.get("state", ""))
    if state is None:
        raise SignInFailed(failures.STATE_LOST)
    return state


def _identity(request: HttpRequest) -> Identity:
    error = request.GET.get("error")
    if error == "access_denied":
        raise SignInFailed(failures.CANCELLED)
    if error in _BUSY:
        raise SignInFailed(failures.UNREACHABLE)
    code = request.GET.get("code")
    if error is not None or not code:
        raise SignInFailed(failures.REFUSED)
    provider = _provider(request)
    client: EdevletClient = EdevletOAuth2Adapter(request).get_client(request, provider.app)
    return client.identity(client.access_token(code))
