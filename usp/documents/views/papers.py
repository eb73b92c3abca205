"""Check a paper (anyone) and fetch a paper (those who may)."""

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from usp.accounts.policies import signed_in, user_of
from usp.core.http import read_only
from usp.core.policies import public
from usp.documents import selectors, throttle
from usp.documents.access import may_download
from usp.documents.forms import FileCheckForm, VerificationForm
from usp.documents.forms_data import PublicFacts
from usp.documents.models import Document

logger = logging.getLogger(__name__)


@require_GET
@never_cache
@public
@read_only
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a code given leads to its own address."""
    form = VerificationForm(request.GET if "kod" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("documents:verify-code", form.cleaned_data["kod"])
    return _hidden(render(request, "documents/verify.html", {"form": form}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
@read_only
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper says, in initials, and whether it counts. Unknown and impossible codes look alike.

    A file may be sent along: its hash is compared while it is read, and nothing of it is kept.
    """
    if throttle.is_limited(request):
        response = render(request, "documents/limited.html", status=429)
        response["Retry-After"] = str(throttle.WINDOW_SECONDS)
        return _hidden(response)
    document = selectors.by_code(code)
    if document is None:
        throttle.count_miss(request)
        return _hidden(render(request, "documents/unknown.html", {"form": VerificationForm()}, status=404))
    form = FileCheckForm(request.POST, request.FILES) if request.method == "POST" else FileCheckForm()
    same = form.sha256() == document.sha256 if form.is_bound and form.is_valid() else None
    context = {
        "document": document,
        "facts": PublicFacts.from_json(document.public_facts),
        "form": form,
        "same": same,
    }
    status = 422 if form.is_bound and form.errors else 200
    return _hidden(render(request, "documents/verified.html", context, status=status))


@require_GET
@never_cache
@signed_in
@read_only
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The paper's file, checked against its hash; 404 for everybody whom the subject's app does not name."""
    document = selectors.by_code(code)
    if document is None or not may_download(user_of(request), document):
        raise Http404
    content = _intact_content(document)
    if content is None:
        return render(request, "documents/damaged.html", {"document": document}, status=500)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, document.filename)
    return response


def _intact_content(document: Document) -> bytes | None:
    """The stored file if it is still what was issued."""
    try:
        with document.file.open("rb") as stored:
            content: bytes = stored.read()
    except OSError as error:
        logger.error("documents: the file of %s cannot be read: %s", document.code, error)
        return None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        logger.error("documents: the file of %s is not what was issued", document.code)
        return None
    return content


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
