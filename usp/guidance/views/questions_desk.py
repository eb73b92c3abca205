"""«Sorular»: what waits for an official's answer, and answering it (A15)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts.permissions import answers_questions
from usp.accounts.policies import user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import policy
from usp.guidance import question_selectors as selectors
from usp.guidance.forms.questions import AnswerForm, CannedAnswerForm, ForwardForm, QuestionFilterForm
from usp.guidance.models import Question, QuestionState
from usp.guidance.services import canned_answers as canned_verbs
from usp.guidance.services import questions as verbs
from usp.guidance.views.questions import remind_of_file, write_from

PAGE = 50
answering = policy("answers_questions", lambda request: answers_questions(user_of(request)))
officials = policy(
    "officials_answering", lambda request: not user_of(request).is_operator and answers_questions(user_of(request))
)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@answering
@read_only
def questions(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; what was answered or closed in tabs of their own."""
    user = user_of(request)
    state = request.GET.get("sekme", QuestionState.OPEN)
    state = state if state in QuestionState.values else QuestionState.OPEN
    whose = selectors.ALL if request.GET.get("kimin") == selectors.ALL else selectors.MINE
    form = QuestionFilterForm(request.GET, user=user)
    wanted = form.cleaned_data if form.is_valid() else {}
    unit = wanted.get("unit")
    rows = selectors.question_list(
        user, state=state, whose=whose, unit=unit.pk if unit else None, text=wanted.get("q", "")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("sayfa"))
    counts = selectors.state_counts(user, whose=whose)
    kept = request.GET.copy()
    for name in ("sayfa", "sekme"):
        kept.pop(name, None)
    context = {
        "form": form,
        "tab": state,
        "whose": whose,
        "tabs": [(one.value, one.label, one.value == state, counts.get(one.value, 0)) for one in QuestionState],
        "rows": [(question, selectors.waiting(question)) for question in page.object_list],
        "page": page,
        "kept": kept.urlencode(),
        "asked": bool(wanted.get("q") or unit),
        "waiting": counts.get(QuestionState.OPEN, 0) if whose == selectors.MINE else selectors.waiting_count(user),
    }
    return render(request, "guidance/questions.html", context)


@get_or_post
@answering
@read_only
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread; the answer, with a ready one put into it if wanted."""
    user = user_of(request)
    found = _question_or_404(request, pk)
    ready = selectors.canned_answers(user)
    if request.method != "POST":
        return _thread_page(request, found, AnswerForm(), ready)
    if "ready" in request.POST:
        return _thread_page(request, found, _with_ready(request, ready), ready)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid() and write_from(request, found, form):
        messages.success(request, _("Cevabınız öğrenciye iletildi."))
        return redirect("guidance:question", pk) if _still_visible(request, pk) else redirect("guidance:questions")
    remind_of_file(request, form)
    return _thread_page(request, found, form, ready, status=422)


def _with_ready(request: HttpRequest, ready: Any) -> AnswerForm:
    """What was typed so far, and the chosen ready answer below it."""
    chosen = request.POST.get("ready_answer", "")
    answer = ready.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    typed = request.POST.get("body", "").strip()
    text = "\n\n".join(part for part in (typed, answer.body if answer else "") if part)
    return AnswerForm(initial={"body": text, "form_id": request.POST.get("form_id", "")})


def _thread_page(request: HttpRequest, found: Any, form: AnswerForm, ready: Any, status: int = 200) -> HttpResponse:
    context = {
        "question": found,
        "thread": selectors.messages_of(found),
        "form": form,
        "ready": ready,
        "is_closed": found.state == QuestionState.CLOSED,
        "people": verbs.responsible_for(found),
        "waiting": selectors.waiting(found),
        "may_forward": found.department_id is not None and not user_of(request).is_operator,
        "chosen_ready": request.POST.get("ready_answer", ""),
    }
    return render(request, "guidance/question.html", context, status=status)


@get_or_post
@officials
@read_only
def question_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a thread to another official, with a reason."""
    user = user_of(request)
    found = _question_or_404(request, pk)
    form = ForwardForm(request.POST if request.method == "POST" else None, question=found, user=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            message = verbs.forward(actor=user, question_id=pk, to_id=data["to"], reason=data["reason"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Soru %(person)s adlı yetkiliye yönlendirildi.") % {"person": message.to})
            return redirect("guidance:questions")
    context = {"question": found, "form": form}
    return render(request, "guidance/question_forward.html", context, status=422 if form.errors else 200)


@require_POST
@answering
def question_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that nothing is left to do."""
    found = _question_or_404(request, pk)
    try:
        verbs.close(actor=user_of(request), question_id=found.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Soru kapatıldı."))
    return redirect("guidance:questions")


def _question_or_404(request: HttpRequest, pk: int) -> Any:
    user = user_of(request)
    rows = Question.objects.visible_to(user).select_related("asker__student", "department__unit", "forwarded_to")
    return get_object_or_404(selectors.with_unread(rows, user), pk=pk)


def _still_visible(request: HttpRequest, pk: int) -> bool:
    return Question.objects.visible_to(user_of(request)).filter(pk=pk).exists()


# --- ready answers ---------------------------------------------------------------------------------------------------


@require_safe
@officials
@read_only
def ready_answers(request: HttpRequest) -> HttpResponse:
    """The ready answers of the official's units; those of the own units can be changed."""
    user = user_of(request)
    mine = set(selectors.editable_canned_answers(user).values_list("pk", flat=True))
    rows = [(answer, answer.pk in mine) for answer in selectors.canned_answers(user)]
    return render(request, "guidance/question_ready_answers.html", {"rows": rows})


@get_or_post
@officials
@read_only
def ready_answer_new(request: HttpRequest) -> HttpResponse:
    """Keep a new ready answer."""
    return _ready_form(request, None)


@get_or_post
@officials
@read_only
def ready_answer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a ready answer of one's own units."""
    return _ready_form(request, get_object_or_404(selectors.editable_canned_answers(user_of(request)), pk=pk))


def _ready_form(request: HttpRequest, answer: Any) -> HttpResponse:
    user = user_of(request)
    form = CannedAnswerForm(request.POST if request.method == "POST" else None, user=user, answer=answer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            canned_verbs.save_canned_answer(
                actor=user,
                unit_id=form.unit_id,
                title=data["title"],
                body=data["body"],
                answer_id=answer.pk if answer else None,
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Hazır cevap kaydedildi."))
            return redirect("guidance:ready-answers")
    context = {"form": form, "answer": answer}
    return render(request, "guidance/question_ready_answer.html", context, status=422 if form.errors else 200)


@require_POST
@officials
def ready_answer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a ready answer."""
    answer = get_object_or_404(selectors.editable_canned_answers(user_of(request)), pk=pk)
    canned_verbs.delete_canned_answer(actor=user_of(request), answer_id=answer.pk)
    messages.success(request, _("Hazır cevap silindi; gönderilmiş cevaplar duruyor."))
    return redirect("guidance:ready-answers")
