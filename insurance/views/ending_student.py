"""The student's end of an internship: days, report, certificate; and the record of all internships."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insurance.forms.ending import ReportForm
from insurance.models import InternshipReport
from insurance.selectors.ending import attendance_of, certificate_of, days_done, record_of, report_due, reports_of
from insurance.services.completion import issue_certificate
from insurance.services.reports import REPORT, hand_in_report, report_rules
from offers.models import Placement, PlacementReview
from offers.models.placements import PlacementQuerySet
from offers.states import Kind, PlacementState
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.services.uploads import store_upload


@require_safe
@student_only
@read_only
def my_record(request: HttpRequest) -> HttpResponse:
    """«Stajlarım»: everything done in the programme, to look at, to print, to show with codes."""
    rows = record_of(user_of(request))
    return render(request, "insurance/my_record.html", {"rows": rows, "days": days_done(rows), "now": clock.page_now()})


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def my_end(request: HttpRequest, pk: int) -> HttpResponse:
    """One internship's end: days as the workplace marked them, the report, the certificate."""
    placement = get_object_or_404(_mine(request), pk=pk)
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else ReportForm()
    if request.method == "POST" and form.is_valid():
        try:
            file = store_upload(actor=user_of(request), file=form.cleaned_data["file"], purpose=REPORT)
            hand_in_report(placement_id=pk, file=file, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Raporunuz biriminize iletildi. Okununca size haber verilir."))
            return redirect("insurance:my-end", pk)
    context = {"placement": placement, "form": form, **_end_of(placement)}
    return render(request, "insurance/my_end.html", context, status=422 if form.errors else 200)


def _end_of(placement: Placement) -> dict[str, object]:
    reports, rules, today = reports_of(placement), report_rules(placement), clock.page_now().date()
    newest = reports[0] if reports else None
    due = report_due(placement, rules)
    takes = newest is None or newest.state == InternshipReport.State.RETURNED
    lives = placement.state in (PlacementState.CONFIRMED, PlacementState.COMPLETED)
    return {
        "shown": attendance_of(placement),
        "certificate": certificate_of(placement),
        "reviewed": PlacementReview.objects.filter(placement=placement, side=PlacementReview.Side.EMPLOYER).exists(),
        "reports": reports,
        "report": newest,
        "wants_report": rules.wants_report,
        "report_by": due,
        "is_late": today > due,
        "may_hand_in": rules.wants_report and takes and lives and today >= placement.last_day,
    }


@require_POST
@student_only
def make_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the certificate now, when the worker has not done it yet."""
    placement = get_object_or_404(_mine(request), pk=pk)
    try:
        document = issue_certificate(placement_id=placement.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:my-end", pk)
    return redirect("documents:download", code=document.code)


def _mine(request: HttpRequest) -> PlacementQuerySet:
    return (
        Placement.objects.visible_to(user_of(request))
        .filter(kind=Kind.INTERNSHIP)
        .select_related("offer__position__employer", "department__unit__university")
    )
