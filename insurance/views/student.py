"""The student's papers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insurance.selectors import placements_with_papers
from usp.accounts.policies import student_only, user_of
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
