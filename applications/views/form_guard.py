"""Who may be on which page of the application form, and where everybody else is led."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import current_season, live_application
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.policies import user_of


def registered(request: HttpRequest) -> Application | HttpResponse:
    """The application whose first stage is done; else where to go, with a sentence."""
    application = live_application(user_of(request), current_season())
    if application is None:
        messages.info(request, _("Önce «Başvuru Yap» düğmesiyle başvurunuzu başlatın."))
        return redirect("applications:start")
    if application.state == ApplicationState.STARTED:
        messages.info(request, _("Bu bölüm, e-Devlet aşamasını «Başvur» düğmesiyle tamamlayınca açılır."))
        return redirect("applications:stage-one")
    if application.state == ApplicationState.DISQUALIFIED:
        return redirect("applications:status")
    return application


def unfinished(request: HttpRequest) -> Application | HttpResponse:
    """The application whose form may still be filled in; else where to go, with a sentence."""
    found = registered(request)
    if isinstance(found, Application) and found.state not in UNFINISHED:
        messages.info(request, _("Başvurunuz tamamlandı; başvuru formu artık değiştirilemez."))
        return redirect("applications:status")
    return found
