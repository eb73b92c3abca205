"""Announcements: what concerns the reader, the archive, and writing one's own."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts.history import history_of
from usp.accounts.policies import user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import public
from usp.guidance import selectors
from usp.guidance.forms.announcements import AnnouncementForm
from usp.guidance.models import Announcement
from usp.guidance.policies import announcer, may_announce
from usp.guidance.services.announcements import announce, change_announcement, withdraw_announcement

PAGE = 20


@public
@require_safe
@read_only
def announcements(request: HttpRequest) -> HttpResponse:
    """«Duyurular»: what is announced to this reader now, or (``?arsiv=1``) what was announced before."""
    archive = request.GET.get("arsiv") == "1"
    rows = selectors.readable_announcements(request.user, archive=archive)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("sayfa")),
        "archive": archive,
        "may_announce": request.user.is_authenticated and may_announce(user_of(request)),
    }
    return render(request, "guidance/announcements.html", context)


@public
@require_safe
@read_only
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement in full; an ended one says so, a withdrawn one is gone for its readers."""
    found = get_object_or_404(selectors.any_readable_announcement(request.user), pk=pk)
    mine = request.user.is_authenticated and may_announce(user_of(request))
    context = {
        "announcement": found,
        "ended": found.shows_until is not None and found.shows_until <= clock.page_now(),
        "may_change": mine and Announcement.objects.editable_by(user_of(request)).filter(pk=pk).exists(),
    }
    return render(request, "guidance/announcement.html", context)


@require_safe
@read_only
@announcer
def own_announcements(request: HttpRequest) -> HttpResponse:
    """Everything the user may change, with its state; the newest first."""
    rows = selectors.editable_announcements(user_of(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("sayfa"))
    return render(request, "guidance/own_announcements.html", {"page": page, "now": clock.page_now()})


@require_http_methods(["GET", "HEAD", "POST"])
@announcer
@read_only
def announcement_new(request: HttpRequest) -> HttpResponse:
    """Write an announcement."""
    form = AnnouncementForm(_posted(request), user=user_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            announce(actor=user_of(request), wording=form.wording())
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Duyurunuz kaydedildi."))
            return redirect("guidance:own-announcements")
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@announcer
@read_only
def announcement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an announcement of one's own; the history below keeps what it said before."""
    user = user_of(request)
    found = get_object_or_404(Announcement.objects.editable_by(user), pk=pk, withdrawn_at__isnull=True)
    form = AnnouncementForm(_posted(request), user=user, announcement=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_announcement(
                actor=user,
                announcement_id=pk,
                version=form.cleaned_data["version"] or 0,
                wording=form.wording(),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Duyurunun yeni hâli kaydedildi."))
            return redirect("guidance:own-announcements")
    return _form_page(request, form, found)


@require_POST
@announcer
def announcement_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop showing an announcement."""
    found = get_object_or_404(Announcement.objects.editable_by(user_of(request)), pk=pk)
    withdraw_announcement(actor=user_of(request), announcement_id=found.pk)
    messages.success(request, _("Duyuru geri çekildi; artık kimseye gösterilmiyor."))
    return redirect("guidance:own-announcements")


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form as well."""
    return request.POST if request.method == "POST" else None


def _form_page(request: HttpRequest, form: AnnouncementForm, found: Announcement | None) -> HttpResponse:
    history = history_of(Announcement, subject=lambda event: event.title, pgh_obj=found.pk) if found else []
    status = 422 if form.is_bound else 200
    context = {"form": form, "announcement": found, "history": history}
    return render(request, "guidance/announcement_form.html", context, status=status)
