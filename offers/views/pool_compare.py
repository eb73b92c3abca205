"""Up to four candidates side by side. Comparing opens their profiles, so it is logged like opening each (A18)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.pool.log import record_profile_view
from applications.pool.profiles import breakdown
from offers.asking import Asker, asker_of
from offers.shortlists import known_to, lists_of, offer_texts
from offers.views.talent import COMPARED, short
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.http import read_only


@require_safe
@employer_only(EmployerAction.SEARCH_POOL)
def compare(request: HttpRequest) -> HttpResponse:
    """/havuz/karsilastir/?aday=7K3M9Q2.2QX4TP1: a code that is not this employer's is not found."""
    asker = asker_of(user_of(request))
    codes = list(dict.fromkeys(f"A-{part}" for part in request.GET.get("aday", "").split(".") if part))
    if not codes or len(codes) > COMPARED:
        messages.error(request, _("Karşılaştırmak için iki ile dört aday seçin."))
        return redirect("offers:pool")
    response = _page(request, asker, codes)
    if asker.season and request.method == "GET":
        for code in codes:
            record_profile_view(season=asker.season, employer=asker.employer, viewer=user_of(request), code=code)
    return response


@read_only
def _page(request: HttpRequest, asker: Asker, codes: list[str]) -> HttpResponse:
    applications = asker.applications(codes)
    found = [one for code in codes if (one := asker.candidate(code)) is not None]
    if len(found) != len(codes) or len(applications) != len(codes):
        raise Http404
    known = known_to(asker.employer, applications.values())
    offers = offer_texts(asker.employer, applications.values())
    parts = [breakdown(one) for one in found]
    context = {
        "columns": [
            {
                "candidate": one,
                "known": applications[one.code] in known,
                "offer": offers.get(applications[one.code], ""),
                "without": short([code for code in codes if code != one.code]),
            }
            for one in found
        ],
        # one row a score: its label, and each candidate's part of it
        "scores": [(row[0].label, row) for row in zip(*parts, strict=True)],
        "places": [(place.name, [place.name in one.provinces_matched for one in found]) for place in asker.provinces],
        "districts": [(str(one), [one.name in each.districts_matched for each in found]) for one in asker.districts],
        "periods": [(one.label, [one.key in each.periods_matched for each in found]) for one in asker.periods],
        "asker": asker,
        "lists": list(lists_of(asker)),
        "back": f"?aday={short(codes)}",
        "may_send": employer_may(user_of(request), EmployerAction.SEND_OFFERS),
    }
    return render(request, "offers/pool/compare.html", context)
