"""«Verilerim»: ask for everything the portal holds on oneself, watch it being made, fetch it for 24 hours."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from usp.accounts.models import DataExport, ExportState
from usp.accounts.policies import student_only, user_of
from usp.accounts.services.exports import download_export, request_export
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@student_only
@read_only
def exports(request: HttpRequest) -> HttpResponse:
    """The newest request and where it stands; htmx asks for that part again while a worker is at it."""
    if request.method == "POST":
        return _request(request)
    export = DataExport.objects.visible_to(user_of(request)).first()
    now = clock.real_now()
    context = {
        "export": export,
        "is_running": export is not None and export.state in (ExportState.WAITING, ExportState.RUNNING),
        "is_ready": export is not None
        and export.state == ExportState.READY
        and export.expires_at is not None
        and now < export.expires_at,
        "now": now,
    }
    template = "accounts/exports.html#state" if wants_fragment(request) else "accounts/exports.html"
    return render(request, template, context)


@require_POST
@student_only
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the file to its owner; each time leaves a row, so it is a POST."""
    user = user_of(request)
    export = get_object_or_404(DataExport.objects.visible_to(user), pk=pk)
    try:
        export = download_export(actor=user, export_id=export.pk)
        stored = export.file.open("rb")
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("accounts:exports")
    except OSError:
        messages.error(request, _("Dosya şu anda okunamıyor. Verilerinizi yeniden isteyebilirsiniz."))
        return redirect("accounts:exports")
    response = FileResponse(stored, as_attachment=True, filename=_("verilerim.zip"), content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)  # a streamed answer: Django's two classes have only their base in common


def _request(request: HttpRequest) -> HttpResponse:
    try:
        export = request_export(actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        if export.state == ExportState.READY:
            messages.success(request, _("Verileriniz hazır."))
    return redirect("accounts:exports")
