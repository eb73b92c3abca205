"""The student's papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from insurance.selectors import placements_with_papers
from insurance.services.papers import ensure_acceptance_form
from offers.models import Placement
from usp.accounts.policies import student_only, user_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.guidance.selectors import announcements_for
from usp.guidance.upward import department_of


@require_safe
@read_only
@student_only
def my_documents(request: HttpRequest) -> HttpResponse:
    """«Belgelerim»: what to print, who signs it, where it goes and until when."""
    user = user_of(request)
    context = {
        "rows": placements_with_papers(user),
        "announcements": announcements_for(user, department=department_of(user)),
    }
    return render(request, "insurance/my_documents.html", context)


@require_POST
@student_only
def make_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the acceptance form now, when the worker has not done it yet."""
    user = user_of(request)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    try:
        document = ensure_acceptance_form(placement_id=placement.pk, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:my-documents")
    return redirect("documents:download", code=document.code)
