"""Who may call a view. Every view states one policy; a view without one fails the build (docs/rules.md S7)."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from usp.core.http import View


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.policy = "public"  # type: ignore[attr-defined]
    return login_not_required(view)


def policy(name: str, test: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Open to signed-in people for whom ``test(request)`` holds; anybody else signed in gets 403."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not test(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        run.policy = name  # type: ignore[attr-defined]
        return run

    return decorate
