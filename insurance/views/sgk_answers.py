"""SGK's answers: sent in, looked at, written down; and one intern by hand."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insurance.forms.sgk import AnswersForm, ByHandForm
from insurance.models import InsuranceCase, SgkAnswers, SgkFile, SgkFileRow
from insurance.selectors.sgk import cases_in_scope
from insurance.selectors.sgk_answers import Line, Outcome, lines_of
from insurance.services.sgk_answers import apply_answers, receive_answers, write_by_hand
from usp.accounts.permissions import UniversityAction, university_scope
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_answers(request: HttpRequest) -> HttpResponse:
    """Send a file of answers in; the earlier ones."""
    user = user_of(request)
    form = AnswersForm(request.POST, request.FILES) if request.method == "POST" else AnswersForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            answers = receive_answers(actor=user, kind=form.cleaned_data["kind"], name=file.name, content=file.read())
        except RuleViolation as rule:
            form.add_error("file", str(rule))
        else:
            return redirect("insurance:sgk-answer", answers.pk)
    university_id, _units = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    kept = SgkAnswers.objects.filter(university=university_id).defer("content").select_related("sent_by")[:SHOWN]
    context = {"form": form, "kept": kept}
    return render(request, "insurance/sgk_answers.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file of answers would do; a POST does it."""
    user = user_of(request)
    university_id, _units = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    answers = get_object_or_404(SgkAnswers, pk=pk, university=university_id)
    if request.method == "POST":
        _tell(request, apply_answers(answers=answers, actor=user))
        return redirect("insurance:sgk-answer", answers.pk)
    lines = lines_of(answers, cases_in_scope(user))
    counts = Counter(line.outcome for line in lines)
    context = {
        "answers": answers,
        "groups": _groups(lines),
        "to_do": counts[Outcome.ACCEPTED] + counts[Outcome.REFUSED],
        "failed": _failed(answers),
        "total": len(lines),
    }
    return render(request, "insurance/sgk_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.DECLARE_INSURANCE)
@read_only
def sgk_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """What SGK answered about one intern who waits in a file. ``pk`` is the row's."""
    rows = SgkFileRow.objects.filter(case__in=cases_in_scope(user_of(request)), outcome=SgkFileRow.Outcome.WAITING)
    row = get_object_or_404(rows.select_related("file", "case__placement__student"), pk=pk)
    is_exit = row.file.kind == SgkFile.Kind.EXIT
    data = request.POST if request.method == "POST" else None
    form = ByHandForm(data, is_exit=is_exit, initial={"answer": "accepted", "exit_on": row.day})
    if data is not None and form.is_valid() and _written(request, row, form):
        messages.success(request, _("SGK’nın cevabı işlendi."))
        return redirect("insurance:sgk-file", row.file_id)
    context = {"form": form, "row": row, "placement": row.case.placement}
    return render(request, "insurance/sgk_by_hand.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, row: SgkFileRow, form: ByHandForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    try:
        write_by_hand(
            case=row.case, kind=row.file.kind, accepted=data["answer"] == ByHandForm.Answer.ACCEPTED,
            actor=user_of(request), reference=data["reference"], message=data["message"], exit_on=data.get("exit_on"),
        )  # fmt: skip
    except RuleViolation as rule:
        form.add_error(None, str(rule))
    except InsuranceCase.DoesNotExist:
        form.add_error(None, _("Bu stajyerin sigorta işlemini siz yapamazsınız."))
    return not form.errors


def _groups(lines: list[Line]) -> list[tuple[Outcome, list[Line]]]:
    """The lines by what comes of them, in the order of the outcomes."""
    found: dict[Outcome, list[Line]] = {}
    for line in lines:
        found.setdefault(line.outcome, []).append(line)
    return [(outcome, found[outcome]) for outcome in Outcome if outcome in found]


def _failed(answers: SgkAnswers) -> list[dict[str, Any]]:
    """The lines that the last run could not write, with the sentence; those that are done by now come no more."""
    return [one for one in answers.results if one["outcome"] == Outcome.FAILED]


def _tell(request: HttpRequest, counts: Counter[str]) -> None:
    said = [f"{Outcome(name).label}: {number}" for name, number in counts.items()]
    tone = messages.warning if counts[Outcome.FAILED] else messages.success
    tone(request, _("Cevaplar işlendi. %(counts)s.") % {"counts": " · ".join(said)})
