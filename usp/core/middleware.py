"""Small middlewares that belong to no business."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from usp.core.logs import request_id
from usp.core.per_request import one_request

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request a short name that error pages show and every log line carries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the request, let its parts share what they read, and tell the name in the answer."""
        request.request_id = name = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = request_id.set(name)
        try:
            with one_request():
                response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response


class HtmxEdgesMiddleware:
    """Send htmx to the sign-in page as a page when the session is over, never into a table."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect to the sign-in page, asked for by htmx, into a full page change."""
        response = self.get_response(request)
        if (
            getattr(request, "htmx", False)
            and response.status_code == 302
            and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        ):
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = response["Location"]
            return answer
        return response


class ActorMiddleware:
    """Name the signed-in user to the field history that database triggers write (django-pghistory)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open a history context around requests that may write."""
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        import pghistory  # noqa: PLC0415 -- its app registry must be ready

        with pghistory.context(user=request.user.pk, request_id=getattr(request, "request_id", "")):
            return self.get_response(request)
