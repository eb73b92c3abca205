"""«Staj takvimleri» of a career centre: which windows its students may choose from."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.forms.university_windows import CloseForm, WindowForm
from applications.models import InternshipWindow, Season
from applications.selectors import current_season
from applications.services.university_windows import (
    add_window,
    change_window,
    close_window,
    copy_windows,
    ends_preview,
    publish_windows,
    remove_window,
    reopen_window,
)
from applications.window_selectors import earlier_season, managed_university, rules_of
from applications.window_selectors import university_windows as windows_seen
from usp.accounts.history import Entry, history_of
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.templatetags.usp import tr_day
from usp.reference.models import University

HOME = "applications:university-windows"


def university_of(request: HttpRequest) -> University:
    """The university of the official who asks; one person works for one."""
    return running_memberships(user_of(request))[0].university


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def university_windows(request: HttpRequest) -> HttpResponse:
    """«Staj takvimleri»: each window with both ends, who chose it, and for managers a new one."""
    season, manages = current_season(), managed_university(user_of(request)) is not None
    form = WindowForm(request.POST if request.method == "POST" else None, initial={"working_days": 20})
    if request.method == "POST" and season is None:
        form.add_error(None, _("Şu anda yürürlükte bir dönem yok; takvim eklenemez."))
    elif request.method == "POST" and season is not None and form.is_valid():
        as_draft = "draft" in request.POST
        try:
            add_window(actor=user_of(request), season_id=season.pk, publish=not as_draft, **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error("starts_on", str(rule))
        else:
            text = _("Taslak kaydedildi.") if as_draft else _("Takvim yayımlandı; öğrencileriniz seçebilir.")
            messages.success(request, text)
            return redirect(HOME)
    return _listing(request, season, form, manages)


def _listing(request: HttpRequest, season: Season | None, form: WindowForm, manages: bool) -> HttpResponse:
    university = university_of(request)
    rows = windows_seen(user_of(request), university, season) if season else []
    context = {
        "programme": season,
        "university": university,
        "windows": rows,
        "drafts": [one for one in rows if one.window.state == "draft"],
        "rules": rules_of(university),
        "manages": manages,
        "form": form,
        "earlier": earlier_season(university, season) if season and manages else None,
        "history": _history(university, season) if season and manages else [],
    }
    return render(request, "applications/university_windows.html", context, status=422 if form.errors else 200)


def _history(university: University, season: Season) -> list[Entry]:
    return history_of(
        InternshipWindow,
        subject=lambda event: f"{tr_day(event.starts_on)} · {event.working_days} {_('iş günü')}",
        university=university.pk,
        season=season.pk,
        most=50,
    )


@require_safe
@career_center_only(UniversityAction.MANAGE)
@read_only
def window_ends(request: HttpRequest) -> HttpResponse:
    """What the start and length in the address mean: both ends, an overlap, or why not. Asked for while typing."""
    form = WindowForm(request.GET)
    university = university_of(request)
    row = ends_preview(university, **form.cleaned_data) if form.is_valid() else None
    context = {
        "row": row,
        "refusal": next(iter(form.errors.get("starts_on", [])), "") if request.GET.get("starts_on") else "",
        "rules": rules_of(university),
    }
    return render(request, "applications/parts/live_ends.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.MANAGE)
@read_only
def university_window(request: HttpRequest, pk: int) -> HttpResponse:
    """One window: other dates while nobody uses it, closing and removing."""
    window = get_object_or_404(InternshipWindow.objects.visible_to(user_of(request)), pk=pk)
    initial = {"starts_on": window.starts_on, "working_days": window.working_days}
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_window(actor=user_of(request), window_id=pk, **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error("starts_on", str(rule))
        else:
            messages.success(request, _("Takvim güncellendi."))
            return redirect(HOME)
    return _window_page(request, window, form, CloseForm())


def _window_page(
    request: HttpRequest, window: InternshipWindow, form: WindowForm, close_form: CloseForm
) -> HttpResponse:
    rows = windows_seen(user_of(request), window.university, window.season)
    context = {
        "seen": next((one for one in rows if one.window.pk == window.pk), None),
        "window": window,
        "rules": rules_of(window.university),
        "form": form,
        "close_form": close_form,
    }
    refused = bool(form.errors or close_form.errors)
    return render(request, "applications/university_window.html", context, status=422 if refused else 200)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def window_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a window out of new choices, with a reason that students read."""
    window = get_object_or_404(InternshipWindow.objects.visible_to(user_of(request)), pk=pk)
    close_form = CloseForm(request.POST)
    if close_form.is_valid():
        try:
            close_window(actor=user_of(request), window_id=pk, reason=close_form.cleaned_data["reason"])
        except RuleViolation as rule:
            close_form.add_error("reason", str(rule))
        else:
            messages.success(request, _("Takvim yeni seçime kapatıldı; seçmiş öğrencilere haber verildi."))
            return redirect(HOME)
    initial = {"starts_on": window.starts_on, "working_days": window.working_days}
    return _window_page(request, window, WindowForm(initial=initial), close_form)


def _done(request: HttpRequest, verb: Callable[[], object], text: str) -> HttpResponse:
    """Run a verb and say how it went on the list."""
    try:
        verb()
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, text)
    return redirect(HOME)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def window_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed window for choices again."""
    get_object_or_404(InternshipWindow.objects.visible_to(user_of(request)), pk=pk)
    return _done(
        request, lambda: reopen_window(actor=user_of(request), window_id=pk), _("Takvim yeniden seçime açıldı.")
    )


@require_POST
@career_center_only(UniversityAction.MANAGE)
def window_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a window that nobody uses."""
    get_object_or_404(InternshipWindow.objects.visible_to(user_of(request)), pk=pk)
    return _done(request, lambda: remove_window(actor=user_of(request), window_id=pk), _("Takvim silindi."))


@require_POST
@career_center_only(UniversityAction.MANAGE)
def windows_publish(request: HttpRequest) -> HttpResponse:
    """Publish the drafts that were sent."""
    ids = [int(one) for one in request.POST.getlist("window") if one.isdecimal()]
    return _done(
        request,
        lambda: publish_windows(actor=user_of(request), window_ids=ids),
        _("Takvimler yayımlandı; öğrencileriniz seçebilir."),
    )


@require_POST
@career_center_only(UniversityAction.MANAGE)
def windows_copy(request: HttpRequest) -> HttpResponse:
    """Bring the windows of the latest earlier season as drafts."""
    season, university = current_season(), managed_university(user_of(request))
    earlier = earlier_season(university, season) if season and university else None
    if season is None or earlier is None:
        messages.error(request, _("Kopyalanacak önceki bir dönem yok."))
        return redirect(HOME)
    try:
        made = copy_windows(actor=user_of(request), from_season_id=earlier.pk, to_season_id=season.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        text = ngettext(
            "%(number)d takvim taslak olarak geldi. Tarihleri denetleyip yayımlayın.",
            "%(number)d takvim taslak olarak geldi. Tarihleri denetleyip yayımlayın.",
            made,
        )
        messages.success(request, text % {"number": made})
    return redirect(HOME)
