"""«Bilgilerim»: the contact data that notices and employers use, changed by a code on the same screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications.contact import PendingCode, contact_rows, edevlet_contact, pending_code
from applications.forms.contact import CodeForm, ContactForm
from applications.selectors import current_season, live_application
from applications.services.contact import return_to_edevlet
from applications.states import UNFINISHED
from usp.accounts.models import ContactChannel
from usp.accounts.policies import student_only, user_of
from usp.accounts.services.contact import confirm_contact, request_contact_code
from usp.accounts.services.contact_values import clean_contact, readable_contact
from usp.core.errors import RuleViolation
from usp.core.http import read_only

get_only = require_http_methods(["GET", "HEAD"])
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_only
@student_only
@read_only
def contact(request: HttpRequest) -> HttpResponse:
    """«Bilgilerim»: both contacts with their buttons, and the ways to preferences, looks and one's own data."""
    user = user_of(request)
    edevlet = edevlet_contact(user.student)
    application = live_application(user, current_season())
    context = {
        "rows": contact_rows(user.student, edevlet),
        "edevlet": edevlet,
        "can_refresh": application is not None and application.state in UNFINISHED,
    }
    return render(request, "applications/contact.html", context)


@get_or_post
@never_cache
@student_only
@read_only
def contact_email(request: HttpRequest) -> HttpResponse:
    """«E-posta Adresi Güncelle»."""
    return _change(request, ContactChannel.EMAIL)


@get_or_post
@never_cache
@student_only
@read_only
def contact_phone(request: HttpRequest) -> HttpResponse:
    """«İletişim Numarası Güncelle»."""
    return _change(request, ContactChannel.PHONE)


@require_POST
@student_only
def contact_edevlet(request: HttpRequest) -> HttpResponse:
    """«e-Devlet’teki bilgiye dön» of one channel."""
    channel = request.POST.get("channel", "")
    if channel not in ContactChannel.values:
        raise Http404
    try:
        return_to_edevlet(actor=user_of(request), channel=ContactChannel(channel))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("e-Devlet’teki iletişim bilginiz kullanılıyor."))
    return redirect("applications:contact")


def _change(request: HttpRequest, channel: ContactChannel) -> HttpResponse:
    if request.method == "POST" and request.POST.get("action") == "confirm":
        return _confirm(request, channel)
    if request.method == "POST":
        return _send(request, channel)
    return _page(request, channel)


def _send(request: HttpRequest, channel: ContactChannel) -> HttpResponse:
    """Ask for a code; a second click on the same request leads to the page of the first."""
    form = ContactForm(request.POST, channel=channel)
    if not form.is_valid():
        return _page(request, channel, contact_form=form)
    try:
        code = request_contact_code(actor=user_of(request), channel=channel, value=form.cleaned_data["value"])
    except RuleViolation as rule:
        if rule.code == "too_soon" and _is_on_its_way(request, channel, form.cleaned_data["value"]):
            messages.info(request, _("Kod az önce gönderildi. %(wait)s") % {"wait": rule})
            return redirect(f"applications:contact-{channel}")
        form.add_error(None if rule.code == "not_sent" else "value", str(rule))
        return _page(request, channel, contact_form=form)
    if code.unsure:
        messages.warning(
            request, _("Kısa mesajın gidip gitmediği bilinmiyor. Kod gelirse yazın, gelmezse yenisini isteyin.")
        )
    return redirect(f"applications:contact-{channel}")


def _is_on_its_way(request: HttpRequest, channel: ContactChannel, typed: str) -> bool:
    """Whether the last code went to the very contact that is asked for again: a double click, a second tab."""
    pending = pending_code(user_of(request).student, channel)
    return pending is not None and pending.may_arrive and pending.code.value == clean_contact(channel, typed)


def _confirm(request: HttpRequest, channel: ContactChannel) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, channel, code_form=form)
    data = form.cleaned_data
    try:
        student = confirm_contact(actor=user_of(request), code_id=data["request_no"], digits=data["code"])
    except RuleViolation as rule:
        form.add_error("code", str(rule))
        return _page(request, channel, code_form=form)
    value = readable_contact(channel, str(getattr(student, f"contact_{channel}")))
    messages.success(
        request, _("Doğrulandı. Bildirimler ve işverenler size artık buradan ulaşır: %(value)s") % {"value": value}
    )
    return redirect("applications:contact")


def _page(
    request: HttpRequest,
    channel: ContactChannel,
    *,
    contact_form: ContactForm | None = None,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    student = user_of(request).student
    pending = pending_code(student, channel)
    refused = bool((contact_form and contact_form.errors) or (code_form and code_form.errors))
    context: dict[str, Any] = {
        "row": contact_rows(student, None)[list(ContactChannel).index(channel)],
        "channel": channel,
        "pending": pending,
        "contact_form": contact_form or ContactForm(initial=_typed(pending), channel=channel),
        "code_form": code_form or CodeForm(initial={"request_no": pending.code.pk} if pending else {}),
        "change_open": pending is None or not pending.is_live or bool(contact_form and contact_form.errors),
    }
    return render(request, "applications/contact_change.html", context, status=422 if refused else 200)


def _typed(pending: PendingCode | None) -> dict[str, str]:
    return {"value": pending.typed} if pending else {}
