"""The career centre's main page: Stajyerler → Listele, what changed on it, and one intern's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from insurance import selectors
from insurance.forms import TABS, InternFilterForm, ListSettingsForm
from insurance.intern_columns import KEYS, Cell, Column, InternRow, chosen
from insurance.intern_parts import parts_of
from insurance.models import InternEvent
from insurance.selectors.changes import change_figures, changes, list_settings, unseen_labels
from insurance.selectors.contacts import Answers, answers_of
from insurance.selectors.interns import found, rows_of
from insurance.services.list_events import acknowledge, note_visit, save_list_settings
from insurance.services.list_export import FILE_NAME, take_interns
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.accounts.policies import career_center_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment

PAGE = 50
CHANGES_HERE = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEE = UniversityAction.SEE_INTERNS


@dataclass(frozen=True)
class Line:
    """One line as the template writes it."""

    row: InternRow
    cells: list[tuple[Column, Cell]]
    news: list[str]


@require_safe
@read_only
@vary_on_headers("HX-Request")
@career_center_only(_SEE)
def interns(request: HttpRequest) -> HttpResponse:
    """Every intern of the official's units, the most pressing first; narrowed by what stands in the address."""
    user = user_of(request)
    form = InternFilterForm(request.GET, user=user)
    tab = request.GET.get("sekme", "all")
    query = form.query(tab)
    settings = list_settings(user)
    columns = chosen(settings.columns)
    page = Paginator(found(user, query).values_list("pk", flat=True), PAGE).get_page(request.GET.get("sayfa"))
    at_rest = tab == "all" and not query.is_narrowed and page.number == 1  # a search wants its results on top
    news = change_figures(user, settings) if at_rest else None
    context = {
        "form": form,
        "query": query,
        "page": page,
        "lines": _lines(user, page, columns),
        "columns": [_head(column, query.order) for column in columns],
        "figures": selectors.figures(user),
        "tabs": [(key, label, key == tab) for key, label in TABS],
        "kept": _kept(request, "sayfa", "sekme"),
        "kept_but_order": _kept(request, "sayfa", "order"),
        "asked_fields": [(name, value) for name, value in request.GET.items() if name in form.fields and value],
        "tab": tab,
        "asked": query.is_narrowed,
        "news": news,
        "changes": changes(user).filter(seen_at__isnull=True)[:CHANGES_HERE] if news and news.total else [],
        "may_write": university_may(user, UniversityAction.ANNOUNCE),
        "may_print": university_may(user, UniversityAction.PRINT_PAPERS),
    }
    template = "insurance/interns.html" + ("#intern-table" if wants_fragment(request) else "")
    return render(request, template, context)


@require_safe
@read_only
@career_center_only(_SEE)
def intern(request: HttpRequest, pk: int) -> HttpResponse:
    """One intern: what every feature has to say of the internship (intern_parts)."""
    placement = get_object_or_404(selectors.placements(user_of(request)), pk=pk)
    return intern_page(request, placement)


def intern_page(
    request: HttpRequest,
    placement: Placement,
    extra: Mapping[str, Mapping[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """One intern's page; ``extra`` brings a refused form back into its part, by template (status 422)."""
    context = {"placement": placement, "parts": parts_of(user_of(request), placement, extra)}
    return render(request, "insurance/intern.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(_SEE)
@read_only
def intern_columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list and its file have, and whether the daily digest comes."""
    user = user_of(request)
    settings = list_settings(user)
    initial = {"columns": [one.key for one in chosen(settings.columns)], "wants_digest": settings.wants_digest}
    form = ListSettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_list_settings(
            actor=user,
            columns=form.cleaned_data["columns"],
            wants_digest=form.cleaned_data["wants_digest"],
            known=KEYS,
        )
        messages.success(request, _("Liste ayarlarınız kaydedildi."))
        return redirect("insurance:interns")
    return render(request, "insurance/intern_columns.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@career_center_only(_SEE)
def interns_file(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as XLSX; a POST, because it is written down who took it."""
    user = user_of(request)
    form = InternFilterForm(request.POST, user=user)
    query = form.query(request.POST.get("sekme", "all"))
    kept = request.POST.copy()
    kept.pop("csrfmiddlewaretoken", None)
    try:
        content = take_interns(query=query, address=kept.urlencode(), actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:interns")
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@read_only
@career_center_only(_SEE)
def intern_changes(request: HttpRequest) -> HttpResponse:
    """Everything that changed on the list, newest first: what waits to be taken note of, or all of it."""
    user = user_of(request)
    everything = request.GET.get("hepsi") == "1"
    kind = request.GET.get("tur", "")
    rows = changes(user)
    if not everything:
        rows = rows.filter(seen_at__isnull=True)
    if kind in InternEvent.Kind.values:
        rows = rows.filter(kind=kind)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("sayfa")),
        "news": change_figures(user, list_settings(user)),
        "everything": everything,
        "kind": kind,
        "kinds": InternEvent.Kind.choices,
        "kept": _kept(request, "sayfa"),
    }
    return render(request, "insurance/intern_changes.html", context)


@require_POST
@career_center_only(_SEE)
def changes_seen(request: HttpRequest) -> HttpResponse:
    """«Gördüm» for one change, or for all up to the newest that stood on the page."""
    user = user_of(request)
    one, up_to = request.POST.get("degisiklik", ""), request.POST.get("kadar", "")
    if one.isascii() and one.isdigit() and len(one) < 18:
        number = acknowledge(actor=user, event_ids=[int(one)])
    elif up_to.isascii() and up_to.isdigit() and len(up_to) < 18:
        number = acknowledge(actor=user, up_to=int(up_to))
    else:
        number = 0
    note_visit(actor=user)
    if number:
        messages.success(request, _("%(number)d değişiklik görüldü olarak kaydedildi.") % {"number": number})
    else:
        messages.info(request, _("Bu değişikliği bu arada başka bir yetkili görmüş."))
    return redirect("insurance:intern-changes" if request.POST.get("geri") == "degisenler" else "insurance:interns")


@require_POST
@career_center_only(_SEE)
def list_visited(request: HttpRequest) -> HttpResponse:
    """The list was opened: asked for by htmx, so that «son ziyaretiniz» is right the next time."""
    note_visit(actor=user_of(request))
    return HttpResponse(status=204) if wants_fragment(request) else redirect("insurance:interns")


def _lines(user: User, page: Page[Any], columns: list[Column]) -> list[Line]:
    ids = list(page.object_list)
    answers, news, today = answers_of(ids), unseen_labels(ids), clock.page_now().date()
    rows = [InternRow(one, answers.get(one.pk, Answers()), today) for one in rows_of(user, ids)]
    return [
        Line(row, [(column, column.cell(row)) for column in columns], news.get(row.placement.pk, [])) for row in rows
    ]


def _head(column: Column, order: str) -> tuple[Column, str, str]:
    """A column's head: what its link sorts by, and how it is sorted now (for ``aria-sort``)."""
    if not column.order:
        return column, "", ""
    now = {column.order: "ascending", f"-{column.order}": "descending"}.get(order, "")
    return column, f"-{column.order}" if now == "ascending" else column.order, now


def _kept(request: HttpRequest, *dropped: str) -> str:
    """The address without what is written anew."""
    kept = request.GET.copy()
    for name in dropped:
        kept.pop(name, None)
    return kept.urlencode()
