"""The page of an employer that students see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from applications.selectors import current_season
from offers.selectors import employer_page as selectors
from offers.selectors.endings_center import employer_record
from offers.selectors.marks import marks_of
from usp.accounts.policies import signed_in, user_of
from usp.core.http import read_only


@require_safe
@signed_in
@read_only
def employer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the employer is, what it offers this season, how its interns fared; nothing about any candidate."""
    employer = get_object_or_404(selectors.employers_shown_to(user_of(request)), pk=pk)
    season = current_season()
    context = {
        "employer": employer,
        "programme": season,
        "personnel": selectors.personnel_band(employer),
        "positions": list(selectors.published_positions(employer, season)),
        "past": selectors.past_interns(employer, season),
        "reliability": selectors.reliability(employer),
        "record": employer_record(employer.pk),
        "marks": marks_of(employer.pk),
        "smallest": selectors.SMALLEST,
        "own": user_of(request).is_employer,
    }
    return render(request, "offers/employer_page.html", context)
