"""A second factor for everybody who signs in with a password (design.md §7)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _

# What may be opened before the second factor is set up: setting it up, signing out, changing the language.
_OPEN_BEFORE = ("mfa_", "account_", "javascript-catalog", "set_language")


class SecondFactorMiddleware:
    """Send staff without a second factor to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the set-up page where the second factor is missing."""
        user = request.user
        if not user.is_authenticated or user.is_student or self._remembered(request):
            return self.get_response(request)
        match = resolve(request.path_info)
        # Only names without a namespace: the admin has an «account_…» and an «mfa_…» of its own.
        name = "" if match.namespaces else match.url_name or ""
        if getattr(match.func, "policy", "") == "public" or name.startswith(_OPEN_BEFORE):
            return self.get_response(request)
        if not is_mfa_enabled(user):
            messages.info(request, _("Devam etmeden önce iki adımlı doğrulamayı kurun; bir dakika sürer."))
            return redirect("mfa_activate_totp")
        request.session["second_factor_set_up"] = True
        return self.get_response(request)

    @staticmethod
    def _remembered(request: HttpRequest) -> bool:
        # Signing in already asks for the factor once it exists; this only spares the look-up on each request.
        return bool(request.session.get("second_factor_set_up"))
