"""allauth's social accounts here: one provider, set up by the environment, no sign-up, no linking."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from usp.edevlet import failures
from usp.edevlet.options import options
from usp.edevlet.pages import failure_page
from usp.edevlet.provider import PROVIDER_ID

logger = logging.getLogger(__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts come from ``usp.edevlet.services.sign_in`` alone; every other door of allauth is shut."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one client of ``settings.USP_EDEVLET``; no look-up in the database."""
        service = options()
        if provider not in (None, PROVIDER_ID) or client_id not in (None, service.client_id):
            return []
        return [
            SocialApp(
                provider=PROVIDER_ID,
                name="e-Devlet",
                client_id=service.client_id,
                secret=service.client_secret,
                settings={},
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody fills in a form to become a user."""
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """The account exists before allauth is asked to sign in."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """E-mail never identifies anybody."""
        return False

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """A student's only key is not thrown away."""
        raise ValidationError(_("e-Devlet bağlantısı kaldırılamaz: portala yalnızca onunla girebilirsiniz."))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """There is no page of connections here."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """What allauth itself refuses looks like our own failures."""
        raise ImmediateHttpResponse(failure_page(request, failures.SignInFailed(failures.REFUSED)))
