"""An employer's papers: those of one intern, what is paid, and the list letter to a university."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insurance.acceptance_list_file import workbook
from insurance.forms.employer_papers import AcceptanceListForm, PayTermsForm
from insurance.models import AcceptanceList, PayTerms
from insurance.paper_kinds import Paper
from insurance.papers.acceptance_list import SUBJECT as LIST
from insurance.papers.acceptance_list import AcceptanceListData
from insurance.papers.issue import issue_paper, subject_of
from insurance.selectors.acceptance_lists import letters_of, universities_of
from insurance.services.acceptance_lists import issue_list
from insurance.services.pay_terms import save_pay_terms
from offers.cards.pay import pay_note
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.permissions import EmployerAction
from usp.accounts.policies import employer_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.documents.models import Document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def paper_or_404(kind: str) -> Paper:
    """The kind of paper that the address names."""
    try:
        return Paper(kind)
    except ValueError:
        raise Http404 from None


@require_POST
@employer_only(EmployerAction.SEE_OFFERS)
def employer_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Have a paper of one intern made, and get it."""
    user, paper = user_of(request), paper_or_404(kind)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    try:
        document = issue_paper(placement_id=placement.pk, kind=paper, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(reverse("offers:intern", args=[pk]) + "#belgeler")
    return redirect("documents:download", code=document.code)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.CONFIRM)
@read_only
def pay_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """«Ücret koşulları»: what contract and fund form print, with the law's minimum beside."""
    user = user_of(request)
    mine = Placement.objects.visible_to(user).filter(kind=Kind.INTERNSHIP, state=PlacementState.CONFIRMED)
    placement = get_object_or_404(mine.select_related("offer__position__employer"), pk=pk)
    subject = subject_of(pk)
    if subject is None or not placement.offer.identity_is_open:
        raise Http404
    stored = PayTerms.objects.filter(placement=placement).first()
    employer = placement.offer.position.employer
    form = PayTermsForm(request.POST if request.method == "POST" else None, stored=stored, employer=employer.name)
    if request.method == "POST" and form.is_valid():
        try:
            save_pay_terms(placement_id=pk, terms=form.terms(), actor=user)
        except RuleViolation as rule:
            form.add_error(rule.code if rule.code in form.fields else None, str(rule))
        else:
            messages.success(request, _("Ücret koşulları kaydedildi."))
            return redirect(reverse("offers:intern", args=[pk]) + "#belgeler")
    context = {
        "form": form,
        "placement": placement,
        "employer": employer,
        "pay": pay_note(subject.wage),
        "compulsory": subject.is_compulsory,
        "stored": stored,
    }
    return render(request, "insurance/pay_terms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@employer_only(EmployerAction.CONFIRM)
@read_only
def acceptance_lists(request: HttpRequest) -> HttpResponse:
    """«Liste yazısı»: choose a university and its interns; the letters made so far."""
    user = user_of(request)
    universities = universities_of(user)
    wanted = (request.POST if request.method == "POST" else request.GET).get("universite", "")
    group = next((one for one in universities if str(one.pk) == wanted), universities[0] if universities else None)
    form = AcceptanceListForm(request.POST if request.method == "POST" else None, group=group)
    if request.method == "POST" and group is not None and form.is_valid():
        try:
            issue_list(university_id=group.pk, placement_ids=form.cleaned_data["stajyer"], actor=user)
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Liste yazısı hazır; PDF ve XLSX olarak indirebilirsiniz."))
            return redirect(f"{reverse('insurance:acceptance-lists')}?universite={group.pk}")
    context = {"universities": universities, "group": group, "form": form, "letters": letters_of(user)}
    return render(request, "insurance/acceptance_lists.html", context, status=422 if form.errors else 200)


@require_safe
@employer_only(EmployerAction.SEE_OFFERS)
@read_only
def acceptance_list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's rows as XLSX, as the paper says them."""
    letter = get_object_or_404(AcceptanceList.objects.visible_to(user_of(request)), pk=pk)
    document = get_object_or_404(Document, subject_type=LIST, subject_id=letter.pk)
    content = workbook(AcceptanceListData.from_snapshot(document.snapshot))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{document.title} {document.code}.xlsx")
    return response
