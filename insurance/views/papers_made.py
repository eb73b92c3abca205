"""Have a paper made: the student's own, an official's for an intern."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from insurance.papers.issue import issue_paper
from insurance.views.employer_papers import paper_or_404
from offers.models import Placement
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, student_only, user_of
from usp.core.errors import RuleViolation


def _made(request: HttpRequest, pk: int, kind: str, back: str) -> HttpResponse:
    user, paper = user_of(request), paper_or_404(kind)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    try:
        document = issue_paper(placement_id=placement.pk, kind=paper, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(back)
    return redirect("documents:download", code=document.code)


@require_POST
@student_only
def my_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The student prints a paper of the own internship."""
    return _made(request, pk, kind, reverse("insurance:my-documents"))


@require_POST
@career_center_only(UniversityAction.PRINT_PAPERS)
def center_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """An official prints a paper of an intern."""
    return _made(request, pk, kind, reverse("insurance:intern", args=[pk]))
