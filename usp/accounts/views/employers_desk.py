"""The operators' desk for employers: who waits, one employer with all there is to know, the decisions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from usp.accounts import employer_selectors as selectors
from usp.accounts.forms_employers import InstitutionForm, ReasonForm
from usp.accounts.history import history_of
from usp.accounts.models import Employer, EmployerChange
from usp.accounts.policies import operator_only, user_of
from usp.accounts.services import employers as verbs
from usp.accounts.services.employer_data import decide_change as decide_change_verb
from usp.accounts.states import employer_allowed
from usp.core.errors import RuleViolation
from usp.core.http import read_only

PAGE = 30
TAB_LABELS = {
    "bekleyen": gettext_lazy("Bekleyen"),
    selectors.CHANGES: gettext_lazy("Değişiklik isteği"),
    "onayli": gettext_lazy("Onaylı"),
    "askida": gettext_lazy("Askıda"),
    "reddedilen": gettext_lazy("Reddedilen"),
    "kapatilan": gettext_lazy("Kaydı kapatılan"),
}
# action → (the verb, what is said when it is done)
_ACTIONS: dict[str, tuple[Any, Any]] = {
    "approve": (verbs.approve_employer, gettext_lazy("%(employer)s onaylandı; yöneticilerine bildirildi.")),
    "lift": (verbs.approve_employer, gettext_lazy("%(employer)s için askı kaldırıldı; yöneticilerine bildirildi.")),
    "reject": (verbs.reject_employer, gettext_lazy("%(employer)s kaydı reddedildi; başvurana bildirildi.")),
    "suspend": (verbs.suspend_employer, gettext_lazy("%(employer)s askıya alındı; yöneticilerine bildirildi.")),
    "revoke": (verbs.revoke_employer, gettext_lazy("%(employer)s kaydı kapatıldı; yöneticilerine bildirildi.")),
}
_NEEDS_REASON = {
    "reject": gettext_lazy("Başvuran bunu okur ve düzeltip yeniden gönderebilir: neyin eksik olduğunu yazın."),
    "suspend": gettext_lazy("Kurumun yöneticileri bunu okur."),
    "revoke": gettext_lazy("Kurumun yöneticileri bunu okur. Kapatılan kayıt yeniden açılamaz."),
}


@require_safe
@operator_only
@read_only
def desk(request: HttpRequest) -> HttpResponse:
    """Employers by where they stand; those that wait first."""
    counts = selectors.counts_by_tab()
    first = "bekleyen" if counts["bekleyen"] or not counts[selectors.CHANGES] else selectors.CHANGES
    tab = request.GET.get("sekme", first)
    tab = tab if tab in TAB_LABELS else first
    text = request.GET.get("ara", "")[:80]
    page = Paginator(selectors.employers_in(tab, text=text), PAGE).get_page(request.GET.get("sayfa"))
    context = {
        "tab": tab,
        "tabs": [(key, label, key == tab, counts[key]) for key, label in TAB_LABELS.items()],
        "text": text,
        "page": page,
        "waiting": counts["bekleyen"],
        "changes": counts[selectors.CHANGES],
    }
    return render(request, "accounts/employers/desk.html", context)


@require_safe
@operator_only
@read_only
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """All there is to know of one employer, and what may be decided now."""
    return _page(request, _employer_or_404(pk))


@require_POST
@operator_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, reject, suspend, lift or revoke; a refused reason stays in its field."""
    found = _employer_or_404(pk)
    action = request.POST.get("action", "")
    if action not in _ACTIONS:
        return HttpResponseBadRequest()
    act, done = _ACTIONS[action]
    values: dict[str, Any] = {}
    form = None
    if action in _NEEDS_REASON:
        form = ReasonForm(request.POST, help_text=_NEEDS_REASON[action])
        if not form.is_valid():
            return _page(request, found, refused=(action, form))
        values["reason"] = form.cleaned_data["reason"]
    try:
        act(employer_id=pk, actor=user_of(request), **values)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, done % {"employer": found})
    return redirect("employers:desk-employer", pk)


@require_POST
@operator_only
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie the employer to an institution of the students' wish list."""
    found = _employer_or_404(pk)
    form = InstitutionForm(request.POST, employer=found)
    if form.is_valid():
        chosen = form.cleaned_data["institution"]
        try:
            verbs.link_institution(employer_id=pk, institution_id=chosen.pk if chosen else None, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error("institution", str(rule))
        else:
            text = _("Tercih listesindeki kurum kaydedildi.") if chosen else _("Eşleştirme kaldırıldı.")
            messages.success(request, text)
            return redirect("employers:desk-employer", pk)
    return _page(request, found, institution_form=form)


@require_POST
@operator_only
def decide_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply a change that a manager asked for, or refuse it with a reason."""
    change = get_object_or_404(EmployerChange, pk=pk)
    approve = request.POST.get("action") == "approve"
    form = ReasonForm(request.POST)
    if not approve and not form.is_valid():
        return _page(request, _employer_or_404(change.employer_id), refused=("change", form))
    answer = "" if approve else form.cleaned_data["reason"]
    try:
        decide_change_verb(change_id=pk, approve=approve, answer=answer, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        kept, refused = (
            _("Değişiklik kayda geçti; isteyene bildirildi."),
            _("İstek geri çevrildi; isteyene bildirildi."),
        )
        messages.success(request, kept if approve else refused)
    return redirect("employers:desk-employer", change.employer_id)


def _employer_or_404(pk: int) -> Employer:
    return get_object_or_404(Employer.objects.select_related("province", "district", "institution"), pk=pk)


def _page(
    request: HttpRequest,
    found: Employer,
    *,
    refused: tuple[str, ReasonForm] | None = None,
    institution_form: InstitutionForm | None = None,
) -> HttpResponse:
    change = selectors.open_change(found)
    reasons = {action: ReasonForm(help_text=text) for action, text in _NEEDS_REASON.items()}
    reasons["change"] = ReasonForm()
    if refused:
        reasons[refused[0]] = refused[1]
    for action, form in reasons.items():
        form.auto_id = f"id_{action}_%s"
    context = {
        "employer": found,
        "may": {action: employer_allowed(action, found.status) for action in _ACTIONS},
        "reasons": reasons,
        "refused": refused[0] if refused else "",
        "change_refused": refused is not None and refused[0] == "change",
        "members": selectors.members_of(found),
        "left": selectors.members_of(found, ended=True),
        "steps": selectors.history_of(found),
        "history": history_of(Employer, subject=lambda event: event.name, pgh_obj=found),
        "change": change,
        "change_fields": selectors.changed_fields(change) if change else [],
        "institution_form": institution_form or InstitutionForm(employer=found),
    }
    bad = refused is not None or (institution_form is not None and institution_form.errors)
    return render(request, "accounts/employers/desk_employer.html", context, status=422 if bad else 200)
