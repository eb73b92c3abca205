"""The error pages: what happened, what to do, and the number to tell when asking for help.

They are rendered without context processors, session and database, so that they also work when one of those
is what failed.
"""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from usp.core.policies import public

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "120"


def error_page(
    request: HttpRequest, status: HTTPStatus, template: str = "", extra: dict[str, str] | None = None
) -> HttpResponse:
    """The page of ``status``, without anything that could itself fail."""
    context = {"request_id": getattr(request, "request_id", ""), **(extra or {})}
    response = HttpResponse(render_to_string(template or f"{status.value}.html", context), status=status.value)
    response["Cache-Control"] = "no-store"
    return response


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood. Django reports a body over the limit here: that is a 413."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    return error_page(request, HTTPStatus.BAD_REQUEST)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the signed-in person may not do this."""
    return error_page(request, HTTPStatus.FORBIDDEN)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or nothing of the person's own; the two look the same on purpose."""
    return error_page(request, HTTPStatus.NOT_FOUND)


@public
def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: an upload over the limit."""
    return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@public
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: a rate limit was reached; also allauth's ``handler429``."""
    response = error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Even a broken template or a missing static file still ends in a sentence."""
    try:
        return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:
        logger.exception("the error page itself could not be rendered")
        sentence = _("Bizde bir sorun oluştu. Birkaç dakika sonra yeniden deneyin.")
        return HttpResponse(
            f"{sentence} {getattr(request, 'request_id', '')}",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            content_type="text/plain; charset=utf-8",
        )


@public
def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503: maintenance, or a part we need is away; says when to come back."""
    response = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page is too old, with the way back to that page."""
    return error_page(request, HTTPStatus.FORBIDDEN, "errors/stale_page.html", {"way_back": _way_back(request)})


def _way_back(request: HttpRequest) -> str:
    """The page the form stood on, when it is one of ours; else the home page."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    path = "/" + parts.path.lstrip("/")  # never «//elsewhere», which a browser takes for another site
    return f"{path}?{parts.query}" if parts.query else path
