"""The verification desk: queue, one declaration beside its document, many at once, progress."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from applications.declaration_states import DeclarationState
from applications.forms.desk import APPROVE, BulkForm, QueueForm, VerdictForm
from applications.models import Declaration, DeclarationClaim
from applications.selectors import current_season
from applications.services.verifying import (
    MOST_AT_ONCE,
    claim_declaration,
    decide,
    decide_many,
    release_declaration,
)
from applications.verification import scope, selectors
from applications.verification.selectors import Wanted
from usp.accounts.models import User
from usp.accounts.policies import user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.core.policies import policy

PAGE = 50
desk_only = policy("desk", lambda request: scope.has_desk(user_of(request)))


def _wanted(request: HttpRequest, user: User) -> tuple[QueueForm, Wanted]:
    form = QueueForm(request.GET, user=user)
    appeals = request.GET.get("sekme") == "itiraz" if scope.may_decide(user) else True
    return form, form.wanted(appeals=appeals and scope.may_review(user))


@require_safe
@read_only
@vary_on_headers("HX-Request")
@desk_only
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first, and whether it will be done in time."""
    user, season = user_of(request), current_season()
    form, wanted = _wanted(request, user)
    page = Paginator(selectors.queue(user, wanted), PAGE).get_page(request.GET.get("sayfa"))
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": [(row, selectors.holder(getattr(row, "claim", None), user)) for row in page.object_list],
        "pace": selectors.pace(user, season) if season else None,
        "may_decide": scope.may_decide(user),
        "may_review": scope.may_review(user),
    }
    template = "applications/desk/queue.html" + ("#queue" if wants_fragment(request) else "")
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@read_only
@desk_only
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One declaration beside its document. Opening takes it; a verdict leads to the next one."""
    user = user_of(request)
    _form, wanted = _wanted(request, user)
    declaration = get_object_or_404(selectors.with_facts(scope.desk(user)), pk=pk)
    form = VerdictForm()
    if request.method == "POST":
        answer = _act(request, user, declaration, wanted)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    return _page(request, user, declaration, wanted, form)


def _act(request: HttpRequest, user: User, declaration: Declaration, wanted: Wanted) -> HttpResponse | VerdictForm:
    """Do what the button says; answers the way on, or the form with what was wrong."""
    here = _address(declaration.pk, wanted)
    command = request.POST.get("command", "")
    if command in ("open", "take-over"):
        claim_declaration(actor=user, declaration_id=declaration.pk, take_over=command == "take-over")
        return redirect(here)
    if command == "skip":
        release_declaration(actor=user, declaration_id=declaration.pk)
        return _go_on(user, declaration, wanted)
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            decide(actor=user, declaration_id=declaration.pk, verdict=form.verdict())
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            done = _("Onaylandı") if form.cleaned_data["action"] == APPROVE else _("Reddedildi")
            messages.success(request, f"{done}: {declaration.application.student} – {declaration}")
            return _go_on(user, declaration, wanted)
    return form


def _go_on(user: User, done: Declaration, wanted: Wanted) -> HttpResponse:
    """Open the next one in the queue, or go back to the empty queue."""
    upcoming = selectors.following(user, wanted, done)
    if upcoming is None:
        return redirect(reverse("applications:desk") + (f"?{wanted.query}" if wanted.query else ""))
    claim_declaration(actor=user, declaration_id=upcoming.pk)
    return redirect(_address(upcoming.pk, wanted))


def _address(pk: int, wanted: Wanted) -> str:
    return reverse("applications:desk-item", args=[pk]) + (f"?{wanted.query}" if wanted.query else "")


def _page(
    request: HttpRequest, user: User, declaration: Declaration, wanted: Wanted, form: VerdictForm
) -> HttpResponse:
    claim = DeclarationClaim.objects.select_related("user").filter(declaration=declaration).first()
    waits = declaration.state in (DeclarationState.PENDING, DeclarationState.APPEALED)
    second = declaration.state == DeclarationState.APPEALED
    mine = scope.appeals(user) if second else scope.first_round(user)
    context = {
        "declaration": declaration,
        "application": declaration.application,
        "others": selectors.beside(declaration),
        "decisions": declaration.decisions.select_related("by", "reason"),
        "waits": waits,
        "second": second,
        "mine": waits and mine.filter(pk=declaration.pk).exclude(decisions__by=user).exists(),
        "holder": selectors.holder(claim, user),
        "claimed": claim is not None and claim.user_id == user.pk,
        "form": form,
        "wanted": wanted,
        "left": selectors.queue(user, wanted).count(),
    }
    return render(request, "applications/desk/item.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@read_only
@desk_only
def bulk(request: HttpRequest) -> HttpResponse:
    """Groups that one record proves; and one group with everybody in it, to approve or reject together."""
    user = user_of(request)
    if not scope.may_decide(user):
        raise Http404
    kind, issuer, title = (request.GET.get(name, "") for name in ("tur", "kurum", "baslik"))
    if not (kind.isascii() and kind.isdecimal() and len(kind) < 10 and issuer):
        return render(request, "applications/desk/groups.html", {"groups": selectors.groups(user, Wanted())})
    members = selectors.group_members(user, kind=int(kind), issuer=issuer, title=title, limit=MOST_AT_ONCE)
    form = BulkForm(request.POST if request.method == "POST" else None, members=members)
    if request.method == "POST" and form.is_valid():
        _decide_group(request, user, form)
        return redirect(request.get_full_path())
    chosen = request.POST.getlist("chosen") if request.method == "POST" else [str(member.pk) for member in members]
    context = {
        "members": [(member, str(member.pk) in chosen) for member in members],
        "form": form,
        "issuer": issuer,
        "title": title,
        "page_url": request.get_full_path(),
    }
    return render(request, "applications/desk/group.html", context, status=422 if form.errors else 200)


def _decide_group(request: HttpRequest, user: User, form: BulkForm) -> None:
    chosen = [declaration.pk for declaration in form.cleaned_data["chosen"]]
    try:
        done, refused = decide_many(actor=user, declaration_ids=chosen, verdict=form.verdict())
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return
    text = ngettext("%d beyan karara bağlandı.", "%d beyan karara bağlandı.", len(done))
    messages.success(request, text % len(done))
    for declaration, sentence in refused:
        messages.warning(request, f"{declaration.application.student}: {sentence}")


@require_safe
@read_only
@desk_only
def progress(request: HttpRequest) -> HttpResponse:
    """Unit by unit: how much is decided, how old the rest is, and what a day must bring."""
    user, season = user_of(request), current_season()
    context = {"units": selectors.progress(user), "pace": selectors.pace(user, season) if season else None}
    return render(request, "applications/desk/progress.html", context)
