"""«Toplu baskı»: choose papers for the interns of the list, watch them being made, take the file."""

from typing import cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from insurance.forms.batches import BatchForm
from insurance.forms.interns import InternFilterForm
from insurance.models import PaperBatch
from insurance.selectors.interns import found
from insurance.services.batches import MOST, OPEN_STATES, ask_batch
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.core.ordering import turkish_order

_PRINT = UniversityAction.PRINT_PAPERS
SHOWN = 20
_OVER = (PlacementState.CANCELLED, PlacementState.ABANDONED)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(_PRINT)
@read_only
def batch_new(request: HttpRequest) -> HttpResponse:
    """Papers for the interns that were ticked on the list, or for all that its filters leave."""
    user = user_of(request)
    address = request.POST.get("liste", "")[:20000] if request.method == "POST" else request.GET.urlencode()
    ids = _chosen(user, QueryDict(address))
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = ask_batch(placement_ids=ids, kinds=data["kinds"], shape=data["shape"], actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            return redirect("insurance:batch", batch.pk)
    context = {"form": form, "number": len(ids), "address": address, "most": MOST}
    return render(request, "insurance/batch_new.html", context, status=422 if form.errors else 200)


def _chosen(user: User, asked: QueryDict) -> list[int]:
    """The ticked interns, or everybody whom the filters leave and whose internship stands; in the official's units."""
    scope = Placement.objects.of_university(*university_scope(user, _PRINT)).filter(kind=Kind.INTERNSHIP)
    ticked = [int(one) for one in asked.getlist("secili") if one.isdecimal() and len(one) < 10]
    if ticked:
        return list(
            scope.filter(pk__in=ticked)
            .order_by(turkish_order("student__first_name", "student__last_name"), "pk")
            .values_list("pk", flat=True)
        )
    query = InternFilterForm(asked, user=user).query(asked.get("sekme", "all"))
    inside = set(scope.exclude(state__in=_OVER).values_list("pk", flat=True))
    return [pk for pk in found(user, query).values_list("pk", flat=True) if pk in inside]


def _mine(user: User) -> "QuerySet[PaperBatch]":
    """The official's own batches: units differ from person to person, so nobody opens another's."""
    return PaperBatch.objects.filter(asked_by=user).annotate(
        made=Count("items", filter=Q(items__document__isnull=False)),
        failed=Count("items", filter=~Q(items__failure="")),
    )


@require_safe
@career_center_only(_PRINT)
@read_only
def batches(request: HttpRequest) -> HttpResponse:
    """What was asked for lately."""
    return render(request, "insurance/batches.html", {"rows": _mine(user_of(request))[:SHOWN]})


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@career_center_only(_PRINT)
@read_only
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one batch is, what could not be made and why, and the file."""
    row = get_object_or_404(_mine(user_of(request)), pk=pk)
    context = {
        "batch": row,
        "is_running": row.state in OPEN_STATES,
        "done": row.items.exclude(document__isnull=True, failure="").count(),
        "failures": row.items.exclude(failure="").select_related("placement__student__user")[:200],
    }
    template = "insurance/batch.html" + ("#state" if wants_fragment(request) else "")
    return render(request, template, context)


@require_safe
@never_cache
@career_center_only(_PRINT)
@read_only
def batch_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, for whoever asked, until its days are over."""
    row = get_object_or_404(_mine(user_of(request)), pk=pk)
    if not row.result:
        raise Http404
    try:
        content = default_storage.open(str(row.result.name))
    except OSError:
        messages.error(request, _("Dosya artık yok. Aynı belgeleri yeniden isteyebilirsiniz; hazır olanlar beklemez."))
        return redirect("insurance:batch", pk)
    name = _("Toplu baskı %(number)s") % {"number": row.pk}
    response = FileResponse(content, as_attachment=True, filename=f"{name}.{row.shape}")
    return cast(HttpResponse, response)  # a streamed answer: Django's two classes have only their base in common
