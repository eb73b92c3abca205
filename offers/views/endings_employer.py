"""What an employer does after the final approval: answer, cancel, break off, complete, note, evaluate, tick."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers import endings_rules as rules
from offers.forms.endings import AbandonForm, AnswerForm, CompleteForm, EndForm, NoteForm, ReviewForm
from offers.models import RequestedDocument
from offers.selectors.endings import EmployerAfter, after_for_employer
from offers.services.cancelling import approve_cancellation, refuse_cancellation
from offers.services.conduct import write_note
from offers.services.ending import abandon_placement, cancel_placement, complete_placement
from offers.services.handing_in import check_document
from offers.services.reviewing import review_intern
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def intern(request: HttpRequest, pk: int) -> HttpResponse:
    """One intern: where it stands, what waits for the employer, what can be done."""
    return render(request, "offers/endings/employer.html", {"after": _after_or_404(request, pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.END_PLACEMENTS)
@read_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the student's request to cancel."""
    after = _after_or_404(request, pk)
    if after.request is None:
        raise Http404
    form = AnswerForm(_data(request), placement=after.placement, today=after.today)
    if request.method == "POST" and form.is_valid():
        request_id = after.request.pk
        if _try(form, lambda: _answer(request, request_id, form.cleaned_data)):
            approved = form.cleaned_data["verdict"] == "approve"
            messages.success(request, _("Staj iptal edildi.") if approved else _("Cevabınız iletildi; staj sürüyor."))
            return redirect("offers:intern", pk)
    elif request.method != "POST" and not after.may_answer:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_answer.html", after, form)


def _answer(request: HttpRequest, request_id: int, data: dict[str, Any]) -> None:
    actor = user_of(request)
    if data["verdict"] == "refuse":
        refuse_cancellation(request_id=request_id, answer=data["answer"], actor=actor)
    else:
        approve_cancellation(request_id=request_id, answer=data["answer"], left_on=data.get("left_on"), actor=actor)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.END_PLACEMENTS)
@read_only
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel for a reason of the employer's, after reading what follows."""
    after = _after_or_404(request, pk)
    form = EndForm(_data(request), endings=rules.employer_endings(after.placement, after.today))
    if request.method == "POST" and form.is_valid():
        data, actor = form.cleaned_data, user_of(request)
        if _try(
            form,
            lambda: cancel_placement(placement_id=pk, ending=data["ending"], note=data["note"], actor=actor),
        ):
            messages.success(request, _("Staj iptal edildi; öğrenciye ve üniversitesine haber verdik."))
            return redirect("offers:intern", pk)
    elif request.method != "POST" and not after.may_cancel:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_cancel.html", after, form)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.END_PLACEMENTS)
@read_only
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """«Yarıda Bıraktı/Tamamlamadı», with the real last day."""
    after = _after_or_404(request, pk)
    form = AbandonForm(_data(request), endings=rules.EMPLOYER_BREAKS_OFF)
    if request.method == "POST" and form.is_valid():
        data, actor = form.cleaned_data, user_of(request)
        if _try(form, lambda: abandon_placement(placement_id=pk, actor=actor, **data)):
            messages.success(request, _("Staj sonlandırıldı; öğrenciye ve üniversitesine haber verdik."))
            return redirect("offers:intern", pk)
    elif request.method != "POST" and not after.may_abandon:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_abandon.html", after, form)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.REVIEW_INTERNS)
@read_only
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """State attendance of an internship whose end has passed."""
    after = _after_or_404(request, pk)
    form = CompleteForm(_data(request), placement=after.placement)
    if request.method == "POST" and form.is_valid():
        actor = user_of(request)
        if _try(form, lambda: complete_placement(placement_id=pk, actor=actor, **form.cleaned_data)):
            messages.success(
                request, _("Staj tamamlandı olarak kaydedildi. Şimdi stajyerinizi değerlendirebilirsiniz.")
            )
            return redirect("offers:intern", pk)
    elif request.method != "POST" and not after.may_complete:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_complete.html", after, form)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.END_PLACEMENTS)
@read_only
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the note that the records allow."""
    after = _after_or_404(request, pk)
    form = NoteForm(_data(request))
    if request.method == "POST" and form.is_valid():
        actor = user_of(request)
        if _try(form, lambda: write_note(placement_id=pk, actor=actor, **form.cleaned_data)):
            messages.success(request, _("Not kaydedildi; öğrenciye haber verdik."))
            return redirect("offers:intern", pk)
    elif request.method != "POST" and after.note_until is None:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_note.html", after, form)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.REVIEW_INTERNS)
@read_only
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Evaluate the intern, once, after completion."""
    after = _after_or_404(request, pk)
    form = ReviewForm(_data(request), criteria=rules.CRITERIA_OF_EMPLOYER, ask_again=True)
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: _review(request, pk, form)):
            messages.success(request, _("Değerlendirmeniz kaydedildi. Teşekkürler."))
            return redirect("offers:intern", pk)
    elif request.method != "POST" and not after.may_review:
        return redirect("offers:intern", pk)
    return _page(request, "offers/endings/employer_review.html", after, form)


def _review(request: HttpRequest, pk: int, form: ReviewForm) -> None:
    data = form.cleaned_data
    review_intern(
        placement_id=pk, marks=form.marks(), would_hire=data["again"], text=data["text"], actor=user_of(request)
    )


@require_POST
@employer_only(EmployerAction.REVIEW_INTERNS)
def check(request: HttpRequest, pk: int, requested: int) -> HttpResponse:
    """Tick a document."""
    _after_or_404(request, pk)
    try:
        check_document(placement_id=pk, requested_id=requested, actor=user_of(request))
    except RequestedDocument.DoesNotExist:
        raise Http404 from None
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Belge tamam olarak işaretlendi."))
    return redirect("offers:intern", pk)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, template: str, after: EmployerAfter, form: forms.Form) -> HttpResponse:
    return render(request, template, {"after": after, "form": form}, status=422 if form.errors else 200)


def _try(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Call the verb; its refusal stands on the form."""
    try:
        verb()
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True


def _after_or_404(request: HttpRequest, pk: int) -> EmployerAfter:
    after = after_for_employer(user_of(request), placement_id=pk)
    if after is None:
        raise Http404
    return after
