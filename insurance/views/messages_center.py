"""Messages to interns: written from a template, looked at for one intern, sent to many."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insurance.forms import InternFilterForm, MessageForm, TemplateForm
from insurance.message_text import PLACES, filled
from insurance.models import MessageTemplate
from insurance.selectors.interns import found
from insurance.selectors.messages import sent_messages, templates_of
from insurance.services.messages import MOST, delete_template, reachable, save_template, send_message
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.ordering import turkish_order

_WRITE = UniversityAction.ANNOUNCE
_PAGE = 50
_OVER = (PlacementState.CANCELLED, PlacementState.ABANDONED)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(_WRITE)
@read_only
def message_new(request: HttpRequest) -> HttpResponse:
    """Write to the interns that were ticked on the list, or to all that its filters leave."""
    user = user_of(request)
    address = request.POST.get("liste", "")[:4000] if request.method == "POST" else _without(request, "sablon")
    ids = _recipients(user, QueryDict(address))
    template = _template(user, request.GET.get("sablon", ""))
    initial = {"subject": template.subject, "text": template.text} if template else {}
    form = MessageForm(request.POST if request.method == "POST" else None, initial=initial)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "gonder" not in request.POST:
            preview = _preview(ids, form.cleaned_data["subject"], form.cleaned_data["text"])
        elif _sent(request, form, ids):
            return redirect("insurance:messages")
    context = {
        "form": form,
        "preview": preview,
        "number": len(ids),
        "most": MOST,
        "address": address,
        "asked_fields": [(name, one) for name, many in QueryDict(address).lists() for one in many],
        "templates": templates_of(user),
        "template": template,
        "places": [(f"{{{name}}}", label) for name, (label, _value) in PLACES.items()],
    }
    return render(request, "insurance/message_new.html", context, status=422 if form.errors else 200)


@require_safe
@read_only
@career_center_only(_WRITE)
def sent_list(request: HttpRequest) -> HttpResponse:
    """What was sent, by whom, to how many."""
    page = Paginator(sent_messages(user_of(request)), _PAGE).get_page(request.GET.get("sayfa"))
    return render(request, "insurance/messages.html", {"page": page})


@require_safe
@read_only
@career_center_only(_WRITE)
def sent_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with those of the official's units who received it."""
    user = user_of(request)
    message = get_object_or_404(sent_messages(user), pk=pk)
    received = (
        reachable(user)
        .filter(messages=message)
        .select_related("student__user", "department", "application", "offer")
        .order_by(turkish_order("student__first_name", "student__last_name"), "pk")
    )
    page = Paginator(received, _PAGE).get_page(request.GET.get("sayfa"))
    return render(request, "insurance/message.html", {"message": message, "page": page})


@require_safe
@read_only
@career_center_only(_WRITE)
def message_templates(request: HttpRequest) -> HttpResponse:
    """The university's texts."""
    return render(request, "insurance/message_templates.html", {"templates": templates_of(user_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(_WRITE)
@read_only
def message_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new text, or one that is changed."""
    user = user_of(request)
    template = get_object_or_404(templates_of(user), pk=pk) if pk is not None else None
    form = TemplateForm(request.POST if request.method == "POST" else None, template=template)
    if request.method == "POST" and form.is_valid():
        try:
            save_template(actor=user, template_id=pk, **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error("name", str(rule))
        else:
            messages.success(request, _("Şablon kaydedildi."))
            return redirect("insurance:message-templates")
    context = {
        "form": form,
        "template": template,
        "places": [(f"{{{name}}}", label) for name, (label, _value) in PLACES.items()],
    }
    return render(request, "insurance/message_template.html", context, status=422 if form.errors else 200)


@require_POST
@career_center_only(_WRITE)
def message_template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a text."""
    get_object_or_404(templates_of(user_of(request)), pk=pk)
    delete_template(actor=user_of(request), template_id=pk)
    messages.success(request, _("Şablon silindi."))
    return redirect("insurance:message-templates")


def _recipients(user: User, asked: QueryDict) -> list[int]:
    """The ticked ones; without ticks everybody whom the filters leave and whose internship still stands."""
    ticked = [int(one) for one in asked.getlist("secili") if one.isascii() and one.isdigit() and len(one) < 18]
    mine = reachable(user)
    if ticked:
        return list(mine.filter(pk__in=ticked).order_by("pk").values_list("pk", flat=True))
    query = InternFilterForm(asked, user=user).query(asked.get("sekme", "all"))
    rows = found(user, query).filter(pk__in=mine.values("pk")).order_by("pk")
    if query.tab != "cancelled":
        rows = rows.exclude(state__in=_OVER)
    return list(rows.values_list("pk", flat=True)[: MOST + 1])


def _sent(request: HttpRequest, form: MessageForm, ids: list[int]) -> bool:
    """Call the verb; its refusals become the form's errors, so that what was typed stays."""
    try:
        message = send_message(placement_ids=ids, actor=user_of(request), **form.cleaned_data)
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    number = message.placements.count()
    messages.success(request, _("Mesajınız %(number)d stajyere gönderildi.") % {"number": number})
    return True


def _preview(ids: list[int], subject: str, text: str) -> dict[str, str] | None:
    """The message as the first of them will read it."""
    first = (
        Placement.objects.filter(pk__in=ids[:1])
        .select_related("student__user", "offer", "department__unit", "application", "insurance_case")
        .first()
    )
    if first is None:
        return None
    return {"name": str(first.student), "subject": filled(subject, first), "text": filled(text, first)}


def _template(user: User, wanted: str) -> MessageTemplate | None:
    is_id = wanted.isascii() and wanted.isdigit() and len(wanted) < 18
    return templates_of(user).filter(pk=int(wanted)).first() if is_id else None


def _without(request: HttpRequest, name: str) -> str:
    kept = request.GET.copy()
    kept.pop(name, None)
    return kept.urlencode()
