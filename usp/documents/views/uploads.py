"""Files that people sent, shown to those who may see them."""

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from usp.accounts.policies import signed_in, user_of
from usp.core.http import read_only
from usp.documents.access import may_see_upload
from usp.documents.models import Upload

logger = logging.getLogger(__name__)
# A stranger's file may neither run, load nor send anything, and only our own pages may frame it. Browsers show no PDF
# inside a sandbox, so a PDF, which is no page and was refused if it held a program, goes without that word.
_LOCKED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_PICTURE = f"{_LOCKED}; img-src 'self'; sandbox"


@require_GET
@never_cache
@xframe_options_sameorigin
@signed_in
@read_only
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, inside the page or with «?indir=1» to be saved; 404 for everybody whom its purpose does not name."""
    found = get_object_or_404(Upload, pk=pk)
    if not may_see_upload(user_of(request), found):
        raise Http404
    content = _intact_content(found)
    if content is None:
        return render(request, "documents/upload_damaged.html", {"upload": found}, status=500)
    response = HttpResponse(content, content_type=found.content_type)
    saved = "indir" in request.GET
    response["Content-Disposition"] = content_disposition_header(saved, found.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _LOCKED if found.is_pdf else _PICTURE
    return response


def _intact_content(found: Upload) -> bytes | None:
    """The stored file if it is still what was sent."""
    try:
        with found.file.open("rb") as stored:
            content: bytes = stored.read()
    except OSError as error:
        logger.error("uploads: the file of upload %d cannot be read: %s", found.pk, error)
        return None
    if hashlib.sha256(content).hexdigest() != found.sha256:
        logger.error("uploads: the file of upload %d is not what was sent", found.pk)
        return None
    return content
