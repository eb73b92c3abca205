"""The two probes: is this process alive, and can the portal do its work? And the pulse that proves it from outside."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from offers.services.heartbeat import note_pulse
from usp.core.policies import public
from usp.portal import health
from usp.portal.pulse import HEADER, is_genuine


@public
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers requests; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@public
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database, cache and worker answer; otherwise 503, naming the missing ones."""
    parts = health.report()
    missing = [name for name, answers in parts.items() if not answers]
    return JsonResponse(
        {"status": "not ready" if missing else "ready", "missing": missing, "parts": parts},
        status=503 if missing else 200,
    )


@public
@csrf_exempt
@require_POST
@never_cache
def pulse(request: HttpRequest) -> HttpResponse:
    """Note that the portal answered from outside: 204; 403 for anybody who does not hold the portal's key.

    No session and no form belong to it, so no CSRF token either: the signed word is what is checked.
    """
    if not is_genuine(request.headers.get(HEADER, "")):
        return HttpResponse(status=403)
    note_pulse()
    return HttpResponse(status=204)
