"""The anonymous list as XLSX: what is in it and how much is left today, then the file."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from offers.asking import asker_of
from offers.facets import chips, panel
from offers.forms.pool import PoolFilterForm
from offers.services.exporting import FILE_NAME, ROWS_A_DAY, rows_left, take_list
from offers.services.searches import kept_query
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def export(request: HttpRequest) -> HttpResponse:
    """/havuz/liste-al/?…: how many rows the search has and how many are left; a POST takes them."""
    asker = asker_of(user_of(request))
    if asker.opened is None:
        return redirect("offers:pool")
    address = kept_query(request.POST.get("sorgu", "") if request.method == "POST" else request.GET.urlencode())
    form = PoolFilterForm(QueryDict(address), asker=asker)
    error = ""
    if request.method == "POST":
        try:
            content = take_list(asker=asker, query=form.query, address=address, actor=user_of(request))
        except RuleViolation as rule:
            error = str(rule)
        else:
            response = HttpResponse(content, content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
            response["Cache-Control"] = "no-store, private"
            return response
    page = asker.search(form.query)
    left = rows_left(asker.employer, clock.page_now().date())
    context = {
        "total": page.total or 0,
        "left": left,
        "rows": min(left, page.total or 0),
        "limit": ROWS_A_DAY,
        "words": [chip.label for chip in chips(asker, form, panel(asker, form, page).names)],
        "address": address,
        "back": f"?{address}" if address else "",
        "error": error,
    }
    return render(request, "offers/pool/export.html", context, status=422 if error else 200)
