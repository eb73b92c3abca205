"""«Mülakatlarım», and what a student does in an additional evaluation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from offers.cards.evaluations import StudentEvaluation, slot_text
from offers.documents import EVALUATION_ANSWER
from offers.forms.evaluations import AnswerForm
from offers.models import Evaluation
from offers.selectors.evaluations import interviews_of, student_evaluation
from offers.services import evaluate as verbs
from usp.accounts.policies import student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.services.uploads import store_upload


@require_safe
@student_only
@read_only
def interviews(request: HttpRequest) -> HttpResponse:
    """«Mülakatlarım»: the next one first, with its way in; earlier ones folded."""
    to_come, earlier = interviews_of(user_of(request))
    context = {
        "to_come": to_come,
        "earlier": earlier,
        "to_choose": sum(1 for card in to_come if card.may_choose),
        "next": next((card for card in to_come if card.chosen is not None), None),
    }
    return render(request, "offers/evaluations/interviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick a time, or say that none suits. Who comes here by link is shown the interviews."""
    card = _card_or_404(request, pk)
    if request.method != "POST":
        return redirect("offers:interviews")
    picked = request.POST.get("slot", "")
    try:
        if picked == "none":
            verbs.say_none_suits(evaluation_id=card.evaluation.pk, actor=user_of(request))
            messages.success(request, _("İşverene bildirdik; yeni saatler önerince size haber veririz."))
        elif picked.isdecimal() and len(picked) < 16:
            done = verbs.choose_time(evaluation_id=card.evaluation.pk, slot_id=int(picked), actor=user_of(request))
            messages.success(request, _chosen_text(done))
        else:
            messages.error(request, _("Saatlerden birini seçin ya da hiçbirinin uymadığını bildirin."))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    return redirect("offers:interviews")


def _chosen_text(evaluation: Evaluation) -> str:
    slot = verbs.chosen_slot(evaluation)
    return _("Görüşme saatiniz: %(slot)s. Takviminize ekleyebilirsiniz.") % {"slot": slot_text(slot) if slot else ""}


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def ask_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another time than the one picked: once, after reading what that means."""
    card = _card_or_404(request, pk)
    if request.method != "POST":
        if not card.may_ask_move:
            return redirect("offers:interviews")
        return render(request, "offers/evaluations/ask_move.html", {"card": card})
    try:
        verbs.ask_move(evaluation_id=card.evaluation.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("İsteğinizi işverene bildirdik; yeni saatler önerince size haber veririz."))
    return redirect("offers:interviews")


@require_http_methods(["GET", "HEAD", "POST"])
@student_only
@read_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a task: words, a file, or both; once."""
    card = _card_or_404(request, pk)
    if request.method != "POST":
        if not card.may_answer:
            return redirect("offers:offer", card.evaluation.offer_id)
        return _answer_page(request, card, AnswerForm())
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid() and _handed_in(request, card, form):
        messages.success(request, _("Cevabınız işverene iletildi."))
        return redirect("offers:offer", card.evaluation.offer_id)
    return _answer_page(request, card, form)


def _handed_in(request: HttpRequest, card: StudentEvaluation, form: AnswerForm) -> bool:
    data, user = form.cleaned_data, user_of(request)
    try:
        if not card.may_answer:
            # The verb says what has become of it; no file is kept for an answer that cannot be given.
            verbs.answer_task(evaluation_id=card.evaluation.pk, text=data["text"], file=None, actor=user)
            return True
        file = data["file"]
        upload = store_upload(actor=user, file=file, purpose=EVALUATION_ANSWER) if file else None
        verbs.answer_task(evaluation_id=card.evaluation.pk, text=data["text"].strip(), file=upload, actor=user)
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    return True


def _answer_page(request: HttpRequest, card: StudentEvaluation, form: AnswerForm) -> HttpResponse:
    if form.is_bound and request.FILES:
        form.fields["file"].help_text = _("Dosyanızı yeniden seçmeniz gerekir.")
    context = {"card": card, "form": form}
    return render(request, "offers/evaluations/answer.html", context, status=422 if form.errors else 200)


def _card_or_404(request: HttpRequest, pk: int) -> StudentEvaluation:
    card = student_evaluation(user_of(request), pk)
    if card is None:
        raise Http404
    return card
