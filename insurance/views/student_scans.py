"""A student sends the scan of a signed paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insurance.forms.papers import ScanForm
from insurance.selectors.checklist import RELATIONS, checklist
from insurance.services.scans import send_scan
from offers.models import Placement
from offers.states import Kind
from usp.accounts.policies import student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, sent


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def scan_send(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One paper's scan, before the original is handed in."""
    user = user_of(request)
    mine = Placement.objects.visible_to(user).filter(kind=Kind.INTERNSHIP)
    placement = get_object_or_404(mine.select_related(*RELATIONS), pk=pk)
    line = next((one for one in checklist(placement) if one.kind == kind and one.is_wanted), None)
    if line is None:
        raise Http404
    form = ScanForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            send_scan(placement_id=pk, kind=kind, file=form.cleaned_data["file"], actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Taramanız biriminize gönderildi. Sonucu size haber verilir."))
            return redirect("insurance:my-documents")
    context = {"placement": placement, "line": line, "form": form}
    return render(request, "insurance/scan_send.html", context, status=422 if form.errors else 200)
