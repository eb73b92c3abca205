"""The pages around a sign-in that did not happen."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from usp.edevlet.failures import SignInFailed

logger = logging.getLogger(__name__)


def failure_page(request: HttpRequest, problem: SignInFailed, *, next_url: str | None = None) -> HttpResponse:
    """Say what happened and what to do, with a button to start again or sign out. Logged by code alone."""
    failure = problem.failure
    log = logger.warning if failure.status >= 500 else logger.info
    log("e-Devlet sign-in: %s %s", failure.code, problem.detail)
    response = render(
        request,
        "edevlet/sign_in_failed.html",
        {"failure": failure, "detail": problem.detail, "next_url": next_url or ""},
        status=failure.status,
    )
    add_never_cache_headers(response)
    if failure.status == 503:
        response["Retry-After"] = "60"
    return response
