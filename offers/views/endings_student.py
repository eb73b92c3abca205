"""What a student does after the final approval: cancel, hand in, answer a note, evaluate."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers import endings_rules as rules
from offers.documents import CANCELLATION, HANDED_IN
from offers.forms.endings import AppealForm, CancellationForm, HandInForm, ReplyForm, ReviewForm
from offers.selectors.endings import AskedDocument, StudentAfter, after_for_student
from offers.services.cancelling import request_cancellation, take_back_cancellation
from offers.services.conduct import appeal_note, reply_to_note
from offers.services.handing_in import hand_in_document
from offers.services.reviewing import review_workplace
from usp.accounts.policies import student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.models import Upload
from usp.documents.services.uploads import store_upload


@require_safe
@student_only
@read_only
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """One placement of one's own: where it stands, what is owed, what can be done."""
    after = _after_or_404(request, pk)
    return render(request, "offers/endings/student.html", {"after": after})


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a cancellation, after reading what happens then."""
    after = _after_or_404(request, pk)
    asked = after.placement.application.season.cancel_ground
    form = CancellationForm(*_sent(request), asked=asked)
    if request.method == "POST":
        if form.is_valid():
            done = _try(form, lambda: _ask(request, after, form))
            if done:
                messages.success(request, _("İptal isteğiniz işverene ve üniversitenize iletildi."))
                return redirect("offers:my-placement", pk)
        _remind_of_file(request, form)
    elif not after.may_ask:
        return redirect("offers:my-placement", pk)
    context = {"after": after, "form": form, "asks_force_majeure": asked == "mucbir"}
    return render(request, "offers/endings/student_cancel.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, after: StudentAfter, form: CancellationForm) -> None:
    data = form.cleaned_data
    request_cancellation(
        placement_id=after.placement.pk,
        ground=data["ground"],
        text=data["text"],
        proof=_kept(request, form, CANCELLATION),
        actor=user_of(request),
    )


@require_POST
@student_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the internship after all."""
    after = _after_or_404(request, pk)
    if after.request is None:
        raise Http404
    try:
        take_back_cancellation(request_id=after.request.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("İptal isteğinizi geri aldınız; stajınız planlandığı gibi sürüyor."))
    return redirect("offers:my-placement", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def hand_in(request: HttpRequest, pk: int, requested: int) -> HttpResponse:
    """Hand in one of the documents the employer asks for."""
    after = _after_or_404(request, pk)
    document = _document_or_404(after, requested)
    form = HandInForm(*_sent(request))
    if request.method == "POST" and form.is_valid() and _try(form, lambda: _hand_in(request, after, document, form)):
        messages.success(request, _("Belgeniz işverene iletildi."))
        return redirect("offers:my-placement", pk)
    context = {"after": after, "document": document, "form": form}
    return render(request, "offers/endings/student_hand_in.html", context, status=422 if form.errors else 200)


def _hand_in(request: HttpRequest, after: StudentAfter, document: AskedDocument, form: HandInForm) -> None:
    file = _kept(request, form, HANDED_IN)
    if file is not None:
        hand_in_document(
            placement_id=after.placement.pk, requested_id=document.requested.pk, file=file, actor=user_of(request)
        )


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The note about oneself: read it, reply to it, object to it."""
    after = _after_or_404(request, pk)
    if after.note is None:
        raise Http404
    step = request.POST.get("step", "") if request.method == "POST" else ""
    reply = ReplyForm(request.POST if step == "reply" else None)
    appeal = AppealForm(request.POST if step == "appeal" else None)
    note_id, actor = after.note.pk, user_of(request)
    if reply.is_bound and reply.is_valid():
        words = reply.cleaned_data["reply"]
        if _try(reply, lambda: reply_to_note(note_id=note_id, reply=words, actor=actor)):
            messages.success(request, _("Cevabınız notun yanına eklendi."))
            return redirect("offers:my-note", pk)
    if appeal.is_bound and appeal.is_valid():
        text = appeal.cleaned_data["text"]
        if _try(appeal, lambda: appeal_note(note_id=note_id, text=text, actor=actor)):
            messages.success(request, _("İtirazınız kariyer merkezinize iletildi."))
            return redirect("offers:my-note", pk)
    context = {"after": after, "reply_form": reply, "appeal_form": appeal}
    wrong = reply.errors or appeal.errors
    return render(request, "offers/endings/student_note.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Evaluate the workplace, once, after completion."""
    after = _after_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, criteria=rules.CRITERIA_OF_STUDENT, ask_again=False)
    if request.method == "POST":
        actor = user_of(request)
        if form.is_valid() and _try(
            form,
            lambda: review_workplace(placement_id=pk, marks=form.marks(), text=form.cleaned_data["text"], actor=actor),
        ):
            messages.success(request, _("Değerlendirmeniz kaydedildi. Teşekkürler."))
            return redirect("offers:my-placement", pk)
    elif not after.may_review:
        return redirect("offers:my-placement", pk)
    context = {"after": after, "form": form}
    return render(request, "offers/endings/student_review.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _kept(request: HttpRequest, form: forms.Form, purpose: str) -> Upload | None:
    """The chosen file, stored; None where none was chosen."""
    checked = form.cleaned_data.get("file")
    return store_upload(actor=user_of(request), file=checked, purpose=purpose) if checked else None


def _remind_of_file(request: HttpRequest, form: forms.Form) -> None:
    if form.errors and request.FILES and "file" not in form.errors:
        form.add_error("file", _("Dosyanızı yeniden seçin; tarayıcı onu saklamaz."))


def _try(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Call the verb; its refusal stands on the form."""
    try:
        verb()
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True


def _after_or_404(request: HttpRequest, pk: int) -> StudentAfter:
    after = after_for_student(user_of(request), placement_id=pk)
    if after is None:
        raise Http404
    return after


def _document_or_404(after: StudentAfter, requested: int) -> AskedDocument:
    found = next((one for one in after.documents if one.requested.pk == requested), None)
    if found is None:
        raise Http404
    return found
