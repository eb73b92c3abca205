"""«Devam çizelgesi»: the workplace marks who came, a day or a whole week at once."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from insurance.models import AttendanceDay
from insurance.selectors.ending import Month, attendance_of
from insurance.services.attendance import mark_days
from offers.models import Placement
from offers.selectors.endings import EmployerAfter, after_for_employer
from offers.states import Kind
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

FIELD = "gun-"


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.REVIEW_INTERNS)
@read_only
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of an intern's days. Posted: one week's button, or every day of the month as chosen."""
    after = _after_or_404(request, pk)
    placement = Placement.objects.select_related("department__unit__university").get(pk=pk)
    shown = attendance_of(placement)
    month = shown.month(request.GET.get("ay", ""), after.today)
    refused = ""
    if request.method == "POST":
        try:
            changed = mark_days(placement_id=pk, days=_chosen(request.POST, month), actor=user_of(request))
        except RuleViolation as rule:
            refused = str(rule)
        else:
            messages.success(
                request,
                ngettext("%(days)d gün kaydedildi.", "%(days)d gün kaydedildi.", changed) % {"days": changed}
                if changed
                else _("Değişen bir gün yoktu."),
            )
            return redirect(reverse("insurance:attendance", args=[pk]) + f"?ay={month.key}")
    context = {
        "after": after,
        "shown": shown,
        "month": month,
        "refused": refused,
        "choices": AttendanceDay.Status.choices,
        "may_mark": after.is_running and after.has_begun,
    }
    return render(request, "insurance/attendance.html", context, status=422 if refused else 200)


def _chosen(data: QueryDict, month: Month) -> dict[dt.date, str]:
    """The day's choices; a week's button says besides that on every other day of it that has come, they came."""
    chosen = {_day(name.removeprefix(FIELD)): str(data[name]) for name in data if name.startswith(FIELD)}
    if "hafta" in data:
        monday = _day(str(data["hafta"]))
        week = next((one for one in month.weeks if one.monday == monday), None)
        for cell in week.days if week else ():
            if not cell.why and not chosen.get(cell.day):
                chosen[cell.day] = AttendanceDay.Status.PRESENT.value
    return chosen


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RuleViolation(_("Gün okunamadı. Sayfayı yenileyip yeniden deneyin."), code="attendance_day") from None


def _after_or_404(request: HttpRequest, pk: int) -> EmployerAfter:
    """An internship of the employer's, as long as it may know the person."""
    after = after_for_employer(user_of(request), placement_id=pk)
    if after is None or after.placement.kind != Kind.INTERNSHIP or not after.identity_is_open:
        raise Http404
    return after
