"""The demo's season clock bar."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.selectors import current_season
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.policies import public
from usp.portal.demo.scenario import enter_stage
from usp.portal.season_clock import stage_moments


@public
@require_POST
def season_clock(request: HttpRequest) -> HttpResponse:
    """Run the demo's clock forwards to a stage of the season and let the demo's other people act. Demo only."""
    season = current_season()
    stage = request.POST.get("stage", "")
    if not settings.USP_DEMO or season is None or stage not in stage_moments(season):
        raise Http404
    try:
        enter_stage(stage)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        clock.forget_reading()
        label = stage_moments(season)[stage][0]
        messages.success(request, _("Dönem saati ilerledi: %s") % label)
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "/")
