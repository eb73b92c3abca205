"""The unit reads a report: accepts it, or sends it back with words."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insurance.forms.ending import VerdictForm
from insurance.models import InternshipReport
from insurance.selectors.ending import attendance_of, report_due
from insurance.services.reports import may_read, read_report, report_rules
from offers.models import Placement
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECIDE_COMPULSORY)
@read_only
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with what it is about, and its verdict."""
    found = _report_or_404(request, pk)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            read_report(report_id=pk, accepted=data["verdict"] == "accept", note=data["note"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Sonuç kaydedildi; öğrenciye haber verdik."))
            return redirect(reverse("insurance:intern", args=[found.placement_id]) + "#staj-sonu")
    context = {
        "report": found,
        "placement": found.placement,
        "shown": attendance_of(found.placement),
        "report_by": report_due(found.placement, report_rules(found.placement)),
        "form": form,
    }
    return render(request, "insurance/report.html", context, status=422 if form.errors else 200)


def _report_or_404(request: HttpRequest, pk: int) -> InternshipReport:
    """A report of the official's units."""
    found = (
        InternshipReport.objects.select_related(
            "file", "read_by", "placement__student__user", "placement__offer__position__employer",
            "placement__department__unit__university", "placement__application",
        )
        .filter(pk=pk, placement__in=Placement.objects.visible_to(user_of(request)))
        .first()
    )  # fmt: skip
    if found is None or not may_read(user_of(request), found.placement):
        raise Http404
    return found
