"""Offers to many members of a list: order and terms, who gets what, sending.

Everything chosen stands in the address, so that back, reload and a second tab do what people expect, and nothing is
kept on the server until it is sent: aday=7K3M9Q2.2QX4TP1 (the order), donem=7K3M9Q2:2024-08-20 (other than proposed).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from offers import selectors
from offers.advice import MOST, advice
from offers.asking import Asker, asker_of
from offers.cards import contacts_of
from offers.forms.sending import BulkForm
from offers.models import TalentList
from offers.sending import Plan, Wish, plan
from offers.services.send import send_offers, terms_of
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only

_SCORES = ("academic", "social", "sport")
_TERMS = ("position", "asil", "reply_day", "reply_hour", "starts_on", "working_days")


@dataclass
class Draft:
    """The order and the periods chosen by hand, as the address says them."""

    codes: list[str]
    periods: dict[str, str]

    @classmethod
    def read(cls, data: QueryDict) -> "Draft":
        """From «7K3M9Q2.2QX4TP1» and «7K3M9Q2:2024-08-20.…»; nonsense is passed over."""
        codes = [f"A-{part}" for part in data.get("aday", "").split(".") if part][:MOST]
        pairs = [part.partition(":") for part in data.get("donem", "").split(".")]
        return cls(list(dict.fromkeys(codes)), {f"A-{code}": period for code, _colon, period in pairs if period})

    def move(self, command: str, scores: Mapping[str, Mapping[str, int]]) -> None:
        """Carry out what a button of the order asks: up, down, first, out, a period, an order by score."""
        action, _colon, rest = command.partition(":")
        code, _colon, period = rest.partition(":")
        if action == "sort" and code in _SCORES:
            self.codes.sort(key=lambda one: -scores.get(one, {}).get(code, 0))
        if code not in self.codes:
            return
        place = self.codes.index(code)
        if action == "period":
            self.periods[code] = period
        elif action == "out":
            self.codes.remove(code)
        elif action in ("up", "down", "first"):
            self.codes.remove(code)
            self.codes.insert({"up": max(0, place - 1), "down": place + 1, "first": 0}[action], code)

    def address(self, data: Mapping[str, Any]) -> str:
        """The same choice as a query string, with the terms typed so far."""
        pairs = {name: str(data.get(name) or "") for name in _TERMS}
        pairs["aday"] = ".".join(code.removeprefix("A-") for code in self.codes)
        chosen = [f"{code.removeprefix('A-')}:{period}" for code, period in self.periods.items() if code in self.codes]
        pairs["donem"] = ".".join(chosen)
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Order and terms; a POST of the previewed values sends."""
    asker, found = _list_or_404(request, pk)
    data = request.POST if request.method == "POST" else request.GET
    draft = Draft.read(data)
    members = set(found.entries.values_list("application_id", flat=True))
    chosen = {code: one for code, one in asker.applications(draft.codes).items() if one in members}
    if command := request.GET.get("hamle", ""):
        shown = asker.shown(list(chosen.values()))
        draft.move(command, {one.code: {name: getattr(one, name) for name in _SCORES} for one in shown.values()})
        return redirect(reverse("offers:bulk", args=[pk]) + draft.address(request.GET) + "#sira")
    if request.method == "POST":
        return _send(request, asker, found, draft, chosen)
    typed = {name: value for name, value in request.GET.items() if value}
    return _setup(request, asker, found, draft, chosen, _form(request, asker, initial=typed))


@require_safe
@employer_only(EmployerAction.SEND_OFFERS)
@read_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets what, before anything is sent; wrong values come back to the form."""
    asker, found = _list_or_404(request, pk)
    draft = Draft.read(request.GET)
    members = set(found.entries.values_list("application_id", flat=True))
    chosen = {code: one for code, one in asker.applications(draft.codes).items() if one in members}
    form = _form(request, asker, request.GET)
    if not form.is_valid() or not chosen:
        return _setup(request, asker, found, draft, chosen, form)
    position = form.cleaned_data["position"]
    planned = _plan(request, asker, chosen, form, draft)
    terms = terms_of(position, user_of(request).employer_membership)
    context = {
        "list": found,
        "plan": planned,
        "form": form,
        "position": position,
        "left_free": position.seats_free - planned.asil,
        "reply_by": form.cleaned_data["reply_by"],
        "contacts": contacts_of(terms),
        "terms": terms,
        "hidden": _hidden(draft, form.cleaned_data),
        "back": reverse("offers:bulk", args=[pk]) + draft.address(request.GET),
    }
    return render(request, "offers/talent/bulk_preview.html", context)


def _send(request: HttpRequest, asker: Asker, found: TalentList, draft: Draft, chosen: dict[str, int]) -> HttpResponse:
    form = _form(request, asker, request.POST)
    if not form.is_valid() or not chosen:
        return _setup(request, asker, found, draft, chosen, form)
    planned = _plan(request, asker, chosen, form, draft)
    if not planned.lines:
        form.add_error(None, _("Bu adaylardan hiçbirine şu anda teklif gönderilemez; nedenleri sırada yazıyor."))
        return _setup(request, asker, found, draft, chosen, form)
    try:
        sent = send_offers(
            position_id=form.cleaned_data["position"].pk,
            proposals=[line.proposal for line in planned.lines],
            reply_by=form.cleaned_data["reply_by"],
            actor=user_of(request),
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return _setup(request, asker, found, draft, chosen, form)
    query = draft.address(request.POST) + f"&liste={found.pk}"
    return redirect(reverse("offers:sent-batch", args=[sent[0].batch_id]) + query)


def _setup(
    request: HttpRequest, asker: Asker, found: TalentList, draft: Draft, chosen: dict[str, int], form: BulkForm
) -> HttpResponse:
    position = _position_of(form)
    shown = asker.shown(list(chosen.values()))
    planned = _plan(request, asker, chosen, form, draft) if form.is_bound and form.is_valid() else None
    shown_plan = planned or _draft_plan(request, asker, chosen, form, draft, position)
    if shown_plan:
        # Who gets nothing goes to the end, so that «up» and «down» mean the neighbours that are seen.
        seen = [line.candidate.code for line in shown_plan.lines] + [one.candidate.code for one in shown_plan.left_out]
        draft.codes = seen + [code for code in draft.codes if code not in seen]
    context = {
        "list": found,
        "form": form,
        "position": position,
        "advice": advice(asker.employer, position.seats_free) if position else None,
        "rows": [shown[one] for one in chosen.values() if one in shown],
        "plan": shown_plan,
        "draft": draft,
        "most": MOST,
        "has_position": form.fields["position"].queryset.exists(),  # type: ignore[attr-defined]
        "order": draft.address({})[1:],
        "hidden": [pair for pair in _hidden(draft, {}) if pair[1]],
    }
    return render(request, "offers/talent/bulk.html", context, status=422 if form.errors else 200)


def _draft_plan(
    request: HttpRequest, asker: Asker, chosen: dict[str, int], form: BulkForm, draft: Draft, position: Any
) -> Plan | None:
    """The plan of terms that were not sent yet, as far as they can be read; None without a position."""
    if position is None or not chosen:
        return None
    trial = BulkForm(
        {**form.initial, "position": position.pk},
        season=form.season,
        positions=form.fields["position"].queryset,  # type: ignore[attr-defined]
        now=form.now,
    )
    return _plan(request, asker, chosen, trial, draft) if trial.is_valid() else None


def _position_of(form: BulkForm) -> Any:
    """The chosen position with its counts."""
    positions = list(form.fields["position"].queryset)  # type: ignore[attr-defined]
    wanted = str(form["position"].value() or "")
    return next((one for one in positions if str(one.pk) == wanted), None)


def _plan(request: HttpRequest, asker: Asker, chosen: Mapping[str, int], form: BulkForm, draft: Draft) -> Plan:
    data = form.cleaned_data
    wish = Wish(
        position=data["position"],
        asil=data["asil"],
        reply_by=data["reply_by"],
        starts_on=data.get("starts_on"),
        working_days=data.get("working_days"),
        periods=draft.periods,
    )
    return plan(asker, chosen, wish, terms_of(data["position"], user_of(request).employer_membership))


def _form(
    request: HttpRequest, asker: Asker, data: QueryDict | None = None, initial: dict[str, Any] | None = None
) -> BulkForm:
    if asker.opened is None:
        raise Http404
    positions = selectors.open_positions(user_of(request), asker.opened.pk)
    typed = dict(initial or {})
    if not typed.get("position") and len(only := list(positions[:2])) == 1:
        typed["position"] = only[0].pk  # nothing to choose
    return BulkForm(
        data,
        initial=typed,
        season=asker.opened,
        positions=positions,
        now=clock.page_now(),
    )


def _hidden(draft: Draft, data: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(name, value) of what a form carries on unseen."""
    typed = draft.address({})
    pairs = parse_qsl(typed[1:])
    for name in _TERMS:
        value = data.get(name)
        if value is not None:
            pairs.append((name, str(getattr(value, "pk", value))))
    return pairs


def _list_or_404(request: HttpRequest, pk: int) -> tuple[Asker, TalentList]:
    asker = asker_of(user_of(request))
    found = TalentList.objects.filter(pk=pk, employer=asker.employer, season=asker.season).first()
    if found is None or asker.opened is None:
        raise Http404
    return asker, found
