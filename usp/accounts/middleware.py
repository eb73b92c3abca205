"""A second factor for everybody who signs in with a password; no password for anybody else (docs/rules.md S1)."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# allauth's pages that the portal does not have: operators enter addresses, and e-Devlet is no account to connect.
_NOT_HERE = ("account_email", "account_signup", "socialaccount_connections", "socialaccount_signup")
# Passwords and second factors are for staff: a student who set one could come in past e-Devlet.
_STAFF_ONLY = ("mfa_", "account_change_password", "account_set_password", "account_reauthenticate")
# What may be opened before the second factor is set up: setting it up, signing out, changing the language.
_OPEN_BEFORE = ("mfa_", "account_", "set_language")
_REMEMBERED = "second_factor_set_up"


class SecondFactorMiddleware:
    """Send staff without a second factor to set one up before anything else, and keep students to e-Devlet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Judged in ``process_view``, once the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer with the set-up page where the second factor is missing, with 404 where a page is not for somebody."""
        name = _name_outside_the_admin(request)
        if name in _NOT_HERE:
            raise Http404
        user = request.user
        if not user.is_authenticated:
            return None
        if user.is_student:
            if name.startswith(_STAFF_ONLY):
                raise Http404
            return None
        if name.startswith("mfa_") and request.method == "POST":
            request.session.pop(_REMEMBERED, None)  # a factor may be taken away just now: look again afterwards
        if getattr(view, "policy", "") == "public" or name.startswith(_OPEN_BEFORE):
            return None
        # Signing in already asks for the factor once it exists; this only spares the look-up on each request.
        if not request.session.get(_REMEMBERED):
            if not is_mfa_enabled(user):
                messages.info(request, _("Devam etmeden önce iki adımlı doğrulamayı kurun; bir dakika sürer."))
                return redirect("mfa_activate_totp")
            request.session[_REMEMBERED] = True
        return None


def _name_outside_the_admin(request: HttpRequest) -> str:
    """The address's name; the admin has an «account_…» and an «mfa_…» of its own, and they are not meant here."""
    match = request.resolver_match
    return "" if match is None or match.namespaces else match.url_name or ""
