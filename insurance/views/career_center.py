"""What officials do for one intern: what SGK must be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from insurance import selectors
from insurance.services.case_exits import finish_task
from usp.accounts.permissions import UniversityAction
from usp.accounts.policies import career_center_only, user_of


@require_POST
@career_center_only(UniversityAction.DECLARE_INSURANCE)
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer has deleted the entry, or declared the exit, at SGK."""
    task = get_object_or_404(selectors.tasks_in_scope(user_of(request)), pk=pk)
    finish_task(task_id=task.pk, actor=user_of(request))
    messages.success(request, _("Yapıldı olarak kaydedildi."))
    return redirect("insurance:intern", task.case.placement_id)
