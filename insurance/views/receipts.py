"""Papers that come in: one intern's, or a whole pile; scans looked at; entries taken back."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from insurance.forms.papers import AnswerScanForm, HandInForm, MissingForm, PileForm, ScanForm, UndoForm
from insurance.models import InsuranceCase, PaperScan
from insurance.paper_files import PAPER_SCAN
from insurance.paper_kinds import Paper
from insurance.selectors.checklist import RELATIONS, checklist, shown
from insurance.selectors.letters import takeable
from insurance.selectors.receipts import PileRow, chosen_rows, pile, receipt_of, scan_of
from insurance.services.receipts import ask_for_missing, keep_scan, take_papers, times_of, undo_receipt
from insurance.services.scans import answer_scan
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, career_center_or_operator, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, sent
from usp.documents.services.uploads import store_upload


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_or_operator(UniversityAction.TAKE_PAPERS)
@read_only
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One intern hands papers in."""
    user = user_of(request)
    placement = get_object_or_404(takeable(user).select_related(*RELATIONS, "application", "insurance_case"), pk=pk)
    lines = checklist(placement)
    form = HandInForm(
        *sent(request),
        lines=sorted(
            (line for line in lines if not line.is_there and line.kind != Paper.SGK_ENTRY),
            key=lambda line: not line.is_missing,
        ),
        initial={"kinds": [line.kind.value for line in lines if line.is_missing and line.printed]},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            scan = store_upload(actor=user, file=data["scan"], purpose=PAPER_SCAN) if data["scan"] else None
            take_papers(
                placement_id=pk,
                kinds=data["kinds"],
                signed_on=data["signed_on"],
                actor=user,
                scan=scan,
                late_reason=data["late_reason"],
            )
        except RuleViolation as rule:
            form.add_error(_field_of(rule), str(rule))
        else:
            messages.success(request, _("Evrak teslim alındı; öğrenciye haber verildi."))
            return redirect(_back(user_of(request), pk))
    context = {
        "placement": placement,
        "back": _back(user, pk),
        "lines": shown(lines),
        "form": form,
        "times": times_of(placement, placement.insurance_case),
    }
    return render(request, "insurance/take_in.html", context, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_only(UniversityAction.TAKE_PAPERS)
@read_only
def paper_desk(request: HttpRequest) -> HttpResponse:
    """A pile of papers: search, tick, next. What could not be taken in stays with its reason."""
    if request.method != "POST":
        text = request.GET.get("q", "")[:80]
        page = pile(user_of(request), text, request.GET.get("sayfa"))
        form = PileForm(initial={"signed_on": _day(request.GET.get("tarih", ""))})
        return _desk(request, form, list(page), text=text, page=page)
    form = PileForm(request.POST)
    ticked = form.ticked()
    rows = {row.placement.pk: row for row in chosen_rows(user_of(request), list(ticked))}
    if not ticked:
        form.add_error(None, _("Teslim aldığınız evrakı işaretleyin."))
    if not form.is_valid():
        kept = [rows[pk].with_last_try(kinds, "") for pk, kinds in ticked.items() if pk in rows]
        return _desk(request, form, kept or list(pile(user_of(request), "", None)), status=422)
    failed = _take_pile(request, form, rows, ticked)
    if failed:
        return _desk(request, form, failed, status=422)
    kept_day = urlencode({"tarih": form.cleaned_data["signed_on"].isoformat()})
    return redirect(f"{reverse('insurance:paper-desk')}?{kept_day}")


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_or_operator(UniversityAction.TAKE_PAPERS)
@read_only
def receipt_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry was wrong: the paper counts as missing again, the entry stays on record."""
    receipt = receipt_of(user_of(request), pk)
    if receipt is None:
        raise Http404
    form = UndoForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            undo_receipt(receipt_id=pk, reason=form.cleaned_data["reason"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Kayıt geri alındı; belge yeniden eksik sayılıyor."))
            return redirect(_back(user_of(request), receipt.placement_id))
    context = {"receipt": receipt, "form": form, "back": _back(user_of(request), receipt.placement_id)}
    return render(request, "insurance/receipt_undo.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_or_operator(UniversityAction.TAKE_PAPERS)
@read_only
def receipt_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a paper that was taken in without one."""
    receipt = receipt_of(user_of(request), pk)
    if receipt is None:
        raise Http404
    form = ScanForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            scan = store_upload(actor=user_of(request), file=form.cleaned_data["file"], purpose=PAPER_SCAN)
            keep_scan(receipt_id=pk, scan=scan, actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Tarama eklendi."))
            return redirect(_back(user_of(request), receipt.placement_id))
    context = {"receipt": receipt, "form": form, "back": _back(user_of(request), receipt.placement_id)}
    return render(request, "insurance/receipt_scan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@career_center_or_operator(UniversityAction.TAKE_PAPERS)
@read_only
def scan_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A student's scan, beside the two answers."""
    scan = scan_of(user_of(request), pk)
    if scan is None:
        raise Http404
    form = AnswerScanForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        accepts = request.POST.get("answer") == "accept"
        try:
            answer_scan(scan_id=pk, accepts=accepts, actor=user_of(request), **form.cleaned_data)
        except RuleViolation as rule:
            form.add_error(_field_of(rule), str(rule))
        else:
            messages.success(request, _("Tarama uygun bulundu.") if accepts else _("Tarama yeniden istendi."))
            return redirect(_back(user_of(request), scan.placement_id))
    suffices = any(line.scan_suffices for line in checklist(scan.placement) if line.kind == scan.kind)
    context = {
        "scan": scan,
        "back": _back(user_of(request), scan.placement_id),
        "form": form,
        "suffices": suffices,
        "waits": scan.answer == PaperScan.Answer.WAITING,
    }
    return render(request, "insurance/scan_answer.html", context, status=422 if form.errors else 200)


@require_POST
@career_center_or_operator(UniversityAction.TAKE_PAPERS)
def tell_missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the student what is missing."""
    get_object_or_404(takeable(user_of(request)), pk=pk)
    form = MissingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not en çok 300 karakter olabilir."))
        return redirect(_back(user_of(request), pk))
    try:
        missing = ask_for_missing(placement_id=pk, note=form.cleaned_data["note"], actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Öğrenciye eksikleri bildirildi: %(papers)s.") % {"papers": ", ".join(missing)})
    return redirect(_back(user_of(request), pk))


def _take_pile(
    request: HttpRequest, form: PileForm, rows: dict[int, PileRow], ticked: dict[int, list[str]]
) -> list[PileRow]:
    """Take in what was ticked, each intern on its own; answers the rows that failed."""
    failed, done = [], 0
    for pk, kinds in ticked.items():
        if pk not in rows:
            continue
        try:
            take_papers(placement_id=pk, kinds=kinds, actor=user_of(request), **form.cleaned_data)
        except RuleViolation as rule:
            failed.append(rows[pk].with_last_try(kinds, str(rule)))
        else:
            done += 1
    if done:
        text = ngettext(
            "%(number)d stajyerin evrakı teslim alındı.", "%(number)d stajyerin evrakı teslim alındı.", done
        )
        messages.success(request, text % {"number": done})
    return failed


def _desk(
    request: HttpRequest,
    form: PileForm,
    rows: list[PileRow],
    *,
    text: str = "",
    page: "Page[PileRow] | None" = None,
    status: int = 200,
) -> HttpResponse:
    def url(number: int) -> str:
        kept = request.GET.copy()
        kept["sayfa"] = str(number)
        return f"?{kept.urlencode()}"

    context = {
        "form": form,
        "rows": rows,
        "query": text,
        "takes_papers": True,
        "failed": any(row.error for row in rows),
        "previous_url": url(page.previous_page_number()) if page and page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page and page.has_next() else "",
    }
    return render(request, "insurance/paper_desk.html", context, status=status)


def _day(text: str) -> dt.date:
    """The day of the pile before, or today."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return clock.page_now().date()


def _field_of(rule: RuleViolation) -> str | None:
    return {"late": "late_reason", "day": "signed_on", "no_note": "note"}.get(rule.code)


def _back(user: User, pk: int) -> str:
    """Where this user reads the checklist: on the intern's page; an operator on the case's."""
    if user.is_operator:
        return reverse("insurance:case", args=[InsuranceCase.objects.get(placement=pk).pk]) + "#evrak"
    return reverse("insurance:intern", args=[pk]) + "#evrak"
