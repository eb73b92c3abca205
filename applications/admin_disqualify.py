"""«Geçersiz say»: an operator takes a completed application out of the season, with a reason."""

from typing import cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.forms.seasons import DisqualificationForm
from applications.models import Application
from applications.services.disqualifying import disqualify
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.core.errors import RuleViolation
from usp.core.http import sent


def disqualify_view(model_admin: "ModelAdmin[Application]", request: HttpRequest, pk: int) -> HttpResponse:
    """The page with the reason and what follows; the verb judges and moves."""
    user = cast(User, request.user)
    if not (model_admin.has_view_permission(request) and user.is_operator):
        raise PermissionDenied
    application = get_object_or_404(Application.objects.select_related("student", "season", "department"), pk=pk)
    back = HttpResponseRedirect(reverse("admin:applications_application_change", args=[pk]))
    form = DisqualificationForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            disqualify(actor=user, application_id=pk, reason=form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            model_admin.message_user(request, _("Başvuru geçersiz sayıldı; öğrenciye haber verildi."), messages.SUCCESS)
            return back
    elif application.state != ApplicationState.COMPLETED:
        model_admin.message_user(request, _("Yalnızca tamamlanan başvuru geçersiz sayılabilir."), messages.ERROR)
        return back
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "application": application,
        "form": form,
        "title": _("Başvuruyu geçersiz say"),
    }
    template = "admin/applications/application/disqualify.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)
