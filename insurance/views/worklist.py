"""«Yapılacaklar»: late, today, this week, later; one row is one person, one thing, one button."""

from collections.abc import Iterable, Mapping

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from insurance.forms.worklist import WorklistForm
from insurance.selectors.worklist import SECTIONS, WorkQuery, WorkRow, remember_pressing, rows_of, worklist
from insurance.worklist import sources
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.http import read_only, wants_fragment

PAGE = 50


@require_safe
@read_only
@vary_on_headers("HX-Request")
@career_center_only(UniversityAction.SEE_INTERNS)
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this official, the longest overdue first; narrowed by what stands in the address."""
    user = user_of(request)
    form = WorklistForm(request.GET, user=user)
    query = form.query() if form.is_valid() else WorkQuery()
    found = worklist(user, query)
    if query == WorkQuery():
        remember_pressing(user, found)
    page = Paginator(found.found, PAGE).get_page(request.GET.get("sayfa"))
    kept = request.GET.copy()
    for name in ("sayfa", "kume"):
        kept.pop(name, None)
    labels = dict(SECTIONS)
    context = {
        "form": form,
        "page": page,
        "groups": _grouped(rows_of(list(page.object_list)), labels),
        "tabs": [("", None, not query.section, sum(found.sections.values()))]
        + [(key, label, key == query.section, found.sections.get(key, 0)) for key, label in SECTIONS],
        "kinds": [(one.key, one.label, found.kinds[one.key]) for one in sources() if found.kinds.get(one.key)],
        "query": query,
        "narrowed": bool(query.text or query.unit or query.kind or query.section),
        "late": found.sections.get("late", 0),
        "today": found.sections.get("today", 0),
        "total": found.total,
        "kept": kept.urlencode(),
    }
    template = "insurance/worklist.html" + ("#work-table" if wants_fragment(request) else "")
    return render(request, template, context)


def _grouped(
    rows: Iterable[WorkRow], labels: Mapping[str, str | Promise]
) -> list[tuple[str, str | Promise, list[WorkRow]]]:
    """The page's rows under the names of their sections, in order of time."""
    groups: dict[str, list[WorkRow]] = {}
    for row in rows:
        groups.setdefault(row.section, []).append(row)
    return [(key, labels[key], groups[key]) for key in labels if key in groups]
