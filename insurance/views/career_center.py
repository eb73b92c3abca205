"""What officials do for one intern: what SGK must be told, the acceptance form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from insurance import selectors
from insurance.services.case_moves import finish_task
from insurance.services.papers import ensure_acceptance_form
from offers.models import Placement
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of
from usp.core.errors import RuleViolation


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer has deleted the entry, or declared the exit, at SGK."""
    task = get_object_or_404(selectors.tasks_in_scope(user_of(request)), pk=pk)
    finish_task(task_id=task.pk, actor=user_of(request))
    messages.success(request, _("Yapıldı olarak kaydedildi."))
    return redirect("insurance:intern", task.case.placement_id)


@require_POST
@career_center_only(UniversityAction.PRINT_PAPERS)
def make_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the acceptance form now, when the worker has not done it yet."""
    user = user_of(request)
    placement = get_object_or_404(Placement.objects.visible_to(user), pk=pk)
    try:
        document = ensure_acceptance_form(placement_id=placement.pk, actor=user)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("insurance:intern", pk=pk)
    return redirect("documents:download", code=document.code)
