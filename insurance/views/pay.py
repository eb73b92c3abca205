"""«Ücret hesabı»: what an internship's pay comes to by law, for the student."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from insurance.selectors.pay import pay_sheet
from offers.models import Placement
from usp.accounts.policies import student_only, user_of
from usp.core.http import read_only


@require_safe
@read_only
@student_only
def my_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """One internship of the student, line by line; shadowing, training and cancelled ones have no such page."""
    mine = Placement.objects.visible_to(user_of(request)).select_related(
        "offer__position__employer", "department__unit__university", "department__internship_rule"
    )
    placement = get_object_or_404(mine, pk=pk)
    sheet = pay_sheet(placement)
    if sheet is None:
        raise Http404
    return render(request, "insurance/my_pay.html", {"placement": placement, "sheet": sheet, "for_employer": False})
