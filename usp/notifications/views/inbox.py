"""The inbox: read, open, mark, choose."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from usp.accounts.policies import signed_in, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.notifications import selectors
from usp.notifications.models import Notification
from usp.notifications.services import inbox as verbs


@require_GET
@signed_in
@read_only
def inbox(request: HttpRequest) -> HttpResponse:
    """The user's notices by day, newest first."""
    user = user_of(request)
    cursor = request.GET.get("sonra", "")
    page = selectors.inbox_page(user, cursor)
    context = {
        "page": page,
        "unread": selectors.unread_count(user),
        "newest_url": reverse("notifications:inbox") if cursor else "",
        "older_url": f"?{urlencode({'sonra': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "notifications/inbox.html", context)


@require_GET
@signed_in
@read_only
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, asked for once a minute by htmx."""
    return render(request, "notifications/_bell.html", {"unread_count": selectors.unread_count(user_of(request))})


@require_POST
@signed_in
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads. Somebody else's is a 404."""
    user = user_of(request)
    notice = get_object_or_404(Notification.objects.visible_to(user), pk=pk)
    verbs.mark_read(actor=user, notification=notice)
    if notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None):
        return redirect(notice.link)
    return redirect("notifications:inbox")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = verbs.mark_all_read(actor=user_of(request))
    text = ngettext("%d bildirim okundu olarak işaretlendi.", "%d bildirim okundu olarak işaretlendi.", count)
    messages.success(request, text % count)
    return redirect("notifications:inbox")


@require_http_methods(["GET", "POST"])
@signed_in
@read_only
def choices(request: HttpRequest) -> HttpResponse:
    """Which e-mails and SMS the user wants; the mandatory ones are shown as such."""
    user = user_of(request)
    if request.method == "POST":
        try:
            verbs.choose_channels(actor=user, wanted=request.POST.getlist("istenen"))
        except RuleViolation as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Bildirim tercihleriniz kaydedildi."))
        return redirect("notifications:choices")
    rows = selectors.kind_choices(user)
    context = {
        "chosen": [row for row in rows if not row.mandatory],
        "locked": [row for row in rows if row.mandatory],
        "back_url": reverse("applications:contact" if user.is_student else "notifications:inbox"),
    }
    return render(request, "notifications/choices.html", context)
