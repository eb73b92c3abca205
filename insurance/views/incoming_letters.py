"""«Gelen yazılar»: institutions' official letters, whom they name, which units have read them (docs/rules.md A6)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insurance.forms.letters import IncomingLetterForm, NameListForm, WithdrawForm
from insurance.models import IncomingLetter, LetterMatch
from insurance.name_lists import Found, match_lines
from insurance.selectors.letters import (
    keeps_letters,
    letter_rows,
    letters_of,
    matches_of,
    unit_lines,
    unmatched,
    unread_units,
)
from insurance.services import letters as verbs
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, sent

PAGE = 50
_MOST_FOUND = 30


@require_safe
@career_center_only(UniversityAction.TAKE_PAPERS)
@read_only
def incoming_letters(request: HttpRequest) -> HttpResponse:
    """The letters, newest first."""
    user = user_of(request)
    page = Paginator(letter_rows(user), PAGE).get_page(request.GET.get("sayfa"))
    context = {
        "page": page,
        "previous_url": f"?sayfa={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?sayfa={page.next_page_number()}" if page.has_next() else "",
        "keeps": keeps_letters(user),
        "waiting": unread_units(user),
        "takes_papers": True,
    }
    return render(request, "insurance/incoming_letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.TAKE_PAPERS)
@read_only
def incoming_letter_new(request: HttpRequest) -> HttpResponse:
    """Register a letter."""
    if not keeps_letters(user_of(request)):
        raise Http404
    form = IncomingLetterForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            letter = verbs.register_letter(actor=user_of(request), facts=form.facts(), file=form.cleaned_data["file"])
        except RuleViolation as rule:
            form.add_error("dated_on" if rule.code == "day" else None, str(rule))
        else:
            messages.success(request, _("Yazı kaydedildi. Şimdi yazıda adı geçen stajyerleri eşleştirin."))
            return redirect("insurance:incoming-letter", letter.pk)
    return render(request, "insurance/incoming_letter_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@career_center_only(UniversityAction.TAKE_PAPERS)
@read_only
def incoming_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: whom it names, a search for more, the units."""
    return _page(request, _letter(request, pk), WithdrawForm())


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter was registered wrongly: it stays on record and stands for nobody any more."""
    user, letter = user_of(request), _letter(request, pk)
    if not keeps_letters(user):
        raise Http404
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            verbs.withdraw_letter(actor=user, letter_id=pk, reason=form.cleaned_data["reason"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Yazı geri çekildi; eşleşmeleri kaldırıldı. Kayıtta kalır."))
            return redirect("insurance:incoming-letter", pk)
    return _page(request, letter, form)


def _page(request: HttpRequest, letter: IncomingLetter, form: WithdrawForm) -> HttpResponse:
    """A letter's page; a withdrawn one is only read."""
    user, stands = user_of(request), letter.withdrawn_at is None
    keeps = keeps_letters(user) and stands
    text = request.GET.get("q", "")[:80]
    matches = list(matches_of(user, letter))
    units = [line for line in unit_lines(user, letter) if stands or line.forward]
    context = {
        "letter": letter,
        "keeps": keeps,
        "standing": [match for match in matches if match.undone_at is None],
        "undone": [match for match in matches if match.undone_at is not None],
        "units": units,
        "to_confirm": stands
        and [line for line in units if line.may_read and line.forward and line.forward.read_at is None],
        "unread": sum(1 for line in units if line.forward and line.forward.read_at is None) if stands else 0,
        "can_forward": keeps and any(line.forward is None for line in units),
        "query": text,
        "found": unmatched(user, letter, text)[:_MOST_FOUND] if text.strip() and keeps else [],
        "list_form": NameListForm(),
        "withdraw_form": form,
    }
    return render(request, "insurance/incoming_letter.html", context, status=422 if form.errors else 200)


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the letter's list of names: sure ones ticked, doubtful ones to decide by hand. Nothing is written yet."""
    user, letter = user_of(request), _letter(request, pk)
    if not keeps_letters(user):
        raise Http404
    form = NameListForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "insurance/incoming_letter_list.html", {"letter": letter, "form": form}, status=422)
    found = match_lines(form.cleaned_data["lines"], list(unmatched(user, letter, "")))
    context = {
        "letter": letter,
        "form": form,
        "sure": [one for one in found if _ticks(one)],
        "doubtful": [one for one in found if one.placements and not _ticks(one)],
        "nobody": [one for one in found if not one.placements],
    }
    return render(request, "insurance/incoming_letter_list.html", context)


def _ticks(found: Found) -> bool:
    """Whether a line may be taken over as it is. Institutions' letters name interns of public employers (A6): whoever
    is at a private one may be another person of that name, and a wrong match would stand for the acceptance paper."""
    return found.is_sure and found.placements[0].offer.position.employer.is_public


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_match(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter names the ticked interns."""
    chosen = _numbers(request, "placement")

    def match() -> str:
        number = verbs.match_letter(actor=user_of(request), letter_id=pk, placement_ids=chosen)
        if not number:
            return _("Eşleştirilecek yeni stajyer seçilmedi.")
        return ngettext(
            "%(number)d stajyer yazıyla eşleştirildi.", "%(number)d stajyer yazıyla eşleştirildi.", number
        ) % {"number": number}

    return _act(request, pk, match)


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_unmatch(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter does not name this intern after all."""
    user = user_of(request)
    match = get_object_or_404(LetterMatch, pk=pk, letter__in=letters_of(user).values("pk"))

    def undo() -> str:
        verbs.undo_match(actor=user, match_id=pk)
        return _("Eşleşme kaldırıldı; kayıtta kalır.")

    return _act(request, match.letter_id, undo)


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the letter to the ticked units."""
    units = _numbers(request, "unit")

    def forward() -> str:
        number = verbs.forward_letter(actor=user_of(request), letter_id=pk, unit_ids=units)
        text = ngettext("Yazı %(number)d birime iletildi.", "Yazı %(number)d birime iletildi.", number)
        return text % {"number": number} if number else _("Yazı bu birimlere daha önce iletilmiş.")

    return _act(request, pk, forward)


@require_POST
@career_center_only(UniversityAction.TAKE_PAPERS)
def incoming_letter_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having read it for the official's units."""

    def read() -> str:
        verbs.confirm_letter(actor=user_of(request), letter_id=pk)
        return _("Okuduğunuz kaydedildi.")

    return _act(request, pk, read)


def _act(request: HttpRequest, pk: int, verb: Callable[[], Any]) -> HttpResponse:
    _letter(request, pk)
    try:
        said = verb()
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, said)
    return redirect("insurance:incoming-letter", pk)


def _letter(request: HttpRequest, pk: int) -> IncomingLetter:
    return get_object_or_404(letters_of(user_of(request)), pk=pk)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 12]
