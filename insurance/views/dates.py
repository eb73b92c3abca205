"""«Staj tarihleri»: one page for each side, where dates are proposed, counted, agreed, refused and taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from insurance.date_rules import Judgement
from insurance.forms.dates import AnswerForm, ProposalForm
from insurance.models import DateChange, DateChangeState
from insurance.selectors import dates as reads
from insurance.services.date_changes import agree_dates, propose_dates, refuse_dates, take_back_dates
from offers.models import Placement
from offers.states import Kind
from usp.accounts.permissions import EmployerAction, UniversityAction
from usp.accounts.policies import career_center_only, employer_only, student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment

_METHODS = ["GET", "HEAD", "POST"]
_RELATIONS = (
    "student__user",
    "offer__position__employer",
    "application__season",
    "department__unit__university",
    "department__internship_rule",
)


@require_http_methods(_METHODS)
@vary_on_headers("HX-Request")
@student_only
@read_only
def my_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """A student's own internship."""
    return _page(request, pk, "insurance:my-dates", "offers:my-placement")


@require_http_methods(_METHODS)
@vary_on_headers("HX-Request")
@employer_only(EmployerAction.END_PLACEMENTS)
@read_only
def employer_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """An employer's intern."""
    return _page(request, pk, "insurance:employer-dates", "offers:intern")


@require_http_methods(_METHODS)
@vary_on_headers("HX-Request")
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def center_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """An intern of the official's units."""
    return _page(request, pk, "insurance:center-dates", "insurance:intern")


@require_safe
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def date_changes(request: HttpRequest) -> HttpResponse:
    """Every open proposal of the official's units, with whom it waits for."""
    today = clock.page_now().date()
    changes = list(reads.open_for_center(user_of(request)))
    rows = [
        {
            "change": change,
            "span": reads.span_of_change(change),
            "waits_for": [str(DateChange.Side(side).label) for side in reads.missing_agreements(change)],
            "for_unit": DateChange.Side.CENTER in reads.missing_agreements(change),
        }
        for change in changes
        if change.placement.last_day >= today
    ]
    return render(request, "insurance/date_changes.html", {"rows": rows})


def _page(request: HttpRequest, pk: int, own: str, back: str) -> HttpResponse:
    user = user_of(request)
    mine = Placement.objects.visible_to(user).filter(kind=Kind.INTERNSHIP).select_related(*_RELATIONS)
    placement = get_object_or_404(mine, pk=pk)
    step = request.POST.get("adim", "oner") if request.method == "POST" else ""
    if step not in ("", "oner", "hesapla"):
        return _answer(request, placement, step, own, back)
    form = _form(request, placement)
    judgement = _counted(form, placement)
    if step == "oner" and form.is_valid():
        try:
            propose_dates(placement_id=pk, proposal=form.proposal(), actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Öneriniz iletildi; onaylar tamamlanınca tarih kendiliğinden değişir."))
            return redirect(own, pk)
    if wants_fragment(request):
        shown = {"judgement": judgement, "form": form, "side": reads.side_of(user, placement)}
        return render(request, "insurance/_date_judgement.html", shown)
    refused = step == "oner" and bool(form.errors)
    return _render(request, placement, form, judgement, own, back, status=422 if refused else 200)


def _answer(request: HttpRequest, placement: Placement, step: str, own: str, back: str) -> HttpResponse:
    """Agree, refuse or take back the proposal that the page showed; another one meanwhile is another answer."""
    user = user_of(request)
    number = request.POST.get("oneri", "")
    change = get_object_or_404(DateChange, pk=int(number) if number.isdecimal() else 0, placement=placement)
    answer = AnswerForm(request.POST)
    if not answer.is_valid():
        return _render(request, placement, _form(request, placement), None, own, back, answer=answer, status=422)
    reason = answer.cleaned_data["reason"]
    verbs: dict[str, Callable[[], DateChange]] = {
        "onayla": lambda: agree_dates(change_id=change.pk, actor=user, reason=reason),
        "reddet": lambda: refuse_dates(change_id=change.pk, actor=user, reason=reason),
        "geri-al": lambda: take_back_dates(change_id=change.pk, actor=user),
    }
    if step not in verbs:
        raise Http404
    try:
        done = verbs[step]()
    except RuleViolation as rule:
        answer.add_error("reason" if rule.code == "reason_needed" else None, str(rule))
        placement.refresh_from_db()
        return _render(request, placement, _form(request, placement), None, own, back, answer=answer, status=422)
    messages.success(request, _said(done))
    return redirect(own, placement.pk)


def _said(change: DateChange) -> str:
    return {
        DateChangeState.APPLIED: _("Staj tarihi değişti; herkese haber verdik. Evrak yeniden düzenlenir."),
        DateChangeState.REFUSED: _("Öneri kabul edilmedi olarak kaydedildi; tarih değişmedi."),
        DateChangeState.TAKEN_BACK: _("Öneri geri alındı; tarih değişmedi."),
    }.get(DateChangeState(change.state), _("Onayınız kaydedildi; öteki onaylar bekleniyor."))


def _form(request: HttpRequest, placement: Placement) -> ProposalForm:
    """What was typed; at first the dates as they are."""
    initial = {
        "starts_on": placement.first_day,
        "working_days": placement.working_days,
        "weekly_days": placement.weekly_days,
    }
    if request.method == "POST" and request.POST.get("adim", "oner") in ("oner", "hesapla"):
        return ProposalForm(request.POST, initial=initial)
    if wants_fragment(request) and request.method != "POST":
        return ProposalForm(request.GET, initial=initial)
    return ProposalForm(initial=initial)


def _counted(form: ProposalForm, placement: Placement) -> Judgement | None:
    """The calculator's answer; a refusal of the calendar stands by the first day."""
    if not form.is_bound:
        return None
    form.is_valid()
    if form.counted is None:
        return None
    try:
        return reads.calculated(placement, *form.counted)
    except RuleViolation as rule:
        form.add_error("starts_on", str(rule))
        return None


def _render(
    request: HttpRequest,
    placement: Placement,
    form: ProposalForm,
    judgement: Judgement | None,
    own: str,
    back: str,
    *,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    view = reads.dates_view(user_of(request), placement)
    shown = answer or AnswerForm()
    shown.fields["reason"].required = view.open is not None and view.open.for_unit  # said beside the field
    context = {
        "view": view,
        "side": view.side,
        "placement": placement,
        "form": form,
        "counted": ",".join(ProposalForm.COUNTED),
        "judgement": judgement,
        "answer": shown,
        "own": own,
        "back": back,
    }
    return render(request, "insurance/dates.html", context, status=status)
