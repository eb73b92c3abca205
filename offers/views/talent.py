"""Yetenek Havuzu: lists, members, tags and notes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.asking import Asker, asker_of
from offers.forms.talent import ListNameForm, NoteForm
from offers.models import TalentList, TalentPoolEntry
from offers.services import talent
from offers.shortlists import ADDED, SORTS, Member, lists_of, members_of, read_list
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only

_PAGE = 50
COMPARED = 4


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def lists(request: HttpRequest) -> HttpResponse:
    """/yetenek-havuzu/: the employer's lists; a POST begins one."""
    asker = asker_of(user_of(request))
    form = ListNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and asker.season:
        try:
            made = talent.create_list(season=asker.season, name=form.cleaned_data["name"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error("name", str(rule))
        else:
            messages.success(request, _("Liste oluşturuldu; aday havuzundan aday ekleyebilirsiniz."))
            return redirect("offers:talent-list", made.pk)
    context = {"lists": list(lists_of(asker)), "form": form, "asker": asker}
    return render(request, "offers/talent/lists.html", context, status=422 if form.errors else 200)


@require_safe
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def talent_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: who is on it, by tag, in the chosen order."""
    asker = asker_of(user_of(request))
    return _list_page(request, asker, _list_or_404(asker, pk))


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a list another name."""
    asker = asker_of(user_of(request))
    found = _list_or_404(asker, pk)
    form = ListNameForm(request.POST)
    if form.is_valid():
        try:
            talent.rename_list(list_id=pk, name=form.cleaned_data["name"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error("name", str(rule))
        else:
            messages.success(request, _("Listenin adı değişti."))
            return redirect("offers:talent-list", pk)
    return _list_page(request, asker, found, form)


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a list."""
    found = _list_or_404(asker_of(user_of(request)), pk)
    talent.delete_list(list_id=pk, actor=user_of(request))
    messages.success(request, _("«%(name)s» listesi silindi.") % {"name": found.name})
    return redirect("offers:talent-lists")


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done with the chosen members: compare, offer, move, copy, take off."""
    asker = asker_of(user_of(request))
    _list_or_404(asker, pk)
    codes, action = request.POST.getlist("aday"), request.POST.get("islem", "")
    chosen = asker.applications(codes)
    if not chosen:
        messages.error(request, _("Önce listeden aday seçin."))
        return redirect("offers:talent-list", pk)
    if action == "karsilastir":
        return to_comparison(request, list(chosen)) or redirect("offers:talent-list", pk)
    if action == "teklif":
        return redirect(reverse("offers:bulk", args=[pk]) + "?" + urlencode({"aday": short(chosen)}))
    try:
        messages.success(request, _carry_out(request, pk, action, list(chosen.values())))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    except TalentList.DoesNotExist:
        raise Http404 from None
    return redirect("offers:talent-list", pk)


@require_http_methods(["GET", "POST"])
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def member(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Tags and the private note of one member."""
    asker = asker_of(user_of(request))
    found = _list_or_404(asker, pk)
    application = asker.application(code)
    entries = list(TalentPoolEntry.objects.filter(talent_list=found, application=application))
    shown: list[Member] = members_of(asker, entries)[0] if application else []
    if not shown:
        raise Http404
    initial = {"tags": list(shown[0].tags), "note": shown[0].note}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        talent.write_note(
            list_id=pk,
            application_id=shown[0].application_id,
            tags=data["tags"],
            note=data["note"],
            actor=user_of(request),
        )
        messages.success(request, _("Etiketler ve not kaydedildi."))
        return redirect("offers:talent-list", pk)
    context = {"list": found, "member": shown[0], "form": form}
    return render(request, "offers/talent/member.html", context, status=422 if form.errors else 200)


@require_POST
@employer_only(EmployerAction.SEARCH_POOL)
def choose(request: HttpRequest) -> HttpResponse:
    """What is done with candidates chosen in the pool or on a profile: compare them, or put them on a list."""
    asker = asker_of(user_of(request))
    back = _back(request)
    chosen = asker.applications(request.POST.getlist("aday"))
    if not chosen:
        messages.error(request, _("Önce aday seçin."))
        return redirect(back)
    if request.POST.get("islem") == "karsilastir":
        return to_comparison(request, list(chosen)) or redirect(back)
    try:
        found = _target(request, asker)
        number = talent.add_to_list(list_id=found.pk, application_ids=chosen.values(), actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(back)
    if number:
        text = ngettext(
            "%(number)d aday «%(name)s» listesine eklendi.", "%(number)d aday «%(name)s» listesine eklendi.", number
        )
    else:
        text = _("Seçtikleriniz «%(name)s» listesinde zaten var.")
    messages.success(request, text % {"number": number, "name": found.name})
    return redirect(back)


def short(codes: Sequence[str] | dict[str, int]) -> str:
    """Codes for an address: «7K3M9Q2.2QX4TP1»."""
    return ".".join(code.removeprefix("A-") for code in codes)


def to_comparison(request: HttpRequest, codes: Sequence[str]) -> HttpResponse | None:
    """The way to the comparison of two to four; None, with a sentence, for other numbers."""
    if not 2 <= len(codes) <= COMPARED:
        messages.error(request, _("Karşılaştırmak için iki ile dört aday seçin."))
        return None
    return redirect(reverse("offers:pool-compare") + "?" + urlencode({"aday": short(codes)}))


def _list_or_404(asker: Asker, pk: int) -> TalentList:
    found = TalentList.objects.filter(pk=pk, employer=asker.employer, season=asker.season).first()
    if found is None:
        raise Http404
    return found


def _target(request: HttpRequest, asker: Asker) -> TalentList:
    """The list that was chosen; a new one where the employer has none or asks for one."""
    if asker.season is None:
        raise Http404
    wanted = request.POST.get("liste", "")
    if wanted.isdecimal():
        return _list_or_404(asker, int(wanted[:18]))
    taken = set(lists_of(asker).values_list("name", flat=True))
    names = [_("Yeni liste"), *(_("Yeni liste %(number)d") % {"number": number} for number in range(2, 60))]
    name = next(name for name in names if name not in taken)
    return talent.create_list(season=asker.season, name=name, actor=user_of(request))


def _back(request: HttpRequest) -> str:
    """Where the choice was made: a profile, a comparison, or the pool with its question."""
    code, query = request.POST.get("profil", ""), request.POST.get("donus", "")
    address = reverse("offers:candidate", args=[code]) if code.startswith("A-") and "/" not in code else ""
    if request.POST.get("karsilastirma"):
        address = reverse("offers:pool-compare")
    return (address or reverse("offers:pool")) + (query if query.startswith("?") else "")


def _carry_out(request: HttpRequest, pk: int, action: str, applications: list[int]) -> str:
    if action == "kaldir":
        number = talent.remove_from_list(list_id=pk, application_ids=applications, actor=user_of(request))
        text = ngettext("%(number)d aday listeden çıkarıldı.", "%(number)d aday listeden çıkarıldı.", number)
        return text % {"number": number}
    target = request.POST.get("hedef", "")
    if action not in ("tasi", "kopyala") or not target.isdecimal():
        raise RuleViolation(_("Adayların gideceği listeyi seçin."))
    keep = action == "kopyala"
    talent.pass_on(
        list_id=pk, target_id=int(target[:18]), application_ids=applications, actor=user_of(request), keep=keep
    )
    number = len(applications)
    text = (
        ngettext("%(number)d aday kopyalandı.", "%(number)d aday kopyalandı.", number)
        if keep
        else ngettext("%(number)d aday taşındı.", "%(number)d aday taşındı.", number)
    )
    return text % {"number": number}


def _list_page(request: HttpRequest, asker: Asker, found: TalentList, form: ListNameForm | None = None) -> HttpResponse:
    sort = request.GET.get("sirala", ADDED)
    sort = sort if sort in SORTS else ADDED
    tag = request.GET.get("etiket", "")
    page = read_list(asker, found, tag=tag, sort=sort)
    shown = Paginator(page.members, _PAGE).get_page(request.GET.get("sayfa"))
    asked = {"etiket": tag, "sirala": "" if sort == ADDED else sort}
    context: dict[str, Any] = {
        "list": found,
        "asker": asker,
        "page": page,
        "shown": shown,
        "others": [one for one in lists_of(asker) if one.pk != found.pk],
        "tag": tag,
        "tabs": [(label, _address(asked, sirala=name), name == sort) for name, label in SORTS.items()],
        "tags": [(one, _address(asked, etiket=one), one == tag) for one in page.tags],
        "without_tag": _address(asked, etiket=""),
        "form": form or ListNameForm(initial={"name": found.name}),
        "next_url": _address(asked, sayfa=str(shown.next_page_number())) if shown.has_next() else "",
        "previous_url": _address(asked, sayfa=str(shown.previous_page_number())) if shown.has_previous() else "",
        "everybody": short([one.candidate.code for one in page.members]),
        "may_send": employer_may(user_of(request), EmployerAction.SEND_OFFERS),
        "opened": sum(1 for one in page.members if one.opened),
    }
    return render(request, "offers/talent/list.html", context, status=422 if form and form.errors else 200)


def _address(asked: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in (asked | changes).items() if value}
    return "?" + urlencode(kept)
