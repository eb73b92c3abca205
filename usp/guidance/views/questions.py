"""«Sorularım»: what a student asks, and the answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts.policies import signed_in, student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.documents.models import Upload
from usp.documents.services.uploads import store_upload
from usp.guidance import question_selectors as selectors
from usp.guidance.documents import QUESTION
from usp.guidance.forms.questions import AskForm, ThreadForm
from usp.guidance.models import Question, QuestionState
from usp.guidance.services import questions as verbs
from usp.guidance.upward import department_of

_PAGE = 100


@require_safe
@student_only
@read_only
def my_questions(request: HttpRequest) -> HttpResponse:
    """The student's threads with what is new in them."""
    user = user_of(request)
    context = {"questions": selectors.own_questions(user)[:_PAGE], "department": department_of(user)}
    return render(request, "guidance/questions_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the adviser of one's department, or whoever stands in."""
    user = user_of(request)
    department = department_of(user)
    subject = {"subject": request.GET.get("konu", "")[:120]}  # a message of the career centre is answered here
    form = AskForm(request.POST, request.FILES) if request.method == "POST" else AskForm(initial=subject)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            question = verbs.ask(
                actor=user,
                department=department,
                subject=data["subject"],
                body=data["body"],
                form_id=data["form_id"],
                upload=upload_of(request, form),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Sorunuz iletildi. Cevap gelince size haber verilir."))
            return redirect("guidance:my-question", question.pk)
    remind_of_file(request, form)
    context = {"form": form, "department": department}
    return render(request, "guidance/question_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def my_question(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread of one's own; writing on, or opening it again with a new message."""
    user = user_of(request)
    found = get_object_or_404(selectors.own_questions(user), pk=pk)
    form = ThreadForm(request.POST, request.FILES) if request.method == "POST" else ThreadForm()
    if request.method == "POST" and form.is_valid() and write_from(request, found, form):
        messages.success(request, _("Mesajınız iletildi."))
        return redirect("guidance:my-question", pk)
    remind_of_file(request, form)
    context = {
        "question": found,
        "thread": selectors.messages_of(found),
        "form": form,
        "is_closed": found.state == QuestionState.CLOSED,
        "people": verbs.responsible_for(found),
    }
    return render(request, "guidance/question_own.html", context, status=422 if form.errors else 200)


@require_POST
@student_only
def my_question_close(request: HttpRequest, pk: int) -> HttpResponse:
    """«Sorum çözüldü»."""
    found = get_object_or_404(Question.objects.visible_to(user_of(request)), pk=pk)
    verbs.close(actor=user_of(request), question_id=found.pk)
    messages.success(request, _("Soru kapatıldı. Gerekirse yeniden açabilirsiniz."))
    return redirect("guidance:my-question", pk)


@require_POST
@signed_in
def question_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the thread was seen: asked for by htmx when it opens, by a button without script."""
    found = get_object_or_404(Question.objects.visible_to(user_of(request)), pk=pk)
    verbs.mark_read(actor=user_of(request), question_id=found.pk)
    if wants_fragment(request):
        return HttpResponse()
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "portal:home")


def upload_of(request: HttpRequest, form: ThreadForm) -> Upload | None:
    """The chosen file, kept; None when nobody chose one."""
    file = form.cleaned_data["file"]
    return store_upload(actor=user_of(request), file=file, purpose=QUESTION) if file is not None else None


def write_from(request: HttpRequest, question: Question, form: ThreadForm) -> bool:
    """Call the verb; its refusals become the form's errors, so that what was typed stays."""
    data = form.cleaned_data
    try:
        verbs.write(
            actor=user_of(request),
            question_id=question.pk,
            body=data["body"],
            form_id=data["form_id"],
            upload=upload_of(request, form),
            reopen="reopen" in request.POST,
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True


def remind_of_file(request: HttpRequest, form: ThreadForm) -> None:
    """A browser does not keep a chosen file when a form comes back."""
    if form.errors and request.FILES and "file" not in form.errors:
        form.add_error("file", _("Dosyayı yeniden seçin; tarayıcı onu saklamaz."))
