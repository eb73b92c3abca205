"""Saved searches: the list, saving, names, news."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.models import PoolEntry
from offers.asking import Asker, asker_of
from offers.facets import chips
from offers.forms.pool import PoolFilterForm, language_names
from offers.forms.searches import SearchNameForm
from offers.models import SavedSearch
from offers.services import searches
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def saved(request: HttpRequest) -> HttpResponse:
    """/havuz/aramalar/: the employer's searches; a POST keeps the one whose address it carries."""
    asker = asker_of(user_of(request))
    form = SearchNameForm(request.POST if request.method == "POST" else None, initial={"sorgu": _asked(request)})
    if request.method == "POST" and form.is_valid() and asker.opened:
        try:
            searches.save_search(
                season=asker.opened,
                name=form.cleaned_data["name"],
                query=searches.kept_query(form.cleaned_data["sorgu"]),
                actor=user_of(request),
            )
        except RuleViolation as rule:
            form.add_error("name", str(rule))
        else:
            messages.success(request, _("Arama kaydedildi. Yeni adaylar her sabah bir kez sayılır."))
            return redirect("offers:saved-searches")
    query = str(form["sorgu"].value() or "")
    context = {
        "asker": asker,
        "rows": _rows(asker),
        "form": form,
        "query": query,
        "words": _words(asker, [query]).get(query, []),
        "asks": bool(query) or form.is_bound,
    }
    return render(request, "offers/pool/saved.html", context, status=422 if form.errors else 200)


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a search another name."""
    _own_or_404(request, pk)
    form = SearchNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Arama için en çok 80 karakterlik bir ad yazın."))
        return redirect("offers:saved-searches")
    try:
        searches.rename_search(search_id=pk, name=form.cleaned_data["name"], actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Aramanın adı değişti."))
    return redirect("offers:saved-searches")


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a search."""
    found = _own_or_404(request, pk)
    searches.delete_search(search_id=pk, actor=user_of(request))
    messages.success(request, _("«%(name)s» araması silindi.") % {"name": found.name})
    return redirect("offers:saved-searches")


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the new ones; that they were looked at is noted."""
    _own_or_404(request, pk)
    found = searches.look_at_news(search_id=pk, actor=user_of(request))
    query = QueryDict(found.query, mutable=True)
    query["yeni"] = str(found.pk)
    return redirect(reverse("offers:pool") + "?" + query.urlencode())


def _asked(request: HttpRequest) -> str:
    return searches.kept_query(request.GET.urlencode())


def _own_or_404(request: HttpRequest, pk: int) -> SavedSearch:
    asker = asker_of(user_of(request))
    found = SavedSearch.objects.filter(pk=pk, employer=asker.employer, season=asker.season).first()
    if found is None:
        raise Http404
    return found


def _rows(asker: Asker) -> list[tuple[SavedSearch, list[str]]]:
    found = list(SavedSearch.objects.filter(employer=asker.employer, season=asker.season))
    words = _words(asker, [one.query for one in found])
    return [(one, words[one.query]) for one in found]


def _words(asker: Asker, queries: list[str]) -> dict[str, list[str]]:
    """What each address asks, in words. The names of all of them come by two queries, and the districts by one each."""
    forms = {query: PoolFilterForm(QueryDict(query), asker=asker) for query in queries}
    codes = {code for form in forms.values() for code in form.query.groups}
    entries = PoolEntry.objects.filter(season=asker.season, group_code__in=codes).order_by("group_code")
    groups = dict(entries.values_list("group_code", "group_name").distinct("group_code")) if codes else {}
    numbers = [language for form in forms.values() for language, _level in form.query.languages]
    languages = language_names(numbers) if numbers else {}
    names = {"bolum": groups, "dil": {str(number): name for number, name in languages.items()}}
    return {query: [chip.label for chip in chips(asker, form, names)] for query, form in forms.items()}
