"""The student's page for one objection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.declaration_states import DeclarationState
from applications.forms.desk import AppealForm
from applications.models import Declaration
from applications.services.appeals import appeal
from applications.services.verifying import appeal_until
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only


@require_http_methods(["GET", "HEAD", "POST"])
@read_only
@student_only
def declaration_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it was rejected, until when an objection is possible, and the one field to write it."""
    mine = Declaration.objects.visible_to(user_of(request)).select_related(
        "kind", "option", "language", "exam", "application__season"
    )
    declaration = get_object_or_404(mine, pk=pk)
    decision = declaration.decisions.select_related("reason").filter(round=1).first()
    if decision is None or decision.approved:
        messages.info(request, _("Yalnızca reddedilen beyana itiraz edilebilir."))
        return redirect("applications:status")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(actor=user_of(request), declaration_id=declaration.pk, statement=form.cleaned_data["statement"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("İtirazınız alındı; ikinci bir yetkili inceleyecek."))
            return redirect("applications:status")
    until = appeal_until(declaration, decision.at)
    context = {
        "declaration": declaration,
        "decision": decision,
        "until": until,
        "possible": declaration.state == DeclarationState.REJECTED
        and declaration.appealed_at is None
        and clock.page_now() <= until,
        "form": form,
    }
    return render(request, "applications/appeal.html", context, status=422 if form.errors else 200)
