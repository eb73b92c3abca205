"""«Resmî yazılar»: operators publish, managers pass on, officials confirm (A14)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts.permissions import UniversityAction, university_may
from usp.accounts.policies import career_center_only, operator_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.guidance.forms.letters import LetterForm
from usp.guidance.letter_selectors import circulation, letters_of, universities_waiting
from usp.guidance.models import LetterReader, OfficialLetter
from usp.guidance.policies import letter_reader
from usp.guidance.services.letters import (
    confirm_reading,
    pass_letter,
    publish_letter,
    remind_readers,
    withdraw_letter,
)


@require_safe
@letter_reader
@read_only
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter that concerns the user, with what waits for a confirmation."""
    rows = letters_of(user_of(request))
    context = {"rows": rows, "waiting": sum(row.waits_for_me for row in rows), "manages": _manages(request)}
    return render(request, "guidance/letters.html", context)


@require_safe
@letter_reader
@read_only
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its file, the user's confirmation, and for managers who has and has not read it."""
    user = user_of(request)
    found = get_object_or_404(OfficialLetter.objects.visible_to(user).select_related("file", "published_by"), pk=pk)
    units = circulation(found, user) if _manages(request) else []
    people = {one.user.pk: one for unit in units for one in unit.officials}
    context = {
        "letter": found,
        "mine": LetterReader.objects.filter(letter=found, reader=user).first(),
        "manages": _manages(request),
        "units": units,
        "can_pass": any(one.row is None for one in people.values()),
        "passed": sum(one.row is not None for one in people.values()),
        "read": sum(one.row is not None and one.row.read_at is not None for one in people.values()),
        "waiting": universities_waiting(found) if user.is_operator else [],
    }
    return render(request, "guidance/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
@read_only
def letter_new(request: HttpRequest) -> HttpResponse:
    """Publish a letter to all Rektörlükler."""
    form = LetterForm(request.POST, request.FILES) if request.method == "POST" else LetterForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = publish_letter(actor=user_of(request), facts=form.facts(), file=form.cleaned_data["file"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Yazı yayımlandı; üniversite yöneticilerine haber verildi."))
            return redirect("guidance:letter", made.pk)
    return render(request, "guidance/letter_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@operator_only
def letter_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong letter back."""
    get_object_or_404(OfficialLetter, pk=pk)
    withdraw_letter(actor=user_of(request), letter_id=pk)
    messages.success(request, _("Yazı geri çekildi."))
    return redirect("guidance:letter", pk)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def letter_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a letter to the chosen officials and units."""
    _readable(request, pk)
    people, units = (_numbers(request, name) for name in ("user", "unit"))
    try:
        number = pass_letter(actor=user_of(request), letter_id=pk, user_ids=people, unit_ids=units)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        text = ngettext("Yazı %(number)d kişiye iletildi.", "Yazı %(number)d kişiye iletildi.", number)
        say = messages.success if number else messages.info
        say(request, text % {"number": number} if number else _("İletilecek yeni kişi seçilmedi."))
    return redirect("guidance:letter", pk)


@require_POST
@career_center_only(UniversityAction.MANAGE)
def letter_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not confirmed, once a day."""
    _readable(request, pk)
    try:
        number = remind_readers(actor=user_of(request), letter_id=pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        text = ngettext("%(number)d kişiye hatırlatıldı.", "%(number)d kişiye hatırlatıldı.", number)
        messages.success(request, text % {"number": number} if number else _("Okumayan kimse kalmadı."))
    return redirect("guidance:letter", pk)


@require_POST
@letter_reader
def letter_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having read a letter."""
    _readable(request, pk)
    try:
        confirm_reading(actor=user_of(request), letter_id=pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Okuduğunuz kaydedildi."))
    return redirect("guidance:letter", pk)


def _readable(request: HttpRequest, pk: int) -> OfficialLetter:
    """The letter if it stands and the user may read it; 404 otherwise."""
    return get_object_or_404(OfficialLetter.objects.visible_to(user_of(request)), pk=pk, withdrawn_at__isnull=True)


def _manages(request: HttpRequest) -> bool:
    user = user_of(request)
    return user.is_career_center and university_may(user, UniversityAction.MANAGE)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal()]
