"""The demo's way to read what was sent: the e-mails and SMS lie as files. Does not exist outside the demo."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from usp.accounts.policies import signed_in
from usp.core.http import read_only
from usp.notifications import sent_files


@require_GET
@signed_in
@read_only
def sent(request: HttpRequest) -> HttpResponse:
    """The newest e-mails and SMS."""
    _only_in_demo()
    return render(request, "notifications/sent.html", {"entries": sent_files.newest()})


@require_GET
@signed_in
@read_only
def sent_one(request: HttpRequest, box: str, name: str) -> HttpResponse:
    """One e-mail's or SMS's text."""
    return render(request, "notifications/sent_one.html", {"entry": _entry(box, name)})


@require_GET
@signed_in
@read_only
# An e-mail brings its own styles; nothing else of it may load or run.
@csp_replace({"default-src": [NONE], "script-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": [NONE]})
def sent_html(request: HttpRequest, box: str, name: str) -> HttpResponse:
    """One e-mail as a mail program would show it."""
    entry = _entry(box, name)
    if not entry.html:
        raise Http404
    return HttpResponse(entry.html)


def _entry(box: str, name: str) -> sent_files.Entry:
    _only_in_demo()
    entry = sent_files.find(box, name)
    if entry is None:
        raise Http404
    return entry


def _only_in_demo() -> None:
    if not settings.USP_DEMO:
        raise Http404
