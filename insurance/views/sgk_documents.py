"""SGK's entry documents: sent in, matched, shared."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insurance.forms.sgk import DocumentsForm
from insurance.models import EntryDocumentBatch
from insurance.selectors import sgk_documents as selectors
from insurance.services.sgk_documents import match_by_hand, read_documents, receive_documents, share_documents
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_documents(request: HttpRequest) -> HttpResponse:
    """Send entry documents in; the earlier sendings."""
    user = user_of(request)
    form = DocumentsForm(request.POST, request.FILES) if request.method == "POST" else DocumentsForm()
    if form.is_valid():
        try:
            batch = receive_documents(actor=user, files=form.cleaned_data["documents"])
        except RuleViolation as rule:
            form.add_error("documents", str(rule))
        else:
            return redirect("insurance:sgk-batch", batch.pk)
    context = {"form": form, "batches": selectors.batches_with_counts(user, SHOWN)}
    return render(request, "insurance/sgk_documents.html", context, status=422 if form.errors else 200)


@require_safe
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One sending: what is matched, what is not, what was refused. While it is read the page asks again by itself."""
    user = user_of(request)
    batch = get_object_or_404(selectors.batches_in_scope(user), pk=pk)
    view = selectors.view_of(batch)
    context: dict[str, Any] = {"view": view, "batch": batch}
    if wants_fragment(request):
        if view.unread:
            return render(request, "insurance/_sgk_reading.html", context)
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    context["choices"] = selectors.choices_for(user, view.open) if view.open else []
    return render(request, "insurance/sgk_batch.html", context)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_batch_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read some documents now: no worker is at hand, or it was stopped."""
    batch = get_object_or_404(selectors.batches_in_scope(user_of(request)), pk=pk)
    read_documents(batch_id=batch.pk)
    return redirect("insurance:sgk-batch", batch.pk)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_batch_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Give documents to people by hand, or take a match back; each row for itself."""
    user = user_of(request)
    batch = get_object_or_404(selectors.batches_in_scope(user), pk=pk)
    matched = 0
    for name in request.POST:
        value = request.POST.get(name, "")
        number = name.removeprefix("belge-")
        if number == name or not number.isdigit() or not (value == "yok" or value.isdigit()):
            continue
        document = get_object_or_404(batch.documents, pk=int(number))
        try:
            match_by_hand(actor=user, document_id=document.pk, case_id=None if value == "yok" else int(value))
        except RuleViolation as rule:
            messages.error(request, f"{document.name}: {rule}")
        else:
            matched += 1
    if matched:
        messages.success(request, _("Eşleşmeler güncellendi."))
    return redirect("insurance:sgk-batch", batch.pk)


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def sgk_batch_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the chosen documents with students and employers."""
    user = user_of(request)
    batch: EntryDocumentBatch = get_object_or_404(selectors.batches_in_scope(user), pk=pk)
    chosen = [int(text) for text in request.POST.getlist("document") if text.isascii() and text.isdigit()]
    if not chosen:
        messages.error(request, _("Paylaşılacak en az bir belge seçin."))
        return redirect("insurance:sgk-batch", batch.pk)
    shared = share_documents(actor=user, batch=batch, document_ids=chosen)
    text = ngettext(
        "%(number)d giriş belgesi öğrenci ve işverenle paylaşıldı.",
        "%(number)d giriş belgesi öğrenci ve işverenle paylaşıldı.",
        shared.number,
    )
    if shared.number:
        messages.success(request, text % {"number": shared.number})
    for name, said in shared.failed[:20]:
        messages.error(request, f"{name}: {said}")
    return redirect("insurance:sgk-batch", batch.pk)
